// Receipts: every figure of the board opens to receipts that add up to it, and a reversal takes two persons.
import * as v from 'valibot';
import { expect, test } from 'vitest';
import { operationIdSchema } from '../../src/lib/core/ids';
import { readReceiptsFilter, type ReceiptsFilter } from '../../src/lib/core/receipts-filter';
import { addDays } from '../../src/lib/core/time';
import { boardVersion, readBoard } from '../../src/lib/server/board';
import { cashOfDay } from '../../src/lib/server/db/cash';
import { listPromises, listProtocols } from '../../src/lib/server/db/protocols';
import { listReceipts, paymentInFull } from '../../src/lib/server/db/receipts';
import { actInOffice } from '../../src/lib/server/office/act';
import { at, company, onRound, TODAY, type OnRound } from './fixture';

const filter = (parameters: Readonly<Record<string, string>>): ReceiptsFilter =>
	readReceiptsFilter(Object.entries({ day: TODAY, ...parameters }));

async function paidDay(): Promise<OnRound> {
	const day = await onRound(4);
	const { phone, d, claims } = day;
	await phone.pay(at(d), at(claims), 10_000);
	await phone.pay(at(d, 1), at(claims, 1), 2_550, { detail: { means: 'card', reference: '4711' } });
	day.c.wait(3_600_000);
	await phone.pay(at(d, 2), at(claims, 2), 300);
	await phone.sync();
	return day;
}

async function minorOf({ c }: OnRound, parameters: Readonly<Record<string, string>>) {
	const { totals } = await listReceipts(c.ctx.db, c.org, filter(parameters));
	return totals.map(({ minor, count }) => [minor, count]);
}

test('the receipts behind each figure of the board add up to it', async () => {
	const day = await paidDay();
	const { c } = day;
	const { rev } = await boardVersion(c.ctx.db, c.org, TODAY, TODAY);
	const board = await readBoard(c.ctx.db, c.org, { day: TODAY, today: TODAY, rev });
	expect(board.byHour).toHaveLength(2);
	for (const row of board.byCollector)
		expect(await minorOf(day, { collector: row.collector })).toEqual([[row.minor, row.count]]);
	for (const row of board.byMeans) expect(await minorOf(day, { means: row.means })).toEqual([[row.minor, row.count]]);
	for (const row of board.byHour)
		expect(await minorOf(day, { hour: String(row.hour) })).toEqual([[row.minor, row.count]]);
	for (const row of board.byCreditor)
		expect(await minorOf(day, { creditor: row.creditor ?? '' })).toEqual([[row.minor, row.count]]);
	expect(await minorOf(day, {})).toEqual([[12_850, 3]]);
});

test('an address that does not fit opens the whole list instead of an error', () => {
	expect(
		readReceiptsFilter([
			['day', '1926-13-45'],
			['hour', '99'],
			['collector', "x' OR 1=1"],
			['page', '-1']
		])
	).toEqual(readReceiptsFilter([]));
});

test('another organisation sees none of our receipts', async () => {
	const day = await paidDay();
	const stranger = await company(0);
	const { rows } = await listReceipts(day.c.ctx.db, day.c.org, filter({}));
	expect((await listReceipts(stranger.ctx.db, stranger.org, filter({}))).totals).toEqual([]);
	expect(await paymentInFull(stranger.ctx.db, stranger.org, at(rows).operation)).toBeNull();
});

test('a payment in full carries its printed body, its ledger lines and where it comes from', async () => {
	const { c, phone } = await paidDay();
	const { rows } = await listReceipts(c.ctx.db, c.org, filter({ means: 'card' }));
	const file = await paymentInFull(c.ctx.db, c.org, at(rows).operation);
	expect(file?.payment).toMatchObject({
		minor: 2_550,
		series: phone.series,
		number: 2,
		seq: 2,
		outcome: 'applied',
		body: { detail: { means: 'card', reference: '4711' } }
	});
	expect(file?.lines).toMatchObject([{ component: 'principal', minor: 2_550 }]);
	expect(file?.steps).toEqual([]);
});

test('a reversal asked by one manager and approved by another leaves the figures and the cash, and never twice', async () => {
	const day = await paidDay();
	const { c } = day;
	const { rows } = await listReceipts(c.ctx.db, c.org, filter({ means: 'cash' }));
	const payment = rows.find((row) => row.minor === 10_000);
	if (!payment?.dossier) throw new Error('no payment');
	const dossier = at(day.d);
	const asked = await actInOffice(c.ctx, c.manager, 'payment.reversal-requested', dossier, {
		payment: payment.operation,
		reason: 'erreur de saisie'
	});
	if (!asked.ok) throw new Error(asked.error.code);
	const body = { payment: payment.operation, request: asked.value.id, reason: 'vérifié avec le débiteur' };
	const alone = await actInOffice(c.ctx, c.manager, 'payment.reversed', dossier, body);
	expect(alone).toMatchObject({ error: { code: 'reversal-same-person' } });
	expect(await minorOf(day, {})).toEqual([[12_850, 3]]);
	expect((await actInOffice(c.ctx, c.otherManager, 'payment.reversed', dossier, body)).ok).toBe(true);
	expect(await minorOf(day, {})).toEqual([[2_850, 2]]);
	expect(await minorOf(day, { status: 'reversed' })).toEqual([[10_000, 1]]);
	const file = await paymentInFull(c.ctx.db, c.org, payment.operation);
	expect(file?.payment.status).toBe('reversed');
	expect(file?.lines.map((line) => line.minor)).toEqual([10_000, -10_000]);
	expect(file?.steps.map((step) => [step.kind, step.name])).toEqual([
		['payment.reversal-requested', 'Marc Gérant'],
		['payment.reversed', 'Nora Gérante']
	]);
	const again = await actInOffice(c.ctx, c.otherManager, 'payment.reversed', dossier, body);
	expect(again).toMatchObject({ error: { code: 'reversal-already' } });
	expect(await cashOfDay(c.ctx.db, c.org, TODAY)).toMatchObject([
		{ name: 'Ana Petit', before: 0, received: 10_300, returned: -10_000, held: 300 }
	]);
});

test('cash held at the end of a day is carried into the next', async () => {
	const { c } = await paidDay();
	expect(await cashOfDay(c.ctx.db, c.org, addDays(TODAY, -1))).toEqual([]);
	expect(await cashOfDay(c.ctx.db, c.org, addDays(TODAY, 1))).toMatchObject([
		{ before: 10_300, received: 0, held: 10_300 }
	]);
});

test('promises are listed on the day they fall due, plans on the day they were signed', async () => {
	const { c, phone, d } = await onRound(1);
	await phone.promise(at(d), 2_000, addDays(TODAY, 3));
	await phone.sync();
	const period = { from: TODAY, until: addDays(TODAY, 7), collector: null };
	expect(await listPromises(c.ctx.db, c.org, period)).toMatchObject([
		{ minor: 2_000, status: 'open', debtor: 'Paul Durand' }
	]);
	expect(await listPromises(c.ctx.db, c.org, { ...period, collector: c.ben.user.id })).toEqual([]);
	expect(await listProtocols(c.ctx.db, c.org, period, { day: TODAY, at: c.ctx.now() })).toEqual([]);
});

test('an id that nobody has is not found', async () => {
	const c = await company(0);
	const id = v.parse(operationIdSchema, '01890000-0000-7000-8000-000000000000');
	expect(await paymentInFull(c.ctx.db, c.org, id)).toBeNull();
});
