// The cash day on the real database: hand-over by two people, deposits, credits, returned cheques, payments of the office, and the phone.
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import type { SignedIn } from '../../src/app';
import { changeOf } from '../../src/lib/core/cash-count';
import { cashDayOfLine } from '../../src/lib/core/cash-day';
import { operationIdSchema, type OperationId, type UserId } from '../../src/lib/core/ids';
import type { Body } from '../../src/lib/core/operation';
import { promiseStatus } from '../../src/lib/core/promise';
import { addDays } from '../../src/lib/core/time';
import {
	cashOfDay,
	depositableBy,
	giverOf,
	handOverInFull,
	handOversAndDeposits,
	holdersOf,
	movementsOf
} from '../../src/lib/server/db/cash';
import { findDossiers } from '../../src/lib/server/db/find-dossiers';
import { actInOffice } from '../../src/lib/server/office/act';
import { recordOfficePayment, type OfficePayment } from '../../src/lib/server/office/payment';
import { checkReceipt } from '../../src/lib/server/verify';
import { at, newId, onRound, OWED, TODAY, type Company, type OnRound } from './fixture';

const STROKES = {
	height: 400,
	durationMs: 1800,
	lines: [[100, 200, 150, 120, 200, 240, 260, 110, 320, 250, 380, 130, 440, 240, 500, 150, 560, 230, 640, 180]]
};
const CHEQUE = { means: 'cheque', number: '0012', bank: 'Banque du Cher', drawer: 'Paul Durand' } as const;

/** Somebody of the office who takes cash; added to the company's people. */
async function cashierOf(c: Company): Promise<SignedIn> {
	await c.write(`UPDATE user SET role = 'cashier' WHERE org = :org AND id = :id`, { id: c.otherManager.user.id });
	return { ...c.otherManager, role: 'cashier' };
}

const handOver = (
	c: Company,
	who: SignedIn,
	from: UserId,
	body: Partial<Body<'cash.handed-over'>> & { readonly expected: number }
) => {
	const counted = body.counted ?? body.expected;
	return actInOffice(c.ctx, who, 'cash.handed-over', null, {
		...{ from, currency: 'EUR', counted, denominations: [...changeOf(counted, 'EUR').pieces], variance: null },
		...{ cheques: [], signatures: { from: STROKES, to: STROKES } },
		...body
	});
};

const held = ({ count }: Company, user: UserId) =>
	count(`SELECT COALESCE(SUM(minor), 0) FROM cash_balance WHERE org = :org AND holder = '${user}'`);

async function withCash(): Promise<OnRound & { readonly cashier: SignedIn; readonly cheque: OperationId }> {
	const story = await onRound(3);
	const { phone, d, claims } = story;
	await phone.pay(at(d, 0), at(claims, 0), 30_000);
	const cheque = await phone.pay(at(d, 1), at(claims, 1), 20_000, { detail: CHEQUE });
	await phone.sync();
	return { ...story, cashier: await cashierOf(story.c), cheque: cheque.header.id };
}

