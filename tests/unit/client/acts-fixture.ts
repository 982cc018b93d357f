// Acts that many tests do, and what they look at afterwards.
import type { PaymentInput } from '$lib/client/actions/input';
import { openOperation, readOutbox } from '$lib/client/local/outbox';
import type { Phone } from '$lib/client/local/phone';
import type { Dossier } from '$lib/core/dossier';
import type { Operation } from '$lib/core/wire';

/** A cash payment of an amount in cents on a dossier, with whatever a test wants to be different. */
export const cash = (dossier: Dossier, minor: number, change: Partial<PaymentInput> = {}): PaymentInput => ({
	dossier: dossier.id,
	round: null,
	place: null,
	draft: null,
	minor,
	detail: { means: 'cash' },
	payer: null,
	directedTo: null,
	acceptCredit: false,
	...change
});

/** Every operation of the outbox, opened, in the order of the chain. */
export async function operationsOf(phone: Phone): Promise<readonly Operation[]> {
	const { records } = await readOutbox(phone);
	const opened = await Promise.all(records.map((record) => openOperation(phone, record)));
	return opened.map((operation) => {
		if (!operation.ok) throw new Error(operation.error.code);
		return operation.value;
	});
}

/** The device record as it is stored. */
export const deviceOf = async (phone: Phone) => {
	const device = await phone.db.device.get('device');
	if (!device) throw new Error('no device');
	return device;
};
