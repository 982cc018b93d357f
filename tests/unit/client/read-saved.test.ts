// What was just saved is shown without reading the whole phone again, and shows exactly what a complete reading would.
import { describe, expect, test } from 'vitest';
import { recordPayment } from '$lib/client/actions/record-payment';
import { webCrypto } from '$lib/client/local/web-crypto';
import { PhoneReader } from '$lib/client/state/phone-reader';
import type { PhoneView } from '$lib/client/state/view';
import type { Dossier } from '$lib/core/dossier';
import type { OperationId } from '$lib/core/ids';
import { load, makeDossier, makePhone, makeWorld } from './phone-fixture';

/** A phone with ten dossiers, and a count of the sealed records that were opened. */
async function phoneWithDossiers() {
	let opened = 0;
	const crypto = webCrypto();
	const open: typeof crypto.open = (...sealed) => {
		opened += 1;
		return crypto.open(...sealed);
	};
	const phone = await makePhone(makeWorld({ crypto: { ...crypto, open } }));
	const dossiers = Array.from({ length: 10 }, () => makeDossier());
	await load(phone, dossiers);
	const pay = async (dossier: Dossier | undefined, minor: number): Promise<OperationId> => {
		if (!dossier) throw new Error('no dossier');
		const saved = await recordPayment(phone, {
			dossier: dossier.id,
			round: null,
			place: null,
			draft: null,
			minor,
			detail: { means: 'card', reference: 'TPE 1' },
			payer: null,
			directedTo: null,
			acceptCredit: false
		});
		if (!saved.ok) throw new Error(saved.error.code);
		return saved.value.id;
	};
	return { phone, dossiers, pay, countOpened: () => opened };
}

async function readAll(reader: PhoneReader): Promise<PhoneView> {
	const read = await reader.read();
	if (!read.ok) throw new Error(read.error.code);
	return read.value;
}

describe('an act that was just saved', () => {
	test('is shown as a complete reading shows it, one after the other', async () => {
		const { phone, dossiers, pay } = await phoneWithDossiers();
		const reader = new PhoneReader(phone);
		await readAll(reader);
		for (const minor of [1_000, 2_500]) {
			const shown = await reader.readSaved(await pay(dossiers[0], minor));
			expect(shown).toEqual(await readAll(new PhoneReader(phone)));
		}
	});

	test('costs the opening of one record, and leaves every other dossier the same object', async () => {
		const { phone, dossiers, pay, countOpened } = await phoneWithDossiers();
		const reader = new PhoneReader(phone);
		const before = await readAll(reader);
		const id = await pay(dossiers[0], 1_000);
		const opened = countOpened();
		const shown = await reader.readSaved(id);
		expect(countOpened() - opened).toBe(1);
		for (const { id: dossier } of dossiers.slice(1))
			expect(shown?.dossiers.get(dossier)).toBe(before.dossiers.get(dossier));
	});

	test('is not shown alone before a complete reading, nor when it is not on the phone', async () => {
		const { phone, dossiers, pay } = await phoneWithDossiers();
		const reader = new PhoneReader(phone);
		const id = await pay(dossiers[0], 1_000);
		expect(await reader.readSaved(id)).toBeNull();
		await readAll(reader);
		const unknown = await pay(dossiers[1], 1_000);
		await phone.db.outbox.delete(unknown);
		expect(await reader.readSaved(unknown)).toBeNull();
		expect(await reader.readSaved(id)).toBeNull();
	});

	test('asks for a complete reading when another tab saved in between', async () => {
		const { phone, dossiers, pay } = await phoneWithDossiers();
		const reader = new PhoneReader(phone);
		await readAll(reader);
		await pay(dossiers[0], 1_000);
		const mine = await pay(dossiers[1], 2_000);
		expect(await reader.readSaved(mine)).toBeNull();
		const all = await readAll(reader);
		expect(all.payments.map(({ money }) => money.minor)).toEqual([2_000, 1_000]);
	});
});
