// Positions are erased when the law says so: the row that says it, the chain that still verifies, and nothing else.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { verifyLedger } from '../../scripts/ledger/verify';
import { instant, parisDay } from '../../src/lib/core/time';
import { erasePlaces } from '../../src/lib/server/erase-places';
import { at, onRound, type Company, type Phone } from './fixture';
import { startDatabase } from './sqld';

const DAY_MS = 86_400_000;
const place = { latE6: 47_390_000, lonE6: 690_000, accuracyM: 12, ageS: 3 };
// A database of its own: the erasure goes through all organisations of one.
let server: Awaited<ReturnType<typeof startDatabase>>;

beforeAll(async () => {
	server = await startDatabase();
});

afterAll(() => server.stop());

/** One visit with a position now, and another one after some days. */
async function twoVisits(days: number) {
	const round = await onRound(2, server.url);
	const first = await visit(round.phone, round.c, 0);
	round.c.wait(days * DAY_MS);
	const second = await visit(round.phone, round.c, 1);
	return { ...round, first, second };
}

async function visit(phone: Phone, c: Company, index: number) {
	const operation = await phone.visit(at(c.dossiers, index), 'absent', { place });
	await phone.sync();
	return operation;
}

const placesOf = async (c: Company) =>
	(await c.rows('SELECT operation FROM operation_place WHERE org = :org')).map((row) => row['operation']);

test('what was received more than two months ago goes, with a row that says so; what is younger stays', async () => {
	const { c, first, second } = await twoVisits(40);
	c.wait(20 * DAY_MS);
	expect(await erasePlaces(c.ctx)).toBe(0);
	c.wait(3 * DAY_MS);
	expect(await erasePlaces(c.ctx)).toBe(1);
	expect(await placesOf(c)).toEqual([second.header.id]);
	expect(await c.rows('SELECT operation, what, reason, actor, at_ms FROM erasure WHERE org = :org')).toEqual([
		{
			operation: first.header.id,
			what: 'place',
			reason: 'privacy.place-months',
			actor: 'retention',
			at_ms: c.ctx.now()
		}
	]);
	expect(await c.rows(`SELECT actor, detail FROM audit WHERE org = :org AND action = 'places.erased'`)).toEqual([
		{ actor: null, detail: '{"count":1}' }
	]);
	expect(
		await c.count('SELECT COUNT(*) FROM operation_body WHERE org = :org AND operation = :id', { id: first.header.id })
	).toBe(1);
});

test('the database still verifies, and a second run finds nothing to do', async () => {
	const { c } = await twoVisits(0);
	c.wait(63 * DAY_MS);
	expect(await erasePlaces(c.ctx)).toBeGreaterThanOrEqual(2);
	expect(await placesOf(c)).toEqual([]);
	expect(await erasePlaces(c.ctx)).toBe(0);
	expect(await verifyLedger({ url: server.url, threads: 0 })).toMatchObject({ findings: [] });
});

test('an operation that is sent again gets its old outcome, and its position does not come back', async () => {
	const { c, phone, first } = await twoVisits(0);
	c.wait(63 * DAY_MS);
	await erasePlaces(c.ctx);
	const answer = await phone.sync(phone.who, [first]);
	expect(answer.outcomes).toMatchObject([{ id: first.header.id, outcome: 'applied' }]);
	expect(await placesOf(c)).toEqual([]);
});

test('a house that keeps them for one month only is obeyed, and no other one with it', async () => {
	const short = await twoVisits(0);
	const usual = await twoVisits(0);
	await short.c.write(
		`INSERT INTO parameter_row (id, org, name, from_day, value, source, confidence, entered_by, entered_ms)
			VALUES (:org, :org, 'privacy.place-months', '2026-01-01', 1, 'Accord', 'high', :by, 0)`,
		{ by: short.c.manager.user.id }
	);
	await short.c.write(
		'UPDATE parameter_row SET approved_by = :other, approved_ms = 0, rev = 1 WHERE org = :org AND id = :org',
		{ other: short.c.otherManager.user.id }
	);
	short.c.wait(35 * DAY_MS);
	expect(await erasePlaces(short.c.ctx)).toBe(2);
	expect(await placesOf(short.c)).toEqual([]);
	expect(await placesOf(usual.c)).toHaveLength(2);
});

test('a phone whose clock is ten years off loses no position early, and keeps none late', async () => {
	const { c, phone } = await onRound(1, server.url);
	for (const years of [-10, 10]) {
		const ms = instant(c.ctx.now() + years * 365 * DAY_MS);
		await phone.visit(at(c.dossiers), 'absent', { place, at: { ms, utcOffset: 60, day: parisDay(ms), skew: null } });
		await phone.sync();
	}
	c.wait(55 * DAY_MS);
	await erasePlaces(c.ctx);
	expect(await placesOf(c)).toHaveLength(2);
	c.wait(8 * DAY_MS);
	await erasePlaces(c.ctx);
	expect(await placesOf(c)).toEqual([]);
});

test('more than one portion goes in one night', async () => {
	const { c, phone } = await onRound(1, server.url);
	for (let count = 0; count < 520; count += 1) await phone.visit(at(c.dossiers), 'absent', { place });
	await phone.syncAll();
	c.wait(63 * DAY_MS);
	expect(await erasePlaces(c.ctx)).toBeGreaterThanOrEqual(520);
	expect(await placesOf(c)).toEqual([]);
	expect(await c.count(`SELECT COUNT(*) FROM audit WHERE org = :org AND action = 'places.erased'`)).toBe(2);
});
