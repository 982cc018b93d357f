// The way down, letting go, records that cannot be read, and when to sync.
import { describe, expect, it } from 'vitest';
import { readMeta } from '$lib/client/local/meta';
import { COUNTRY } from '$lib/client/local/rules';
import type { Phone } from '$lib/client/local/phone';
import { balanceOf } from '$lib/core/balance';
import type { Pull } from '$lib/core/wire';
import { syncPass } from '$lib/client/sync/pass';
import { pruneOutbox } from '$lib/client/sync/prune';
import { applyPull } from '$lib/client/sync/pull';
import { SyncScheduler, type SyncProgress } from '$lib/client/sync/scheduler';
import { PhoneReader } from '$lib/client/state/phone-reader';
import * as v from 'valibot';
import { DAY, makeDossier, makePhone, makePull, makeRound, makeWorld, MORNING } from './phone-fixture';
import { makeServer, pay, quiet, requestOf, setting } from './server-fixture';

describe('the way down', () => {
	const epoch = 1;
	const down = (phone: Phone, pull: Pull) => applyPull(phone, epoch, { now: MORNING, pull });

	it('never touches the outbox, whatever it brings or takes away', async () => {
		const { phone, dossier } = await setting();
		await pay(phone, dossier, 1_000);
		const before = await phone.db.outbox.toArray();
		expect(await down(phone, await makePull([], { mode: 'delta', removed: [dossier.id] }))).toBe('stored');
		expect(await phone.db.dossiers.count()).toBe(0);
		expect(await phone.db.outbox.toArray()).toEqual(before);
	});

	it('shows the old state until the last page of a snapshot is there, then the new one at once', async () => {
		const { phone, dossier } = await setting();
		const [one, two] = [makeDossier({ rev: 7 }), makeDossier({ rev: 8 })];
		const first = await makePull([one], { more: true, cursor: { rev: 0, after: one.id, until: 9 } }, [one, two]);
		expect(await down(phone, first)).toBe('staged');
		expect(await phone.db.dossiers.toCollection().primaryKeys()).toEqual([dossier.id]);
		const round = makeRound(phone, [one, two]);
		const last = await makePull([two], { rounds: [round], cursor: { rev: 9, after: null, until: null } }, [one, two]);
		expect(await down(phone, last)).toBe('stored');
		expect(new Set(await phone.db.dossiers.toCollection().primaryKeys())).toEqual(new Set([one.id, two.id]));
		expect(await phone.db.staging.count()).toBe(0);
		expect(await readMeta(phone.db, 'pull')).toMatchObject({ cursor: { rev: 9 }, count: 2, atMs: MORNING });
	});

	it('refuses a last page whose count or digest is not what is there, and keeps the old state', async () => {
		const { phone, dossier } = await setting();
		const other = makeDossier();
		expect(await down(phone, await makePull([other], { count: 2 }))).toBe('mismatch');
		expect(await down(phone, await makePull([other], { digest: 'b'.repeat(64) }))).toBe('mismatch');
		expect(await phone.db.dossiers.toCollection().primaryKeys()).toEqual([dossier.id]);
	});

	it('asks for one fresh snapshot when a delta does not add up', async () => {
		const { world, phone, dossier } = await setting();
		const server = await makeServer(phone);
		server.state.pull = await makePull([], { mode: 'delta', count: 5, digest: 'b'.repeat(64) });
		world.answer(async (path, init) => {
			const request = await requestOf(init);
			if (request.cursor === null) server.state.pull = await makePull([dossier]);
			return server.wire()(path, init);
		});
		expect(await syncPass(phone, quiet)).toMatchObject({ error: null });
		expect(server.requests.map(({ cursor }) => cursor?.rev ?? null)).toEqual([5, null]);
	});

	it('keeps the rounds of this collector only', async () => {
		const { phone, dossier } = await setting();
		const mine = makeRound(phone, [dossier]);
		const other = { ...makeRound(phone, [dossier]), collector: dossier.facts.debtor.id };
		const pull = await makePull([dossier], { rounds: [mine, v.parse(roundLike, other)] });
		expect(await down(phone, pull)).toBe('stored');
		expect(await phone.db.rounds.toCollection().primaryKeys()).toEqual([mine.id]);
	});

	it('never lets a balance jump back between the act, the answer and the pull', async () => {
		const { world, phone, dossier } = await setting();
		const reader = new PhoneReader(phone);
		const balance = async () => {
			const read = await reader.read();
			if (!read.ok) throw new Error(read.error.code);
			return balanceOf(read.value.dossiers.get(dossier.id) ?? dossier, DAY, COUNTRY);
		};
		const seen = [await balance()];
		await pay(phone, dossier, 8_000);
		seen.push(await balance());
		const applied = await reader.read();
		const next = { ...((applied.ok ? applied.value.dossiers.get(dossier.id) : null) ?? dossier), rev: 9 };
		const server = await makeServer(phone);
		world.answer(server.wire());
		await syncPass(phone, quiet);
		seen.push(await balance());
		await down(phone, await makePull([next], { mode: 'delta', through: 0 }));
		seen.push(await balance());
		await pay(phone, dossier, 5_000);
		await down(phone, await makePull([{ ...next, rev: 10 }], { mode: 'delta', through: 1 }));
		seen.push(await balance());
		expect(seen).toEqual([48_000, 40_000, 40_000, 40_000, 35_000]);
	});
});

