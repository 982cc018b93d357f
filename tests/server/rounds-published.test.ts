// What the office does to rounds: published, changed under the same id, refused with a reason, never stored by half.
import { describe, expect, test } from 'vitest';
import { dossierIdSchema, roundIdSchema } from '../../src/lib/core/ids';
import { addDays } from '../../src/lib/core/time';
import { actInOffice } from '../../src/lib/server/office/act';
import { at, company, newId, TODAY, type Company } from './fixture';

const plan = (c: Company, more: object = {}) => ({
	round: newId(roundIdSchema),
	collector: c.ana.user.id,
	day: TODAY,
	target: 10_000,
	currency: 'EUR' as const,
	stops: c.dossiers.map((dossier) => ({ dossier, pinned: false, window: null, override: null })),
	...more
});
const stopsOf = async (c: Company) =>
	(await c.rows('SELECT dossier FROM stop WHERE org = :org ORDER BY position')).map((row) => row['dossier']);

describe('a published round', () => {
	test('is stored with its stops in order, signed by the office on its own chain', async () => {
		const c = await company(3);
		const body = plan(c);
		expect(await actInOffice(c.ctx, c.manager, 'round.published', null, body)).toMatchObject({
			ok: true,
			value: { seq: 1, outcome: 'applied' }
		});
		expect(await stopsOf(c)).toEqual(c.dossiers);
		expect(await c.rows('SELECT status, day, target_minor FROM round WHERE org = :org')).toEqual([
			{ status: 'published', day: TODAY, target_minor: 10_000 }
		]);
	});

	test('keeps its id when it changes, and reaches the phone at the next sync', async () => {
		const c = await company(3);
		const body = plan(c);
		await actInOffice(c.ctx, c.manager, 'round.published', null, body);
		const phone = await c.phone(c.ana);
		await phone.syncAll();
		const [first, second] = body.stops;
		if (!first || !second) throw new Error('no stops');
		await actInOffice(c.ctx, c.otherManager, 'round.published', null, { ...body, stops: [second, first] });
		const answer = await phone.sync();
		expect(answer.pull?.rounds).toMatchObject([
			{ id: body.round, stops: [{ dossier: second.dossier }, { dossier: first.dossier }] }
		]);
		expect(answer.pull?.removed).toEqual([at(c.dossiers, 2)]);
	});

	test('without stops empties the round', async () => {
		const c = await company(2);
		const body = plan(c);
		await actInOffice(c.ctx, c.manager, 'round.published', null, body);
		await actInOffice(c.ctx, c.manager, 'round.published', null, { ...body, stops: [] });
		expect(await stopsOf(c)).toEqual([]);
	});

	test('under way stays under way when it changes; closed it is final', async () => {
		const c = await company(1);
		const body = plan(c);
		await actInOffice(c.ctx, c.manager, 'round.published', null, body);
		const phone = await c.phone(c.ana);
		await phone.syncAll();
		await phone.act('round.started', null, { round: body.round, count: 1, digest: '0'.repeat(64) });
		await phone.sync();
		await actInOffice(c.ctx, c.manager, 'round.published', null, { ...body, target: 1 });
		expect((await c.rows('SELECT status, target_minor FROM round WHERE org = :org'))[0]).toEqual({
			status: 'under-way',
			target_minor: 1
		});
		await phone.act('round.closed', null, { round: body.round });
		await phone.sync();
		expect(await actInOffice(c.ctx, c.manager, 'round.published', null, body)).toMatchObject({
			error: { code: 'round-closed' }
		});
	});
});

describe('a round that is refused stores nothing', () => {
	test.each([
		['of a role that plans none', 'role-not-allowed', (c: Company) => ({ who: c.ana, body: plan(c) })],
		[
			'for nobody',
			'collector-unknown',
			(c: Company) => ({ who: c.manager, body: plan(c, { collector: c.manager.user.id }) })
		],
		[
			'with a dossier that does not exist',
			'dossier-missing',
			(c: Company) => ({
				who: c.manager,
				body: plan(c, { stops: [{ dossier: newId(dossierIdSchema), pinned: false, window: null, override: null }] })
			})
		],
		[
			'in the past',
			'round-day-in-past',
			(c: Company) => ({ who: c.manager, body: plan(c, { day: addDays(TODAY, -1) }) })
		],
		[
			'with a dossier twice',
			'round-dossier-twice',
			(c: Company) => ({ who: c.manager, body: plan(c, { stops: [...plan(c).stops, ...plan(c).stops] }) })
		]
	])('%s', async (_title, code, make) => {
		const c = await company(1);
		const { who, body } = make(c);
		expect(await actInOffice(c.ctx, who, 'round.published', null, body)).toMatchObject({ ok: false, error: { code } });
		expect(await c.count('SELECT COUNT(*) FROM operation WHERE org = :org')).toBe(0);
	});

	test('with a dossier or under the id of another organisation, as if they did not exist', async () => {
		const c = await company(1);
		const foreign = await company(1);
		const theirs = plan(foreign);
		await actInOffice(foreign.ctx, foreign.manager, 'round.published', null, theirs);
		expect(
			await actInOffice(c.ctx, c.manager, 'round.published', null, plan(c, { stops: theirs.stops }))
		).toMatchObject({ error: { code: 'dossier-missing' } });
		expect(
			await actInOffice(c.ctx, c.manager, 'round.published', null, plan(c, { round: theirs.round }))
		).toMatchObject({ error: { code: 'round-unknown' } });
		expect(await stopsOf(foreign)).toEqual(foreign.dossiers);
	});
});

test('two managers at once both get their place in the office’s chain', async () => {
	const c = await company(1);
	const done = await Promise.all(
		[c.manager, c.otherManager, c.manager].map((who) => actInOffice(c.ctx, who, 'round.published', null, plan(c)))
	);
	expect(done.map((result) => result.ok && result.value.seq).sort()).toEqual([1, 2, 3]);
});
