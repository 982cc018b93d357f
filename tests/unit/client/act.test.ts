// Saving an act: whole or not at all, one after the other, gapless, and nothing of it in clear.
import { describe, expect, it } from 'vitest';
import { act } from '$lib/client/actions/act';
import { readGrounds } from '$lib/client/actions/grounds';
import { recordPayment } from '$lib/client/actions/record-payment';
import { reportVisit } from '$lib/client/actions/report-visit';
import { requestReversal } from '$lib/client/actions/request-reversal';
import { writeDraft } from '$lib/client/local/drafts';
import { openPhone, type Phone } from '$lib/client/local/phone';
import { COUNTRY } from '$lib/client/local/rules';
import { queueLocks } from '$lib/client/local/device-lock';
import { webCrypto } from '$lib/client/local/web-crypto';
import type { Ports } from '$lib/client/ports';
import { checkOperation } from '$lib/core/chain';
import { balanceOf } from '$lib/core/balance';
import { decodeReceiptToken } from '$lib/core/receipt-token';
import { ok } from '$lib/core/result';
import { DAY, load, makeDossier, makePhone, makeWorld, newDossierId } from './phone-fixture';
import { cash, deviceOf, operationsOf } from './acts-fixture';

describe('saving an act', () => {
	it('stores operation, head, receipt counter and the deletion of the draft together', async () => {
		const world = makeWorld();
		const phone = await makePhone(world);
		const dossier = makeDossier();
		await load(phone, [dossier]);
		await writeDraft(phone, 'pay:1', { amount: '50' });
		const saved = await recordPayment(phone, cash(dossier, 5_000, { draft: 'pay:1' }));
		expect(saved).toMatchObject({ ok: true, value: { seq: 1, receipt: 'Q-2026-T03-000001', day: DAY } });
		const [operation] = await operationsOf(phone);
		const device = await deviceOf(phone);
		expect(device.head).toEqual({ seq: 1, hash: operation?.hash });
		expect(device.receipt).toEqual({ year: 2026, last: 1 });
		expect(await phone.db.drafts.count()).toBe(0);
	});

	it('makes operations that anyone can check against the public key of the phone', async () => {
		const world = makeWorld();
		const phone = await makePhone(world);
		const dossier = makeDossier();
		await load(phone, [dossier]);
		const place = { latE6: 47_390_000, lonE6: 688_000, accuracyM: 12, ageS: 3 };
		await recordPayment(phone, cash(dossier, 5_000, { place }));
		await recordPayment(phone, cash(dossier, 6_000));
		const [first, second] = await operationsOf(phone);
		if (!first || !second) throw new Error('two operations were saved');
		const { publicKey } = await deviceOf(phone);
		expect(await checkOperation(first, publicKey, webCrypto())).toBe('ok');
		expect(await checkOperation(second, publicKey, webCrypto())).toBe('ok');
		expect(second.header.prev).toBe(first.hash);
		expect(first.header.base).toEqual({ epoch: 1, rev: 5 });
	});

	it('prints a receipt whose token the public key of the phone verifies', async () => {
		const phone = await makePhone(makeWorld());
		const dossier = makeDossier();
		await load(phone, [dossier]);
		await recordPayment(phone, cash(dossier, 12_345));
		const [operation] = await operationsOf(phone);
		const body = operation?.body;
		expect(body).toMatchObject({
			minor: 12_345,
			before: 48_000,
			after: 35_655,
			credit: 0,
			allocation: [{ claim: dossier.facts.claims[0]?.id, component: 'principal', minor: 12_345 }],
			printed: {
				debtor: 'Jeanne Martin',
				creditor: 'Garage du Pont',
				mandate: 'M-12',
				letter: { ref: 'L-88', sentOn: '2026-09-01' },
				words: 'cent vingt-trois euros et quarante-cinq centimes',
				collector: 'Ana Petit'
			}
		});
		const token = /"token":"([^"]+)"/.exec(JSON.stringify(body))?.[1] ?? '';
		const read = decodeReceiptToken(token);
		if (!read) throw new Error('the token is readable');
		expect(read.claim).toMatchObject({ year: 2026, number: 1, minor: 12_345, currency: 'EUR', day: DAY });
		expect(await webCrypto().verify((await deviceOf(phone)).publicKey, read.signed, read.signature)).toBe(true);
	});

	it('judges a second payment on the balance that the first one left', async () => {
		const phone = await makePhone(makeWorld());
		const dossier = makeDossier();
		await load(phone, [dossier]);
		await recordPayment(phone, cash(dossier, 40_000));
		const refused = await recordPayment(phone, cash(dossier, 9_000));
		expect(refused).toMatchObject({
			ok: false,
			error: { code: 'payment-over-due', data: { due: 8_000, balance: 8_000 } }
		});
		const credited = await recordPayment(phone, cash(dossier, 9_000, { acceptCredit: true }));
		expect(credited.ok).toBe(true);
		const grounds = await readGrounds(phone, dossier.id);
		if (!grounds.ok || !grounds.value.dossier) throw new Error('the dossier is on the phone');
		expect(balanceOf(grounds.value.dossier, DAY, COUNTRY)).toBe(0);
		expect(grounds.value.dossier.state.credit).toBe(1_000);
	});

	it.each([
		['zero', 0],
		['a negative amount', -100],
		['half a cent', 0.5]
	])('refuses a payment of %s and stores nothing', async (_, minor) => {
		const phone = await makePhone(makeWorld());
		const dossier = makeDossier();
		await load(phone, [dossier]);
		expect(await recordPayment(phone, cash(dossier, minor))).toMatchObject({
			ok: false,
			error: { code: 'amount-not-positive' }
		});
		expect(await phone.db.outbox.count()).toBe(0);
	});

	it('refuses cash on a debt above the legal ceiling, with its reason', async () => {
		const phone = await makePhone(makeWorld());
		const dossier = makeDossier({ principal: 150_000 });
		await load(phone, [dossier]);
		expect(await recordPayment(phone, cash(dossier, 5_000))).toMatchObject({
			ok: false,
			error: { code: 'cash-ceiling', data: { ceiling: 100_000 } }
		});
		const card = { detail: { means: 'card', reference: 'A1' } } as const;
		expect((await recordPayment(phone, cash(dossier, 5_000, card))).ok).toBe(true);
	});

	it('refuses an act on a dossier that is not on the phone', async () => {
		const phone = await makePhone(makeWorld());
		const refused = await recordPayment(phone, cash(makeDossier({ id: newDossierId() }), 100));
		expect(refused).toMatchObject({ ok: false, error: { code: 'dossier-not-on-phone' } });
	});

	it('signs text in Unicode form C, whatever the keyboard gave', async () => {
		const phone = await makePhone(makeWorld());
		const dossier = makeDossier();
		await load(phone, [dossier]);
		const note = 'A demandé un délai '.normalize('NFD');
		const visit = {
			dossier: dossier.id,
			round: null,
			place: null,
			draft: null,
			cause: null,
			next: null,
			openedAt: null
		};
		const saved = await reportVisit(phone, { ...visit, outcome: 'met', note });
		expect(saved.ok).toBe(true);
		expect((await operationsOf(phone))[0]?.body).toMatchObject({ note: 'A demandé un délai' });
	});

	it('asks for a reversal once', async () => {
		const phone = await makePhone(makeWorld());
		const dossier = makeDossier();
		await load(phone, [dossier]);
		const paid = await recordPayment(phone, cash(dossier, 5_000));
		if (!paid.ok) throw new Error(paid.error.code);
		const input = { dossier: dossier.id, payment: paid.value.id, reason: 'Erreur de montant', draft: null };
		expect((await requestReversal(phone, input)).ok).toBe(true);
		expect(await requestReversal(phone, input)).toMatchObject({ ok: false, error: { code: 'reversal-already' } });
	});
});