describe('a hand-over', () => {
	test('moves cash and cheque to the cashier, reconciles the closed round, and the phone learns of it', async () => {
		const { c, phone, cashier, cheque } = await withCash();
		const round = String(at(await c.rows('SELECT id FROM round WHERE org = :org'), 0)['id']);
		await phone.act('round.closed', null, { round });
		const before = (await phone.sync()).pull?.cash;
		expect(before?.cheques.map(({ payment }) => payment)).toEqual([cheque]);
		expect(before?.lines.map((line) => cashDayOfLine(line, []).held)).toEqual([30_000]);
		const done = await handOver(c, cashier, c.ana.user.id, { expected: 30_000, cheques: [cheque] });
		expect(done).toMatchObject({ ok: true, value: { outcome: 'applied' } });
		expect([await held(c, c.ana.user.id), await held(c, cashier.user.id)]).toEqual([0, 30_000]);
		expect(await c.rows(`SELECT holder, status FROM cheque WHERE org = :org`)).toEqual([
			{ holder: cashier.user.id, status: 'held' }
		]);
		expect(await c.rows('SELECT status FROM round WHERE org = :org')).toEqual([{ status: 'reconciled' }]);
		const { pull } = await phone.sync();
		expect(pull?.cash?.cheques).toEqual([]);
		expect(pull?.cash?.handOvers).toMatchObject([{ counted: 30_000, cheques: 1, to: cashier.user.name }]);
		const [line] = pull?.cash?.lines ?? [];
		if (!line) throw new Error('no line');
		expect(cashDayOfLine(line, [])).toMatchObject({ received: 30_000, handedOver: 30_000, held: 0, unexplained: 0 });
		expect(pull?.rounds).toMatchObject([{ status: 'reconciled' }]);
	});

	test('with a difference records it with its reason, and nothing is left unexplained', async () => {
		const { c, cashier } = await withCash();
		const short = { expected: 30_000, counted: 28_000 };
		expect(await handOver(c, cashier, c.ana.user.id, short)).toMatchObject({
			ok: false,
			error: { code: 'cash-variance-mismatch' }
		});
		const variance = { minor: -2_000, reason: 'Billet de 20 manquant' };
		expect(await handOver(c, cashier, c.ana.user.id, { ...short, variance })).toMatchObject({ ok: true });
		expect(await held(c, c.ana.user.id)).toBe(0);
		expect(await c.rows('SELECT expected_minor, counted_minor, reason FROM cash_hand_over WHERE org = :org')).toEqual([
			{ expected_minor: 30_000, counted_minor: 28_000, reason: 'Billet de 20 manquant' }
		]);
	});

	test('is stopped when what is held has changed, when a cheque is elsewhere, by oneself, and by a foreigner', async () => {
		const { c, cashier, cheque } = await withCash();
		const other = await withCash();
		const code = async (given: ReturnType<typeof handOver>) => {
			const done = await given;
			return done.ok ? 'ok' : done.error.code;
		};
		const ana = c.ana.user.id;
		expect(await code(handOver(c, cashier, ana, { expected: 10_000 }))).toBe('cash-moved');
		expect(await code(handOver(c, cashier, ana, { expected: 30_000, cheques: [other.cheque] }))).toBe(
			'cheque-not-held'
		);
		expect(await code(handOver(c, cashier, cashier.user.id, { expected: 30_000 }))).toBe('cash-same-person');
		expect(await code(handOver(c, cashier, other.c.ana.user.id, { expected: 30_000 }))).toBe('collector-unknown');
		expect(await code(handOver(c, cashier, ana, { expected: 30_000, cheques: [cheque] }))).toBe('ok');
		expect(await code(handOver(c, cashier, ana, { expected: 30_000 }))).toBe('cash-moved');
		expect(await c.count(`SELECT COUNT(*) FROM operation WHERE org = :org AND kind = 'cash.handed-over'`)).toBe(1);
	});
});

describe('a deposit', () => {
	test('of hand-overs goes to the bank once, is in transit, and is credited when somebody else saw it', async () => {
		const { c, cashier, cheque } = await withCash();
		const given = await handOver(c, cashier, c.ana.user.id, { expected: 30_000, cheques: [cheque] });
		if (!given.ok) throw new Error(given.error.code);
		const body = {
			currency: 'EUR' as const,
			handOvers: [given.value.id],
			cash: 30_000,
			cheques: [cheque],
			slip: 'BR-7'
		};
		const deposit = await actInOffice(c.ctx, cashier, 'cash.deposited', null, body);
		if (!deposit.ok) throw new Error(deposit.error.code);
		expect(await held(c, cashier.user.id)).toBe(0);
		expect(await c.rows('SELECT status, holder FROM cheque WHERE org = :org')).toEqual([
			{ status: 'deposited', holder: null }
		]);
		expect(await actInOffice(c.ctx, cashier, 'cash.deposited', null, body)).toMatchObject({ ok: false });
		const credit = {
			...{ deposit: deposit.value.id, on: TODAY, credited: 29_990 },
			variance: { minor: -10, reason: 'Pièce refusée par la banque' }
		};
		expect(await actInOffice(c.ctx, cashier, 'cash.deposit-confirmed', null, credit)).toMatchObject({
			error: { code: 'cash-same-person' }
		});
		expect(await actInOffice(c.ctx, c.manager, 'cash.deposit-confirmed', null, credit)).toMatchObject({ ok: true });
		expect(await actInOffice(c.ctx, c.manager, 'cash.deposit-confirmed', null, credit)).toMatchObject({
			error: { code: 'deposit-unknown' }
		});
		expect(
			await c.rows('SELECT minor, cheques, cheques_minor, credited_minor FROM cash_deposit WHERE org = :org')
		).toEqual([{ minor: 30_000, cheques: 1, cheques_minor: 20_000, credited_minor: 29_990 }]);
	});

	test('that a collector made himself is a fact of his phone, in the same push as the payment it comes from', async () => {
		const { c, phone, d, claims, cashier } = await withCash();
		await phone.pay(at(d, 2), at(claims, 2), 5_000);
		const slip = { currency: 'EUR', handOvers: [], cash: 35_000, cheques: [], slip: 'AG-1' };
		await phone.act('cash.deposited', null, slip);
		const { outcomes, pull } = await phone.sync();
		expect(outcomes.map(({ outcome }) => outcome)).toEqual(['applied', 'applied']);
		const [line] = pull?.cash?.lines ?? [];
		if (!line) throw new Error('no line');
		expect(cashDayOfLine(line, [])).toMatchObject({ received: 35_000, inTransit: 35_000, held: 0, unexplained: 0 });
		await phone.act('cash.deposited', null, { ...slip, cash: 1 });
		expect((await phone.sync()).outcomes).toMatchObject([{ outcome: 'flagged', codes: ['cash-over-held'] }]);
		expect(await held(c, c.ana.user.id)).toBe(-1);
		expect(
			await handOver(c, cashier, c.ana.user.id, { expected: -1, counted: 0, variance: { minor: 1, reason: 'Erreur' } })
		).toMatchObject({ ok: true });
		expect(await held(c, c.ana.user.id)).toBe(0);
	});
});

