// What a phone may see: its rounds and overdue promises, whole dossiers in and ids out, page by page, and pending work that never jumps back.
import { describe, expect, test } from 'vitest';
import { snapshotDigest } from '../../src/lib/core/chain';
import { addDays } from '../../src/lib/core/time';
import { sha256 } from '../../src/lib/server/signature';
import { PAGE_SIZE } from '../../src/lib/server/sync/changes';
import { at, company, onRound, OWED, TODAY } from './fixture';

const DAY_MS = 86_400_000;

describe('scope', () => {
	test('is the rounds from yesterday to the day after tomorrow', async () => {
		const c = await company(5);
		const days = [-2, -1, 0, 2, 3];
		for (const [index, day] of days.entries())
			if (day >= 0) await c.publish(c.ana, [at(c.dossiers, index)], addDays(TODAY, day));
		const phone = await c.phone(c.ana);
		await phone.syncAll();
		expect([...phone.snapshot.keys()].sort()).toEqual([at(c.dossiers, 2), at(c.dossiers, 3)].sort());
		c.wait(DAY_MS);
		await phone.syncAll();
		expect([...phone.snapshot.keys()].sort()).toEqual([at(c.dossiers, 2), at(c.dossiers, 3), at(c.dossiers, 4)].sort());
		c.wait(DAY_MS);
		await phone.syncAll();
		expect(phone.snapshot.has(at(c.dossiers, 2))).toBe(false);
	});

	test('holds assigned dossiers whose promise is overdue by at most thirty days', async () => {
		const { c, phone, d } = await onRound(2);
		await phone.promise(at(d), 1_000, addDays(TODAY, 2));
		await phone.promise(at(d, 1), 1_000, addDays(TODAY, 2));
		await phone.sync();
		await c.write('INSERT INTO assignment (org, dossier, user, from_ms) VALUES (:org, :dossier, :user, 0)', {
			dossier: at(d),
			user: c.ana.user.id
		});
		c.wait(4 * DAY_MS);
		await phone.syncAll();
		expect([...phone.snapshot.keys()]).toEqual([at(d)]);
		c.wait(30 * DAY_MS);
		await phone.syncAll();
		expect(phone.snapshot.size).toBe(0);
	});

	test('a dossier taken away leaves the phone at the next pull, and its history says when', async () => {
		const { c, phone, d } = await onRound(2);
		const round = String((await c.rows('SELECT id FROM round WHERE org = :org'))[0]?.['id']);
		await c.write(`DELETE FROM stop WHERE org = :org AND round = '${round}' AND dossier = '${at(d)}'`);
		const answer = await phone.sync();
		expect(answer.pull).toMatchObject({ removed: [at(d)], count: 1 });
		expect(
			(await c.rows(`SELECT direction FROM scope_event WHERE dossier = '${at(d)}' ORDER BY rev`)).map(
				(row) => row['direction']
			)
		).toEqual(['in', 'out']);
		expect((await phone.sync()).pull?.removed).toEqual([]);
	});

	test('work authored while in scope is applied after the dossier was taken away, later work is quarantined', async () => {
		const { c, phone, d, claims } = await onRound(2);
		await phone.pay(at(d), at(claims), 1_000);
		await c.write(`DELETE FROM stop WHERE org = :org AND dossier = '${at(d)}'`);
		const other = await c.phone(c.ana);
		await other.syncAll();
		const first = await phone.sync();
		expect(first.outcomes).toMatchObject([{ outcome: 'applied' }]);
		expect(first.pull?.removed).toEqual([at(d)]);
		await phone.pay(at(d), at(claims), 1_000, { before: OWED - 1_000 });
		expect((await phone.sync()).outcomes).toMatchObject([{ outcome: 'quarantined', codes: ['out-of-scope'] }]);
	});

	test('a base that the phone never had gives no right', async () => {
		const { c, phone, d } = await onRound(1);
		const ben = await c.phone(c.ben);
		await ben.visit(at(d), 'met', { base: { epoch: 1, rev: 1_000_000 } });
		expect((await ben.sync()).outcomes).toMatchObject([{ outcome: 'quarantined', codes: ['out-of-scope'] }]);
		await phone.visit(at(d), 'met', { base: { epoch: 1, rev: 0 } });
		expect((await phone.sync()).outcomes).toMatchObject([{ outcome: 'quarantined', codes: ['out-of-scope'] }]);
	});
});

