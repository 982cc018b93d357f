// The board: figures that follow a sync at once, agree with the ledger, and cost one read when nothing changed.
import { expect, test } from 'vitest';
import { addDays } from '../../src/lib/core/time';
import { boardVersion, readBoard } from '../../src/lib/server/board';
import { company, TODAY } from './fixture';

const of = async (c: Awaited<ReturnType<typeof company>>, day = TODAY, today = TODAY) => {
	const { rev } = await boardVersion(c.ctx.db, c.org, day, today);
	return readBoard(c.ctx.db, c.org, { day, today, rev });
};

test('shows a payment as soon as it is synced, by collector, means, hour and creditor, against the target', async () => {
	const c = await company(3);
	const [first, second, third] = c.dossiers;
	const [claim, otherClaim] = c.claims;
	if (!first || !second || !third || !claim || !otherClaim) throw new Error('no dossiers');
	const round = await c.publish(c.ana, c.dossiers);
	const phone = await c.phone(c.ana);
	await phone.syncAll();
	const before = await boardVersion(c.ctx.db, c.org, TODAY, TODAY);
	await phone.pay(first, claim, 10_000);
	await phone.pay(second, otherClaim, 5_000, { detail: { means: 'card', reference: '4711' } });
	await phone.act('visit.reported', third, {
		round,
		outcome: 'absent',
		cause: null,
		note: null,
		next: null,
		openedAt: null
	});
	await phone.sync();
	expect((await boardVersion(c.ctx.db, c.org, TODAY, TODAY)).etag).not.toBe(before.etag);
	const board = await of(c);
	expect(board.byCollector).toEqual([
		{ collector: c.ana.user.id, name: 'Ana Petit', currency: 'EUR', minor: 15_000, count: 2 }
	]);
	expect(board.byMeans.map(({ means, minor }) => [means, minor])).toEqual([
		['cash', 10_000],
		['card', 5_000]
	]);
	expect(board.byHour).toEqual([{ hour: 12, currency: 'EUR', minor: 15_000, count: 2 }]);
	expect(board.byCreditor).toMatchObject([{ name: 'Garage du Pont', minor: 15_000, count: 2 }]);
	expect(board.targets).toMatchObject([{ name: 'Ana Petit', minor: 50_000 }]);
	expect(board.visits).toMatchObject([{ name: 'Ana Petit', planned: 3, done: 1 }]);
	expect(board.cash).toMatchObject([{ name: 'Ana Petit', minor: 10_000 }]);
	expect(board.phones).toMatchObject([{ device: phone.id, seq: 3, lastSeenMs: c.ctx.now() }]);
	expect(await of(c, addDays(TODAY, 1))).toMatchObject({ byCollector: [], visits: [], cash: [{ minor: 10_000 }] });
});

test('an unchanged board costs one read and has the same ETag', async () => {
	const c = await company(1);
	const first = await boardVersion(c.ctx.db, c.org, TODAY, TODAY);
	c.trips();
	expect(await boardVersion(c.ctx.db, c.org, TODAY, TODAY)).toEqual(first);
	expect(c.trips()).toBe(1);
});

test('a promise is open on its day and broken the day after', async () => {
	const c = await company(1);
	const [dossier] = c.dossiers;
	if (!dossier) throw new Error('no dossier');
	await c.publish(c.ana, c.dossiers);
	const phone = await c.phone(c.ana);
	await phone.syncAll();
	await phone.promise(dossier, 2_000, TODAY);
	await phone.sync();
	expect((await of(c)).promises).toEqual([{ status: 'open', currency: 'EUR', minor: 2_000, count: 1 }]);
	expect((await of(c, TODAY, addDays(TODAY, 1))).promises).toMatchObject([{ status: 'broken' }]);
});

test('the cash in hand is the sum of the movements', async () => {
	const c = await company(2);
	await c.publish(c.ana, c.dossiers);
	const phone = await c.phone(c.ana);
	await phone.syncAll();
	for (const [index, dossier] of c.dossiers.entries()) {
		const claim = c.claims[index];
		if (claim) await phone.pay(dossier, claim, 1_000 * (index + 1));
	}
	await phone.sync();
	expect((await of(c)).cash).toMatchObject([{ minor: 3_000 }]);
	expect(await c.count('SELECT SUM(minor) FROM cash_movement WHERE org = :org')).toBe(3_000);
});

test('the target of a day is the sum of its rounds, each counted once however often it is published', async () => {
	const c = await company(2);
	const [first, second] = c.dossiers;
	if (!first || !second) throw new Error('no dossiers');
	const round = await c.publish(c.ana, [first]);
	await c.publish(c.ana, [second]);
	await c.publish(c.ana, [first, second], TODAY, round);
	expect((await of(c)).targets).toMatchObject([{ minor: 100_000 }]);
	expect((await of(c)).visits).toMatchObject([{ planned: 3, done: 0 }]);
});
