// The phone's cash: what the server said, what was done since, and a deposit that cannot take more than is held.
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { depositCash, type DepositInput } from '$lib/client/actions/deposit-cash';
import { recordPayment } from '$lib/client/actions/record-payment';
import { readMeta, writeMeta } from '$lib/client/local/meta';
import type { Phone } from '$lib/client/local/phone';
import { cashDayOfPhone, chequesOfPhone } from '$lib/client/state/cash-of-phone';
import { cashHeld } from '$lib/client/state/day-figures';
import { PhoneReader } from '$lib/client/state/phone-reader';
import type { PhoneView } from '$lib/client/state/view';
import { applyPull } from '$lib/client/sync/pull';
import { emptyLine, type CashBag } from '$lib/core/cash-day';
import { operationIdSchema, type OperationId } from '$lib/core/ids';
import { addDays } from '$lib/core/time';
import { cash } from './acts-fixture';
import { DAY, load, makeDossier, makePhone, makePull, makeWorld, MORNING, newId } from './phone-fixture';

const CHEQUE = { means: 'cheque', number: '1', bank: 'Banque', drawer: 'Camille' } as const;
const known = v.parse(operationIdSchema, newId());
const bag = (day = DAY): CashBag => ({
	day,
	lines: [{ ...emptyLine('EUR', 1_000), received: 3_000, handedOver: -500 }],
	cheques: [{ payment: known, receipt: 'Q-2026-T01-000001', minor: 9_000, currency: 'EUR' }],
	handOvers: []
});

async function view(phone: Phone): Promise<PhoneView> {
	const read = await new PhoneReader(phone).read();
	if (!read.ok) throw new Error(read.error.code);
	return read.value;
}

async function withBag(day = DAY) {
	const phone = await makePhone(makeWorld());
	const dossier = makeDossier();
	await load(phone, [dossier]);
	await writeMeta(phone.db, 'cash', bag(day));
	return { phone, dossier };
}

const deposit = (shown: PhoneView, cheques: readonly OperationId[], minor: number): DepositInput => ({
	...{ currency: 'EUR', cash: minor, cheques, slip: 'BR 1', known: shown.cash, draft: 'cash:deposit' }
});

describe('what the phone holds', () => {
	it('is what the server said and what was taken since, cash and cheques', async () => {
		const { phone, dossier } = await withBag();
		await recordPayment(phone, cash(dossier, 2_000));
		await recordPayment(phone, cash(dossier, 4_000, { detail: CHEQUE }));
		const shown = await view(phone);
		expect(cashHeld(shown, null).minor).toBe(5_500);
		expect(cashDayOfPhone(shown.cash, 'EUR', DAY)).toMatchObject({
			...{ before: 1_000, received: 5_000, handedOver: 500, held: 5_500, unexplained: 0 }
		});
		expect(chequesOfPhone(shown.cash).map(({ minor }) => minor)).toEqual([9_000, 4_000]);
	});

	it('was held when the day began, where the server spoke on another day', async () => {
		const { phone } = await withBag(addDays(DAY, -1));
		const { cash: shown } = await view(phone);
		expect(cashDayOfPhone(shown, 'EUR', DAY)).toMatchObject({
			before: 3_500,
			received: 0,
			held: 3_500,
			unexplained: 0
		});
		expect(cashDayOfPhone(shown, 'CHF', DAY).held).toBe(0);
	});

	it('is every own payment before the server said anything, also one of another day', async () => {
		const phone = await makePhone(makeWorld());
		const dossier = makeDossier();
		await load(phone, [dossier]);
		await recordPayment(phone, cash(dossier, 2_000));
		const { cash: shown } = await view(phone);
		expect(cashDayOfPhone(shown, 'EUR', DAY)).toMatchObject({ before: 0, received: 2_000, held: 2_000 });
		expect(cashDayOfPhone(shown, 'EUR', addDays(DAY, 1))).toMatchObject({ before: 2_000, received: 0, held: 2_000 });
	});

	it('comes with a pull, and stays when one says nothing of it', async () => {
		const phone = await makePhone(makeWorld());
		const pull = await makePull([]);
		expect(await applyPull(phone, 1, { now: MORNING, pull: { ...pull, cash: bag() } })).toBe('stored');
		expect(await readMeta(phone.db, 'cash')).toEqual(bag());
		expect(await applyPull(phone, 1, { now: MORNING, pull })).toBe('stored');
		expect(await readMeta(phone.db, 'cash')).toEqual(bag());
	});
});

describe('a deposit of one’s own', () => {
	it('takes cash and cheques out of the hands of the collector', async () => {
		const { phone } = await withBag();
		expect(await depositCash(phone, deposit(await view(phone), [known], 3_000))).toMatchObject({ ok: true });
		const after = await view(phone);
		expect(cashDayOfPhone(after.cash, 'EUR', DAY)).toMatchObject({ inTransit: 3_000, held: 500, unexplained: 0 });
		expect(chequesOfPhone(after.cash)).toEqual([]);
	});

	it('cannot be more than is held, nor a cheque that is elsewhere, nor nothing', async () => {
		const { phone } = await withBag();
		const shown = await view(phone);
		const code = async (given: DepositInput) => {
			const saved = await depositCash(phone, given);
			return saved.ok ? 'ok' : saved.error.code;
		};
		expect(await code(deposit(shown, [], 3_501))).toBe('cash-over-held');
		expect(await code(deposit(shown, [v.parse(operationIdSchema, newId())], 10))).toBe('cheque-not-held');
		expect(await code(deposit(shown, [], 0))).toBe('cash-nothing');
	});
});