describe('the pages of the office', () => {
	test('show each holder’s day as an equation without a rest, and open every figure to what it is made of', async () => {
		const { c, cashier, cheque } = await withCash();
		c.wait(60_000);
		const given = await handOver(c, cashier, c.ana.user.id, { expected: 30_000, cheques: [cheque] });
		if (!given.ok) throw new Error(given.error.code);
		const { db } = c.ctx;
		const { handOvers, cheques, held } = await depositableBy(db, c.org, cashier.user.id);
		expect(handOvers).toMatchObject([{ operation: given.value.id, counted: 30_000, deposit: null }]);
		expect([cheques.length, held]).toEqual([1, [{ currency: 'EUR', minor: 30_000 }]]);
		const body = { currency: 'EUR' as const, handOvers: [given.value.id], cash: 30_000, cheques: [], slip: 'BR-9' };
		expect(await actInOffice(c.ctx, cashier, 'cash.deposited', null, body)).toMatchObject({ ok: true });
		const rows = await cashOfDay(db, c.org, TODAY);
		expect(rows.map((row) => [row.name, cashDayOfLine(row, []).unexplained, row.held])).toEqual([
			[c.ana.user.name, 0, 0],
			[cashier.user.name, 0, 0]
		]);
		expect(rows.map((row) => cashDayOfLine(row, [])).map(({ inTransit }) => inTransit)).toEqual([0, 30_000]);
		const moved = await movementsOf(db, c.org, c.ana.user.id, TODAY);
		expect(moved?.movements.map(({ kind, minor }) => [kind, minor])).toEqual([
			['received', 30_000],
			['handed-over', -30_000]
		]);
		expect(moved?.movements[0]).toMatchObject({ debtor: 'Paul Durand', number: 1 });
		const slip = await handOverInFull(db, c.org, given.value.id);
		expect(slip?.handOver.body?.denominations).toEqual(changeOf(30_000, 'EUR').pieces);
		expect(slip?.cheques.map(({ payment }) => payment)).toEqual([cheque]);
		const lists = await handOversAndDeposits(db, c.org, TODAY);
		expect(lists.deposits).toMatchObject([{ slip: 'BR-9', minor: 30_000, credited: null }]);
		expect((await holdersOf(db, c.org)).map(({ name, cheques: count }) => [name, count])).toContainEqual([
			cashier.user.name,
			1
		]);
		expect((await giverOf(db, c.org, c.ana.user.id))?.phones).toMatchObject([{ series: 'T01' }]);
	});

	test('show nothing of another company', async () => {
		const [one, other] = [await withCash(), await withCash()];
		const { db } = one.c.ctx;
		expect(await giverOf(db, other.c.org, one.c.ana.user.id)).toBeNull();
		expect(await movementsOf(db, other.c.org, one.c.ana.user.id, TODAY)).toBeNull();
		expect(await findDossiers(db, one.c.org, 'durand')).toHaveLength(3);
		expect(await findDossiers(db, one.c.org, 'D-1')).toMatchObject([{ ref: 'D-1', debtor: 'Paul Durand' }]);
		expect(await findDossiers(db, one.c.org, 'x')).toEqual([]);
	});
});