describe('the receipt series', () => {
	it('has no hole after refusals, and starts again at 1 in a new year', async () => {
		const world = makeWorld();
		const phone = await makePhone(world);
		const dossier = makeDossier();
		await load(phone, [dossier]);
		const numbers: unknown[] = [];
		for (const minor of [1_000, 0, 2_000, 999_999_999, 3_000]) {
			const saved = await recordPayment(phone, cash(dossier, minor));
			if (saved.ok) numbers.push(saved.value.receipt);
		}
		world.wait(50 * 86_400_000);
		const later = await recordPayment(phone, cash(dossier, 1_000));
		expect(numbers).toEqual(['Q-2026-T03-000001', 'Q-2026-T03-000002', 'Q-2026-T03-000003']);
		expect(later).toMatchObject({ ok: true, value: { receipt: 'Q-2027-T03-000001' } });
	});

	it('stays in its year when the clock goes back, so that no number is given twice', async () => {
		const world = makeWorld();
		const phone = await makePhone(world);
		const dossier = makeDossier();
		await load(phone, [dossier]);
		await recordPayment(phone, cash(dossier, 1_000));
		world.wait(-400 * 86_400_000);
		expect(await recordPayment(phone, cash(dossier, 1_000, { acceptCredit: true }))).toMatchObject({
			ok: true,
			value: { receipt: 'Q-2026-T03-000002' }
		});
	});
});

