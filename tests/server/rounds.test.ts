// Rounds: drafts that no phone sees, publication with its gates, overdue promises that are never left out, changes under the same id.
import { describe, expect, test } from 'vitest';
import * as v from 'valibot';
import { roundIdSchema, type DossierId, type RoundId } from '../../src/lib/core/ids';
import { plainStop } from '../../src/lib/core/planned-stop';
import type { Stop } from '../../src/lib/core/round';
import { addDays } from '../../src/lib/core/time';
import { assignDossiers } from '../../src/lib/server/db/portfolio';
import { createDraft, discardDraft, listRounds, openRoundOf } from '../../src/lib/server/db/rounds';
import { keepDraft, publishRound, viewRound } from '../../src/lib/server/rounds/publish';
import { at, company, newId, onRound, TODAY, type Company } from './fixture';

const TOMORROW = addDays(TODAY, 1);
const stops = (ids: readonly DossierId[]): readonly Stop[] => ids.map(plainStop);

async function draft(c: Company, dossiers: readonly DossierId[] = [], day = TOMORROW): Promise<RoundId> {
	const id = newId(roundIdSchema);
	const round = { id, collector: c.ana.user.id, day, target: 0 };
	expect(await createDraft(c.ctx.db, c.org, round, dossiers)).toBe(true);
	return id;
}
const view = async (c: Company, id: RoundId) => {
	const found = await viewRound(c.ctx, c.manager, id);
	if (!found) throw new Error('no round');
	return found;
};
const publish = (c: Company, id: RoundId, planned: readonly Stop[], target = 30_000) =>
	publishRound(c.ctx, c.manager, id, { target, stops: planned });

describe('a draft', () => {
	test('holds the chosen dossiers in their order and no phone sees it', async () => {
		const c = await company(3);
		const chosen = [at(c.dossiers, 2), at(c.dossiers)];
		const id = await draft(c, chosen);
		expect((await view(c, id)).stops.map((stop) => stop.id)).toEqual(chosen);
		const phone = await c.phone(c.ana);
		const answer = await phone.syncAll();
		expect([answer.pull?.rounds, phone.snapshot.size]).toEqual([[], 0]);
	});

	test('starts with the overdue promises of the collector, each once', async () => {
		const { c, phone, d } = await onRound(3);
		await phone.promise(at(d, 1), 2_000, TODAY);
		await phone.sync();
		const act = { ids: d, actor: c.manager.user.id, now: c.ctx.now() };
		await assignDossiers(c.ctx.db, c.org, c.ana.user.id, act);
		const id = await draft(c, [at(d), at(d, 1)]);
		const { stops: planned } = await view(c, id);
		expect(planned.map((stop) => [stop.id, stop.isOverdue])).toEqual([
			[at(d, 1), true],
			[at(d), false]
		]);
	});

	test('is kept, found again for its collector and day, and can be thrown away', async () => {
		const c = await company(2);
		const id = await draft(c, [at(c.dossiers)]);
		const change = { target: 12_345, stops: stops([...c.dossiers].reverse()) };
		expect((await keepDraft(c.ctx, c.manager, id, change)).ok).toBe(true);
		expect(await view(c, id)).toMatchObject({
			plan: { target: 12_345 },
			stops: [{ id: at(c.dossiers, 1) }, { id: at(c.dossiers) }]
		});
		expect(await openRoundOf(c.ctx.db, c.org, c.ana.user.id, TOMORROW)).toBe(id);
		await discardDraft(c.ctx.db, c.org, id);
		expect(await viewRound(c.ctx, c.manager, id)).toBeNull();
	});

	test('is only for a collector of the organisation', async () => {
		const c = await company(1);
		const stranger = await company(0);
		const round = { id: newId(roundIdSchema), day: TOMORROW, target: 0 };
		expect(await createDraft(c.ctx.db, c.org, { ...round, collector: stranger.ana.user.id }, [])).toBe(false);
		expect(await createDraft(c.ctx.db, c.org, { ...round, collector: c.manager.user.id }, [])).toBe(false);
	});
});