describe('a cheque that the bank returned', () => {
	test('reopens balance and promise, on the phone too, and is nobody’s any more', async () => {
		const { c, phone, d, cashier } = await withCash();
		const dossier = at(d, 1);
		const claim = at(c.claims, c.dossiers.indexOf(dossier));
		c.wait(60_000);
		await phone.promise(dossier, 10_000, addDays(TODAY, 5));
		const paid = await phone.pay(dossier, claim, 15_000, { detail: CHEQUE });
		await phone.sync();
		const kept = phone.snapshot.get(dossier);
		const [promise] = kept?.state.promises ?? [];
		if (!kept || !promise) throw new Error('no promise');
		expect(promiseStatus(promise, kept.state, TODAY)).toBe('kept');
		const body = { payment: paid.header.id, reason: 'no-funds' as const, on: TODAY, note: null };
		expect(
			await actInOffice(c.ctx, c.manager, 'payment.reversal-requested', dossier, {
				payment: paid.header.id,
				reason: 'Essai'
			})
		).toMatchObject({ ok: true });
		expect(await actInOffice(c.ctx, cashier, 'cheque.returned', dossier, body)).toMatchObject({ ok: true });
		expect(await actInOffice(c.ctx, cashier, 'cheque.returned', dossier, body)).toMatchObject({
			error: { code: 'reversal-already' }
		});
		await phone.sync();
		const after = phone.snapshot.get(dossier);
		if (!after) throw new Error('gone');
		expect(promiseStatus(promise, after.state, TODAY)).toBe('open');
		expect(after.state.payments[0]).toMatchObject({ status: 'reversed', returned: { reason: 'no-funds' } });
		expect(await c.rows(`SELECT status, reason FROM cheque WHERE operation = '${paid.header.id}'`)).toEqual([
			{ status: 'returned', reason: 'no-funds' }
		]);
		expect(
			await c.count(
				`SELECT SUM(minor) FROM ledger WHERE operation = '${paid.header.id}' OR reverses = '${paid.header.id}'`
			)
		).toBe(0);
		expect(await c.rows(`SELECT status FROM promise WHERE org = :org`)).toEqual([{ status: 'open' }]);
		expect(await c.rows(`SELECT status FROM payment WHERE operation = '${paid.header.id}'`)).toEqual([
			{ status: 'reversed' }
		]);
	});
});