describe('a pull', () => {
	test('comes in pages that add up to what the last page counts and fingerprints', async () => {
		const c = await company(PAGE_SIZE + 30);
		const parts = Array.from({ length: 5 }, (_, index) => c.dossiers.slice(index * 120, (index + 1) * 120));
		for (const part of parts) await c.publish(c.ana, part);
		const phone = await c.phone(c.ana);
		const first = await phone.sync();
		expect(first.pull).toMatchObject({ mode: 'snapshot', more: true, rounds: [] });
		expect(first.pull?.dossiers).toHaveLength(PAGE_SIZE);
		const last = await phone.sync();
		expect(last.pull).toMatchObject({ mode: 'snapshot', more: false, count: PAGE_SIZE + 30 });
		expect(last.pull?.rounds).toHaveLength(5);
		expect(phone.snapshot.size).toBe(PAGE_SIZE + 30);
		expect(await snapshotDigest([...phone.snapshot.values()], sha256)).toBe(last.pull?.digest);
	});

	test('comes in more pages when the states are more than one answer of the database may hold', async () => {
		const { c, phone, d } = await onRound();
		await phone.visit(at(d), 'met');
		await phone.syncAll();
		const [visit] = phone.snapshot.get(at(d))?.state.visits ?? [];
		const visits = JSON.stringify(Array.from({ length: 2_300 }, () => ({ ...visit, note: 'é'.repeat(400) })));
		await c.write(`UPDATE dossier SET state = json_set(state, '$.visits', json(:visits)) WHERE org = :org`, { visits });
		phone.cursor = null;
		const first = await phone.sync();
		expect(first.pull).toMatchObject({ mode: 'snapshot', more: true, rounds: [] });
		expect(first.pull?.dossiers).toHaveLength(2);
		const last = await phone.sync();
		expect(last.pull?.dossiers).toHaveLength(1);
		expect(last.pull).toMatchObject({ more: false, count: 3 });
		expect(await snapshotDigest([...phone.snapshot.values()], sha256)).toBe(last.pull?.digest);
	});

	test('what changes between two pages comes with the next delta', async () => {
		const c = await company(PAGE_SIZE + 10);
		for (let index = 0; index < 5; index += 1) await c.publish(c.ana, c.dossiers.slice(index * 120, (index + 1) * 120));
		const phone = await c.phone(c.ana);
		await phone.sync();
		const changed = at(c.dossiers);
		const other = await c.phone(c.ana);
		await other.syncAll();
		await other.visit(changed, 'met');
		await other.sync();
		await phone.sync();
		const delta = await phone.sync();
		expect(delta.pull).toMatchObject({ mode: 'delta', more: false });
		expect(delta.pull?.dossiers.map(({ id }) => id)).toEqual([changed]);
		expect(await snapshotDigest([...phone.snapshot.values()], sha256)).toBe(delta.pull?.digest);
	});

	test('brings a round again when it was changed, under the same id, and the pull says how far own work is contained', async () => {
		const { c, phone, d } = await onRound(3);
		const round = String((await c.rows('SELECT id FROM round WHERE org = :org'))[0]?.['id']);
		await phone.visit(at(d));
		const pushed = await phone.sync();
		expect(pushed.pull?.through).toBe(1);
		const [known] = (await c.rows('SELECT id FROM round WHERE org = :org')).map((row) => row['id']);
		expect(known).toBe(round);
		await phone.act('round.closed', null, { round });
		expect((await phone.sync()).pull?.rounds).toMatchObject([
			{ id: round, status: 'closed', stops: d.map((dossier) => ({ dossier })) }
		]);
	});

	test('of a cursor from another time is a fresh snapshot', async () => {
		const { phone } = await onRound(2);
		phone.cursor = { rev: 1_000_000, after: null, until: null };
		expect((await phone.sync()).pull).toMatchObject({ mode: 'snapshot', count: 2 });
		phone.epoch = 7;
		expect((await phone.sync()).pull).toMatchObject({ mode: 'snapshot', count: 2 });
	});

	test('a collector of another organisation sees nothing of this one', async () => {
		await onRound(2);
		const foreign = await company(0);
		const phone = await foreign.phone(foreign.ana);
		expect((await phone.sync()).pull).toMatchObject({ dossiers: [], rounds: [], count: 0 });
	});
});

test('a round that reached the phone says so', async () => {
	const { c, phone } = await onRound(1);
	const status = async () => (await c.rows('SELECT status FROM round WHERE org = :org'))[0]?.['status'];
	expect(await status()).toBe('published');
	c.wait(120_000);
	await phone.sync();
	expect(await status()).toBe('on-phone');
});
