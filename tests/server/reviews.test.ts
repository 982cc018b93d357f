// Decisions of the office about what was flagged, set aside or refused: who may, once, what takes effect, and what the author's phone learns.
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { operationIdSchema, roundIdSchema } from '../../src/lib/core/ids';
import type { DecisionWord } from '../../src/lib/core/decide-review';
import { readReviewsFilter } from '../../src/lib/core/reviews-filter';
import type { Operation } from '../../src/lib/core/wire';
import { listReviews, reviewInFull } from '../../src/lib/server/db/reviews';
import { actInOffice } from '../../src/lib/server/office/act';
import { decideReview } from '../../src/lib/server/office/decide-review';
import { at, company, newId, onRound, OWED, type Company, type OnRound } from './fixture';

const ALL = readReviewsFilter([]);
const NOTE = 'Vu avec Ana au téléphone';

const decided = (c: Company, operation: Operation, decision: DecisionWord, who = c.manager) =>
	decideReview(c.ctx, who, { operation: operation.header.id, decision, note: NOTE });

/** A payment of 50 € taken for a dossier that left the collector's round meanwhile. */
async function setAside(): Promise<OnRound & { readonly paid: Operation }> {
	const story = await onRound(2);
	const { c, phone, d, claims } = story;
	await c.publish(c.ana, [at(d, 0)], undefined, await roundOf(c));
	await phone.syncAll();
	const paid = await phone.pay(at(d, 1), at(claims, 1), 5_000);
	expect((await phone.sync()).outcomes).toMatchObject([{ outcome: 'quarantined', codes: ['out-of-scope'] }]);
	return { ...story, paid };
}

async function roundOf(c: Company) {
	const [row] = await c.rows('SELECT id FROM round WHERE org = :org');
	return v.parse(roundIdSchema, row?.['id']);
}

const posted = (c: Company) => c.rows('SELECT operation, component, minor, day FROM ledger WHERE org = :org');
const cash = (c: Company) => c.count('SELECT COALESCE(SUM(minor), 0) FROM cash_movement WHERE org = :org');

describe('a payment that was set aside', () => {
	test('takes effect once it is accepted, under its own id and day, and its cash is counted once', async () => {
		const { c, paid, d } = await setAside();
		expect(await posted(c)).toEqual([]);
		expect(await decided(c, paid, 'accepted')).toMatchObject({ ok: true, value: { outcome: 'applied' } });
		const { id, at: when } = paid.header;
		expect(await posted(c)).toEqual([{ operation: id, component: 'principal', minor: 5_000, day: when.day }]);
		expect(await cash(c)).toBe(5_000);
		expect(await c.rows('SELECT status FROM payment WHERE org = :org')).toEqual([{ status: 'recorded' }]);
		const [state] = await c.rows('SELECT state, balance_minor FROM dossier WHERE org = :org AND id = :id', {
			id: at(d, 1)
		});
		expect(state).toMatchObject({ balance_minor: OWED - 5_000 });
		expect(await c.count('SELECT COUNT(*) FROM review WHERE org = :org AND decided_ms IS NULL')).toBe(0);
	});

	test('is accepted once, whoever asks again', async () => {
		const { c, paid } = await setAside();
		const both = await Promise.all([decided(c, paid, 'accepted'), decided(c, paid, 'accepted', c.otherManager)]);
		expect(both.map((answer) => (answer.ok ? 'done' : answer.error.code)).sort()).toEqual(['done', 'review-closed']);
		expect(await decided(c, paid, 'set-aside')).toMatchObject({ error: { code: 'review-closed' } });
		expect(await posted(c)).toHaveLength(1);
		expect(await cash(c)).toBe(5_000);
	});

	test('stays without effect where it is set aside; its cash stays held', async () => {
		const { c, paid } = await setAside();
		expect(await decided(c, paid, 'set-aside')).toMatchObject({ ok: true });
		expect(await posted(c)).toEqual([]);
		expect(await cash(c)).toBe(5_000);
		expect(await c.rows('SELECT status FROM payment WHERE org = :org')).toEqual([{ status: 'quarantined' }]);
	});

	test('can be reversed by two persons once it was accepted', async () => {
		const { c, paid, d } = await setAside();
		await decided(c, paid, 'accepted');
		const payment = paid.header.id;
		const asked = await actInOffice(c.ctx, c.manager, 'payment.reversal-requested', at(d, 1), {
			payment,
			reason: 'Rendu au débiteur'
		});
		if (!asked.ok) throw new Error(asked.error.code);
		const body = { payment, request: asked.value.id, reason: 'Accord' };
		expect(await actInOffice(c.ctx, c.otherManager, 'payment.reversed', at(d, 1), body)).toMatchObject({ ok: true });
		expect(await cash(c)).toBe(0);
		expect(await c.count('SELECT SUM(minor) FROM ledger WHERE org = :org')).toBe(0);
	});

	test('cannot be accepted for a dossier of another organisation', async () => {
		const { c, phone, claims } = await onRound(1);
		const foreign = await company(1);
		const paid = await phone.pay(at(foreign.dossiers), at(claims), 5_000);
		await phone.sync();
		expect(await decided(c, paid, 'accepted')).toMatchObject({ error: { code: 'dossier-missing' } });
		expect(await decided(foreign, paid, 'set-aside')).toMatchObject({ error: { code: 'review-unknown' } });
		expect(await decided(c, paid, 'set-aside')).toMatchObject({ ok: true });
		expect(await foreign.count('SELECT COUNT(*) FROM ledger WHERE org = :org')).toBe(0);
	});
});