describe('a payment that the office records', () => {
	const transfer = (story: OnRound, more: Partial<OfficePayment> = {}): OfficePayment => ({
		...{ id: newId(operationIdSchema), dossier: at(story.d, 0), minor: 12_000 },
		...{ payer: null, directedTo: null, valueOn: TODAY, acceptCredit: false },
		detail: { means: 'transfer', reference: 'VIR 118' },
		...more
	});

	test('has the next number of the office’s own series without a gap, whoever else is writing', async () => {
		const story = await onRound(1);
		const { c } = story;
		const done = await Promise.all([1, 2, 3].map(() => recordOfficePayment(c.ctx, c.manager, transfer(story))));
		expect(done.map((one) => (one.ok ? one.value.receipt : one.error.code)).sort()).toEqual([
			'Q-2026-T00-000001',
			'Q-2026-T00-000002',
			'Q-2026-T00-000003'
		]);
		expect(await c.rows('SELECT number FROM payment WHERE org = :org ORDER BY number')).toEqual([
			{ number: 1 },
			{ number: 2 },
			{ number: 3 }
		]);
		await story.phone.sync();
		expect(story.phone.snapshot.get(at(story.d, 0))?.state.payments).toHaveLength(3);
	});

	test('is recorded once, however often its form is sent, and the same receipt is answered', async () => {
		const story = await onRound(1);
		const { c } = story;
		const whole = transfer(story, { minor: OWED });
		const sent = await Promise.all([1, 2, 3].map(() => recordOfficePayment(c.ctx, c.manager, whole)));
		sent.push(await recordOfficePayment(c.ctx, c.manager, whole));
		const receipt = { operation: whole.id, receipt: 'Q-2026-T00-000001' };
		expect(sent).toEqual([1, 2, 3, 4].map(() => ({ ok: true, value: receipt })));
		expect(await c.count('SELECT COUNT(*) FROM payment WHERE org = :org')).toBe(1);
		expect(await c.count('SELECT SUM(minor) FROM ledger WHERE org = :org')).toBe(OWED);
		expect(await c.count('SELECT COUNT(*) FROM device WHERE org = :org AND forked_ms IS NOT NULL')).toBe(0);
	});

	test('is recorded once also when its form is sent again between any two requests to the database', async () => {
		const story = await onRound(1);
		const { c } = story;
		c.trips();
		await recordOfficePayment(c.ctx, c.manager, transfer(story, { minor: 100 }));
		const requests = c.trips();
		expect(requests).toBeGreaterThan(3);
		for (let place = 1; place <= requests; place += 1) {
			const twice = transfer(story, { minor: 100 });
			const answers: unknown[] = [];
			let count = 0;
			c.meddle(async () => {
				count += 1;
				if (count !== place) return;
				c.meddle(null);
				answers.push(await recordOfficePayment(c.ctx, c.manager, twice));
			});
			answers.push(await recordOfficePayment(c.ctx, c.manager, twice));
			const receipt = `Q-2026-T00-00000${place + 1}`;
			const same = { ok: true, value: { operation: twice.id, receipt } };
			expect(answers, `before request ${place}`).toEqual([same, same]);
		}
		expect(await c.count('SELECT COUNT(*) FROM payment WHERE org = :org')).toBe(requests + 1);
	});

	test('an id that stands for another act records nothing', async () => {
		const story = await onRound(2);
		const { c } = story;
		const first = transfer(story);
		await recordOfficePayment(c.ctx, c.manager, first);
		const other = { ...first, dossier: at(story.d, 1) };
		expect(await recordOfficePayment(c.ctx, c.manager, other)).toMatchObject({ error: { code: 'malformed' } });
		const foreign = await onRound(1);
		const taken = transfer(foreign, { id: first.id });
		expect(await recordOfficePayment(foreign.c.ctx, foreign.c.manager, taken)).toMatchObject({
			error: { code: 'malformed' }
		});
		expect(await c.count('SELECT COUNT(*) FROM payment WHERE org = :org')).toBe(1);
	});

	test('carries a code that anybody can check, and the day on which the money arrived', async () => {
		const story = await onRound(1);
		const { c } = story;
		const valueOn = addDays(TODAY, -2);
		const done = await recordOfficePayment(c.ctx, c.manager, transfer(story, { valueOn }));
		if (!done.ok) throw new Error(done.error.code);
		const [row] =
			await c.rows(`SELECT y.body, p.value_on FROM payment p JOIN operation_body y ON y.operation = p.operation
			WHERE p.operation = '${done.value.operation}'`);
		expect(row?.['value_on']).toBe(valueOn);
		const receipt = v.object({ receipt: v.object({ token: v.string() }) });
		const body = v.parse(v.pipe(v.string(), v.parseJson(), receipt), row?.['body']);
		expect(await checkReceipt(c.ctx.db, body.receipt.token)).toMatchObject({ state: 'received', minor: 12_000 });
	});

	test('beyond what is owed is a credit only on purpose, and never on a dossier that is not there', async () => {
		const story = await onRound(1);
		const { c } = story;
		const over = transfer(story, { minor: 300_000 });
		expect(await recordOfficePayment(c.ctx, c.manager, over)).toMatchObject({ error: { code: 'payment-over-due' } });
		expect(await recordOfficePayment(c.ctx, c.manager, { ...over, acceptCredit: true })).toMatchObject({ ok: true });
		const foreign = await onRound(1);
		expect(await recordOfficePayment(c.ctx, c.manager, transfer(foreign))).toMatchObject({
			error: { code: 'not-found' }
		});
		expect(
			v.is(operationIdSchema, at(await c.rows('SELECT operation FROM payment WHERE org = :org'), 0)['operation'])
		).toBe(true);
	});
});