describe('letting go', () => {
	it('happens thirty days after a signed head and a pull covered the operation, and not a day before', async () => {
		const { world, phone, dossier } = await setting();
		await pay(phone, dossier, 1_000);
		const server = await makeServer(phone);
		server.state.pull = await makePull([dossier]);
		world.answer(server.wire());
		await syncPass(phone, quiet);
		const month = 30 * 86_400_000;
		expect(await pruneOutbox(phone, MORNING + month - 1)).toBe(0);
		expect(await pruneOutbox(phone, MORNING + month)).toBe(1);
		expect(await phone.db.outbox.count()).toBe(0);
	});

	it('spares what no pull contains yet, and what waits for a person', async () => {
		const { world, phone, dossier } = await setting();
		const saved = await pay(phone, dossier, 1_000);
		if (!saved.ok) throw new Error(saved.error.code);
		const server = await makeServer(phone);
		world.answer(server.wire());
		await syncPass(phone, quiet);
		expect(await pruneOutbox(phone, MORNING + 90 * 86_400_000)).toBe(0);
	});
});

describe('a record that cannot be read back', () => {
	it('is reported by its place and stays as it is', async () => {
		const { phone, dossier } = await setting();
		await pay(phone, dossier, 1_000);
		const [record] = await phone.db.outbox.toArray();
		const [stored] = await phone.db.dossiers.toArray();
		if (!record || !stored) throw new Error('records are there');
		const spoilt = record.sealed.slice();
		spoilt[20] = (spoilt[20] ?? 0) ^ 1;
		await phone.db.outbox.put({ ...record, sealed: spoilt });
		await phone.db.dossiers.put({ ...stored, rev: 99 });
		const read = await new PhoneReader(phone).read();
		if (!read.ok) throw new Error(read.error.code);
		expect(read.value.broken).toEqual([
			{ table: 'outbox', key: record.id, reason: 'unopenable-seal' },
			{ table: 'dossiers', key: dossier.id, reason: 'unopenable-seal' }
		]);
		expect((await phone.db.outbox.get(record.id))?.sealed).toEqual(spoilt);
		expect(await syncPass(phone, quiet)).toMatchObject({ error: { code: 'offline' } });
		expect(await phone.db.outbox.count()).toBe(1);
	});

	it("cannot stand in another record's place", async () => {
		const { phone, dossier } = await setting();
		await pay(phone, dossier, 1_000);
		await pay(phone, dossier, 2_000);
		const [first, second] = await phone.db.outbox.orderBy('id').toArray();
		if (!first || !second) throw new Error('two records');
		await phone.db.outbox.put({ ...first, sealed: second.sealed });
		const read = await new PhoneReader(phone).read();
		if (!read.ok) throw new Error(read.error.code);
		expect(read.value.broken).toEqual([{ table: 'outbox', key: first.id, reason: 'unopenable-seal' }]);
	});
});

describe('when to sync', () => {
	it('backs off with jitter after failures, by at least what the server asked, and starts over after a success', async () => {
		const waits: number[] = [];
		const world = makeWorld({
			later: (milliseconds) => {
				waits.push(milliseconds);
				return () => undefined;
			}
		});
		const phone = await makePhone(world);
		const seen: SyncProgress[] = [];
		const scheduler = new SyncScheduler(phone, (progress) => seen.push(progress));
		waits.length = 0;
		scheduler.start();
		for (let count = 0; count < 4; count += 1) await scheduler.now();
		world.answer(async () => new Response('', { status: 503, headers: { 'retry-after': '60' } }));
		await scheduler.now();
		const server = await makeServer(phone);
		world.answer(server.wire());
		await scheduler.now();
		scheduler.stop();
		const failed = waits.slice(0, -2);
		expect(failed).toEqual([...failed].sort((a, b) => a - b));
		expect(waits.at(-2)).toBeGreaterThanOrEqual(60_000);
		expect(waits.at(-1)).toBe(60_000);
		expect(seen.at(-1)).toMatchObject({ phase: 'idle', error: null });
	});

	it('lets one tab sync at a time', async () => {
		const { world, phone } = await setting();
		const server = await makeServer(phone);
		world.answer(server.wire());
		const reports = await Promise.all([syncPass(phone, quiet), syncPass(phone, quiet)]);
		expect(reports.filter((report) => report === 'busy')).toHaveLength(1);
		expect(server.requests).toHaveLength(1);
	});
});

const roundLike = v.custom<Pull['rounds'][number]>(() => true);