test('a visit and a promise that were set aside take effect too', async () => {
	const { c, phone, d } = await onRound(1);
	await c.write('UPDATE device SET revoked_ms = 1 WHERE org = :org AND id = :id', { id: phone.id });
	const visit = await phone.visit(at(d));
	const promise = await phone.promise(at(d), 2_000, visit.header.at.day);
	await phone.sync(null);
	await decided(c, visit, 'accepted');
	await decided(c, promise, 'accepted');
	expect(await c.rows('SELECT outcome FROM visit WHERE org = :org')).toEqual([{ outcome: 'absent' }]);
	expect(await c.rows('SELECT minor, status FROM promise WHERE org = :org')).toEqual([
		{ minor: 2_000, status: 'open' }
	]);
});

describe('what was flagged', () => {
	test('stands once it is accepted, by a second person, and cannot be set aside', async () => {
		const { c, phone, d, claims } = await onRound(1);
		const paid = await phone.pay(at(d), at(claims), 1_000, { before: 77_700 });
		await phone.sync();
		expect(await decided(c, paid, 'set-aside')).toMatchObject({ error: { code: 'review-decision-impossible' } });
		const author = { ...c.manager, user: { ...c.manager.user, id: c.ana.user.id }, role: 'manager' as const };
		await c.write(`UPDATE user SET role = 'manager' WHERE org = :org AND id = :id`, { id: c.ana.user.id });
		expect(await decided(c, paid, 'accepted', author)).toMatchObject({ error: { code: 'review-same-person' } });
		expect(await decided(c, paid, 'accepted')).toMatchObject({ ok: true });
		expect(await c.count('SELECT SUM(minor) FROM ledger WHERE org = :org')).toBe(1_000);
	});

	test('what was applied without a reason to look has nothing to decide', async () => {
		const { c, phone, d } = await onRound(1);
		const visit = await phone.visit(at(d));
		await phone.sync();
		expect(await decided(c, visit, 'accepted')).toMatchObject({ error: { code: 'review-unknown' } });
		const unknown = { operation: newId(operationIdSchema), decision: 'asked' as const, note: NOTE };
		expect(await decideReview(c.ctx, c.manager, unknown)).toMatchObject({ error: { code: 'review-unknown' } });
	});

	test('is decided by managers and admins only', async () => {
		const { c, paid } = await setAside();
		const cashier = { ...c.manager, role: 'cashier' as const };
		expect(await decided(c, paid, 'accepted', cashier)).toMatchObject({ error: { code: 'role-not-allowed' } });
		expect(
			await decideReview(c.ctx, c.manager, { operation: paid.header.id, decision: 'asked', note: '' })
		).toMatchObject({
			error: { code: 'malformed' }
		});
	});
});