describe('publication', () => {
	test('reaches the phone at its next sync with order, pins and target', async () => {
		const c = await company(3);
		const id = await draft(c, c.dossiers);
		const planned = [...stops([...c.dossiers].reverse())].map((stop, index) => ({ ...stop, pinned: index === 0 }));
		expect(await publish(c, id, planned)).toEqual({ ok: true, value: null });
		const phone = await c.phone(c.ana);
		const answer = await phone.syncAll();
		expect(answer.pull?.rounds).toMatchObject([
			{ id, day: TOMORROW, status: 'published', target: 30_000, stops: planned }
		]);
		expect(phone.snapshot.size).toBe(3);
	});

	test('again under the same id changes the round on the phone; a dossier taken out is gone from it', async () => {
		const c = await company(3);
		const id = await draft(c, c.dossiers);
		await publish(c, id, stops(c.dossiers));
		const phone = await c.phone(c.ana);
		await phone.syncAll();
		expect((await publish(c, id, stops(c.dossiers.slice(0, 1)), 99)).ok).toBe(true);
		const answer = await phone.syncAll();
		expect(answer.pull?.rounds).toMatchObject([{ id, target: 99, stops: [{ dossier: at(c.dossiers) }] }]);
		expect(answer.pull?.removed).toHaveLength(2);
		expect(await c.count('SELECT COUNT(*) FROM round WHERE org = :org')).toBe(1);
		expect(await keepDraft(c.ctx, c.manager, id, { target: 0, stops: [] })).toMatchObject({
			error: { code: 'round-published' }
		});
	});

	test('is refused where a gate blocks, and goes through with a reason that is kept', async () => {
		const c = await company(2);
		await c.write(`UPDATE dossier SET alerts = '["deceased"]' WHERE org = :org AND ref = 'D-1'`);
		const id = await draft(c, c.dossiers);
		const blocked = (await view(c, id)).stops.find((stop) => stop.blocks.length > 0);
		expect(blocked?.blocks).toContain('debtor-deceased');
		expect(await publish(c, id, stops(c.dossiers))).toMatchObject({
			error: { code: 'round-gate', data: { ref: blocked?.ref } }
		});
		const withReason = stops(c.dossiers).map((stop) =>
			stop.dossier === blocked?.id ? { ...stop, override: 'notaire présent' } : stop
		);
		expect((await publish(c, id, withReason)).ok).toBe(true);
		expect(await c.count("SELECT COUNT(*) FROM stop WHERE org = :org AND override_reason = 'notaire présent'")).toBe(1);
	});

	test('without the letter of R124-4 a stop is blocked', async () => {
		const c = await company(1);
		await c.write('UPDATE dossier SET letter_ref = NULL, letter_sent_on = NULL WHERE org = :org');
		const id = await draft(c, c.dossiers);
		expect((await view(c, id)).stops).toMatchObject([{ blocks: ['letter-not-sent'] }]);
	});

	test('never leaves out an overdue promise that may be visited', async () => {
		const { c, phone, d } = await onRound(2);
		await phone.promise(at(d, 1), 2_000, TODAY);
		await phone.sync();
		await assignDossiers(c.ctx.db, c.org, c.ana.user.id, { ids: d, actor: c.manager.user.id, now: c.ctx.now() });
		const id = await draft(c, [at(d)]);
		expect(await publish(c, id, stops([at(d)]))).toMatchObject({ error: { code: 'round-overdue-missing' } });
		await keepDraft(c.ctx, c.manager, id, { target: 0, stops: stops([at(d)]) });
		expect((await view(c, id)).missing.map((stop) => stop.id)).toEqual([at(d, 1)]);
		expect((await publish(c, id, stops(d))).ok).toBe(true);
	});

	test('of an empty round, of a past day or with a stop of another organisation is refused', async () => {
		const c = await company(1);
		const stranger = await company(1);
		const id = await draft(c, c.dossiers);
		expect(await publish(c, id, [])).toMatchObject({ error: { code: 'round-empty' } });
		expect(await publish(c, id, stops(stranger.dossiers))).toMatchObject({ error: { code: 'not-found' } });
		const past = await draft(c, c.dossiers, addDays(TODAY, -1));
		expect(await publish(c, past, stops(c.dossiers))).toMatchObject({ error: { code: 'round-day-in-past' } });
	});

	test('by another organisation finds no round', async () => {
		const c = await company(1);
		const stranger = await company(0);
		const id = await draft(c, c.dossiers);
		expect(await viewRound(stranger.ctx, stranger.manager, id)).toBeNull();
		const answer = await publishRound(stranger.ctx, stranger.manager, id, { target: 0, stops: stops(c.dossiers) });
		expect(answer).toMatchObject({ error: { code: 'not-found' } });
		await discardDraft(stranger.ctx.db, stranger.org, id);
		expect(await viewRound(c.ctx, c.manager, id)).not.toBeNull();
	});

	test('is not for a cashier', async () => {
		const c = await company(1);
		const id = await draft(c, c.dossiers);
		const cashier = { ...c.manager, role: 'cashier' as const };
		const answer = await publishRound(c.ctx, cashier, id, { target: 0, stops: stops(c.dossiers) });
		expect(answer).toMatchObject({ error: { code: 'role-not-allowed' } });
	});
});

test('the list of a day shows how far each round is and what it brought', async () => {
	const c = await company(2);
	const round = v.parse(roundIdSchema, await c.publish(c.ana, c.dossiers));
	const phone = await c.phone(c.ana);
	await phone.syncAll();
	const body = { round, outcome: 'absent', cause: null, note: null, next: null, openedAt: null };
	await phone.act('visit.reported', at(c.dossiers), body);
	await phone.sync();
	expect(await listRounds(c.ctx.db, c.org, TODAY, TODAY)).toMatchObject([
		{ id: round, collector: 'Ana Petit', status: 'on-phone', stops: 2, done: 1, collected: 0, target: 50_000 }
	]);
});