describe('two tabs', () => {
	it('never give the same seq or the same receipt number, with a lock', async () => {
		const locks = queueLocks();
		const world = makeWorld({ locks });
		const one = await makePhone(world);
		const two = await secondTab(world.ports, one);
		const dossier = makeDossier();
		await load(one, [dossier]);
		const results = await Promise.all(
			Array.from({ length: 12 }, (_, index) => recordPayment(index % 2 ? one : two, cash(dossier, 1_000)))
		);
		expect(results.every((result) => result.ok)).toBe(true);
		await expectGapless(one, 12);
	});

	it('never do without a lock either: the head is checked in the transaction', async () => {
		const free = {
			hold: <T>(_: string, work: () => Promise<T>) => work(),
			tryHold: <T>(_: string, work: () => Promise<T>) => work()
		};
		const world = makeWorld({ locks: free });
		const one = await makePhone(world);
		const two = await secondTab(world.ports, one);
		const dossier = makeDossier();
		await load(one, [dossier]);
		const results = await Promise.all([one, two, one, two].map((phone) => recordPayment(phone, cash(dossier, 1_000))));
		const saved = results.filter((result) => result.ok).length;
		expect(saved).toBeGreaterThanOrEqual(1);
		await expectGapless(one, saved);
	});
});

describe('what is stored', () => {
	it('holds no name, amount or token in clear', async () => {
		const phone = await makePhone(makeWorld());
		const dossier = makeDossier();
		await load(phone, [dossier]);
		await writeDraft(phone, 'visit:1', { note: 'Jeanne Martin rappelle' });
		await recordPayment(phone, cash(dossier, 12_345));
		const { db } = phone;
		const rows = [await db.outbox.toArray(), await db.dossiers.toArray(), await db.drafts.toArray()].flat();
		const text = rows.map((row) => JSON.stringify(row, latin1)).join(' ');
		for (const secret of ['Jeanne', 'Martin', '12345', 'cent vingt-trois', 'payment.recorded', 'Garage'])
			expect(text).not.toContain(secret);
	});

	it('refuses an act whose body the schema does not know, before anything is stored', async () => {
		const phone = await makePhone(makeWorld());
		const refused = await act(phone, {
			kind: 'round.closed',
			dossier: null,
			place: null,
			draft: null,
			build: async () => ok({ body: { round: JSON.parse('"x"') }, receipt: null })
		});
		expect(refused).toMatchObject({ ok: false, error: { code: 'act-invalid' } });
		expect(await phone.db.outbox.count()).toBe(0);
	});
});

const latin1 = (_: string, value: unknown): unknown =>
	value instanceof Uint8Array ? new TextDecoder('latin1').decode(value) : value;

async function secondTab(ports: Ports, first: Phone): Promise<Phone> {
	const opened = await openPhone(ports, first.user);
	if (!opened.ok || !opened.value) throw new Error('the second tab did not open');
	return opened.value;
}

async function expectGapless(phone: Phone, count: number): Promise<void> {
	const operations = await operationsOf(phone);
	expect(operations.map(({ header }) => header.seq)).toEqual(Array.from({ length: count }, (_, index) => index + 1));
	const numbers = operations.map(({ body }) => Number(/"number":(\d+)/.exec(JSON.stringify(body))?.[1]));
	expect(numbers).toEqual(Array.from({ length: count }, (_, index) => index + 1));
	operations.forEach(({ header }, index) => expect(header.prev).toBe(operations[index - 1]?.hash ?? '0'.repeat(64)));
}