test('a refused operation is listed with what it claims to be, and can be asked about or put aside', async () => {
	const { c, phone, d } = await onRound(1);
	const forged = await phone.visit(at(d));
	phone.outbox = [{ ...forged, body: { touched: true } }];
	expect((await phone.sync()).outcomes).toMatchObject([{ outcome: 'refused', codes: ['bad-body-hash'] }]);
	const { items } = await listReviews(c.ctx.db, c.org, { ...ALL, outcome: 'refused' });
	expect(items).toMatchObject([{ id: forged.header.id, kind: 'visit.reported', outcome: 'refused', seq: 1 }]);
	expect(await decided(c, forged, 'accepted')).toMatchObject({ error: { code: 'review-decision-impossible' } });
	expect(await decided(c, forged, 'asked')).toMatchObject({ ok: true });
	expect(await decided(c, forged, 'set-aside')).toMatchObject({ ok: true });
	expect(await decided(c, forged, 'set-aside')).toMatchObject({ error: { code: 'review-closed' } });
	const { counts } = await listReviews(c.ctx.db, c.org, ALL);
	expect(counts).toEqual({ open: 0, asked: 0, decided: 1 });
});

describe('the author’s phone', () => {
	test('gets each decision with its next pull, and a fresh snapshot brings it again', async () => {
		const { c, phone, paid } = await setAside();
		await decided(c, paid, 'asked');
		await phone.sync();
		expect([...phone.decisions.values()]).toEqual([
			{ operation: paid.header.id, decision: 'asked', note: NOTE, by: 'Marc Gérant', atMs: c.ctx.now() }
		]);
		await decided(c, paid, 'accepted', c.otherManager);
		expect((await phone.sync()).pull?.decisions).toMatchObject([{ decision: 'accepted', by: 'Nora Gérante' }]);
		expect((await phone.sync()).pull?.decisions).toBeUndefined();
		phone.decisions.clear();
		phone.cursor = null;
		await phone.syncAll();
		expect(phone.decisions.get(paid.header.id)?.decision).toBe('accepted');
	});

	test('of a colleague learns nothing of it', async () => {
		const { c, paid } = await setAside();
		const other = await c.phone(c.ben);
		await other.syncAll();
		await decided(c, paid, 'accepted');
		await other.sync();
		expect(other.decisions.size).toBe(0);
	});

	test('of before there were decisions is sent none, and reads its answers as ever', async () => {
		const { c, phone, paid } = await setAside();
		phone.reads = null;
		await decided(c, paid, 'accepted');
		const answer = await phone.sync();
		expect(Object.keys(answer.pull ?? {})).not.toContain('decisions');
		expect(Object.keys(answer.pull ?? {})).not.toContain('recoveryKey');
	});
});

test('the queue shows what waits longest first, keeps questions apart, and says what comes next', async () => {
	const { c, phone, d, claims } = await onRound(1);
	const first = await phone.pay(at(d), at(claims), 1_000, { before: 1 });
	await phone.sync();
	c.wait(60_000);
	const second = await phone.pay(at(d), at(claims), 2_000, { before: 2 });
	await phone.sync();
	const { items, counts } = await listReviews(c.ctx.db, c.org, ALL);
	expect(items.map(({ id }) => id)).toEqual([first.header.id, second.header.id]);
	expect(items[0]).toMatchObject({ minor: 1_000, authorName: 'Ana Petit', debtor: 'Paul Durand', seq: 1 });
	expect(counts).toEqual({ open: 2, asked: 0, decided: 0 });
	const file = await reviewInFull(c.ctx.db, c.org, first.header.id, ALL);
	expect(file).toMatchObject({ next: second.header.id, decisions: [], body: { minor: 1_000 } });
	await decided(c, first, 'asked');
	expect(await listReviews(c.ctx.db, c.org, { ...ALL, which: 'asked' })).toMatchObject({
		items: [{ id: first.header.id }],
		counts: { open: 1, asked: 1, decided: 0 }
	});
	await decided(c, first, 'accepted', c.otherManager);
	expect(await reviewInFull(c.ctx.db, c.org, first.header.id, ALL)).toMatchObject({
		decidedMs: c.ctx.now(),
		decisions: [
			{ decision: 'asked', by: 'Marc Gérant' },
			{ decision: 'accepted', by: 'Nora Gérante', note: NOTE }
		]
	});
	const stranger = await company(0);
	expect(await reviewInFull(stranger.ctx.db, stranger.org, first.header.id, ALL)).toBeNull();
	expect((await listReviews(c.ctx.db, c.org, { ...ALL, author: c.ben.user.id })).items).toEqual([]);
});
