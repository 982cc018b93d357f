// When the phone asks again: what the server asks to wait is kept, a wrong clock changes nothing, and a fleet does not stampede.
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { readMeta } from '$lib/client/local/meta';
import type { Phone } from '$lib/client/local/phone';
import { syncPass } from '$lib/client/sync/pass';
import { SyncScheduler, type SyncProgress } from '$lib/client/sync/scheduler';
import { instant } from '$lib/core/time';
import { json, makePhone, makeWorld, MORNING } from './phone-fixture';
import { makeServer, pay, quiet, setting } from './server-fixture';

const TEN_YEARS_MS = 3_652 * 86_400_000;

describe('what the server asks to wait', () => {
	const date = (milliseconds: number) => new Date(milliseconds).toUTCString();
	it.each([
		['seconds', { 'retry-after': '90' }, 90_000],
		['a date', { 'retry-after': date(MORNING + 45_000), date: date(MORNING) }, 45_000],
		[
			'a date, on a phone ten years behind',
			{ 'retry-after': date(MORNING + TEN_YEARS_MS + 45_000), date: date(MORNING + TEN_YEARS_MS) },
			45_000
		],
		[
			'a date, on a phone ten years ahead',
			{ 'retry-after': date(MORNING - TEN_YEARS_MS + 45_000), date: date(MORNING - TEN_YEARS_MS) },
			45_000
		],
		['a date without the answer’s own', { 'retry-after': date(MORNING + 45_000) }, 45_000],
		['a date that is over', { 'retry-after': date(MORNING - 45_000), date: date(MORNING) }, 0],
		['a week', { 'retry-after': '604800' }, 3_600_000],
		['something else', { 'retry-after': 'soon' }, null]
	])('is read from %s', async (_, headers, expected) => {
		const { world, phone } = await setting();
		for (const status of [429, 503]) {
			world.answer(async () => new Response('', { status, headers }));
			expect(await syncPass(phone, quiet)).toMatchObject({ error: { code: 'server-busy' }, retryAfterMs: expected });
		}
	});

	it('holds for acts too, with a moment of chance on top, and never longer because the clock jumped', async () => {
		const delays: number[] = [];
		const { world, phone } = await timed(delays, 0.5);
		world.answer(async () => new Response('', { status: 503, headers: { 'retry-after': '60' } }));
		const scheduler = new SyncScheduler(phone, quiet);
		scheduler.start();
		await scheduler.now();
		scheduler.soon();
		expect(delays.at(-1)).toBe(61_000);
		world.wait(50_000);
		scheduler.backOnline();
		expect(delays.at(-1)).toBe(11_000);
		world.wait(-TEN_YEARS_MS);
		scheduler.soon();
		expect(delays.at(-1)).toBe(61_000);
		world.wait(2 * TEN_YEARS_MS);
		scheduler.soon();
		expect(delays.at(-1)).toBe(300);
		scheduler.stop();
	});
});

describe('the service worker’s wake-up', () => {
	it('is followed, but not when the page itself tried a moment ago', async () => {
		const delays: number[] = [];
		const { world, phone } = await timed(delays, 0.5);
		const scheduler = new SyncScheduler(phone, quiet);
		scheduler.start();
		await scheduler.now();
		const planned = delays.length;
		world.wait(10_000);
		scheduler.woken();
		expect(delays.length).toBe(planned);
		world.wait(30_000);
		scheduler.woken();
		expect(delays.at(-1)).toBe(300);
		scheduler.stop();
	});
});

describe('a pass of another tab', () => {
	it('is waited for, so that what this tab shows afterwards is news', async () => {
		const { phone, server, timers, otherEnds } = await withOtherTab();
		const seen: SyncProgress[] = [];
		const scheduler = new SyncScheduler(phone, (progress) => seen.push(progress));
		scheduler.start();
		let ended = false;
		const pass = scheduler.now().then(() => void (ended = true));
		await vi.waitFor(() => expect(timers).toHaveLength(1));
		timers.shift()?.();
		await vi.waitFor(() => expect(timers).toHaveLength(1));
		expect({ ended, sent: server.requests.length, phase: seen.at(-1)?.phase }).toEqual({
			ended: false,
			sent: 1,
			phase: 'sending'
		});
		await otherEnds();
		timers.shift()?.();
		await pass;
		scheduler.stop();
		expect(server.requests.length).toBeGreaterThan(1);
		expect(seen.at(-1)).toMatchObject({ phase: 'idle', error: null, stored: true });
	});

	it('that never ends is not waited for for ever: this tab is idle again and looks later', async () => {
		const { phone, server, timers, otherEnds } = await withOtherTab();
		const seen: SyncProgress[] = [];
		const scheduler = new SyncScheduler(phone, (progress) => seen.push(progress));
		scheduler.start();
		for (let look = 0; look < 60; look += 1) {
			await vi.waitFor(() => expect(timers).toHaveLength(1), { interval: 1 });
			timers.shift()?.();
		}
		await vi.waitFor(() => expect(seen.at(-1)?.phase).toBe('idle'));
		expect(server.requests).toHaveLength(1);
		scheduler.stop();
		await otherEnds();
	});
});

describe('a fleet of a hundred phones', () => {
	let fleet: Awaited<ReturnType<typeof makeFleet>>;
	beforeAll(async () => void (fleet = await makeFleet(100)), 60_000);
	afterEach(() => fleet.stop());

	it('that gets its network back at once spreads its requests', async () => {
		const phones = await fleet.start(async () => json({}, { status: 502 }));
		for (const scheduler of phones) scheduler.backOnline();
		await fleet.runUntil(60_000);
		const perSecond = fleet.peak(5_000);
		console.info(`network back: ${fleet.total(5_000)} requests in 5 s, at most ${perSecond} in one second`);
		expect(fleet.total(5_000)).toBeGreaterThanOrEqual(100);
		expect(perSecond).toBeLessThanOrEqual(45);
	}, 60_000);

	it('that was told to come back in five seconds does not come back in the same second', async () => {
		await fleet.start(async () => new Response('', { status: 503, headers: { 'retry-after': '5' } }));
		await fleet.runUntil(60_000);
		const perSecond = fleet.peak(60_000);
		console.info(`503, Retry-After 5: at most ${perSecond} of 100 in one second, ${fleet.total(60_000)} in a minute`);
		expect(fleet.total(5_000)).toBe(0);
		expect(perSecond).toBeLessThanOrEqual(45);
	}, 60_000);

	it('is served whole by a server that takes ten a second and asks the others to wait', async () => {
		const taken = new Map<number, number>();
		const served = new Set<string>();
		await fleet.start(async (name) => {
			const second = Math.floor(fleet.now() / 1_000);
			const count = taken.get(second) ?? 0;
			if (count >= 10) return new Response('', { status: 429, headers: { 'retry-after': '2' } });
			taken.set(second, count + 1);
			served.add(name);
			return json({ error: { code: 'not-ours' } }, { status: 422 });
		});
		await fleet.runUntil(120_000);
		const perSecond = fleet.peak(120_000);
		console.info(
			`ten a second: all ${served.size} served, at most ${perSecond} requests in one second after the first`
		);
		expect(served.size).toBe(100);
		expect(perSecond).toBeLessThanOrEqual(50);
	}, 60_000);
});

describe('a clock ten years off', () => {
	it.each([
		['ahead', TEN_YEARS_MS],
		['behind', -TEN_YEARS_MS]
	])(
		'%s: acts are saved and confirmed, the skew is learned and signed from then on, nothing is pruned early',
		async (_, off) => {
			const { world, phone, dossier } = await setting();
			const server = await makeServer(phone);
			world.wait(off);
			world.answer(server.wire());
			expect((await pay(phone, dossier, 1_000)).ok).toBe(true);
			expect(await syncPass(phone, quiet)).toMatchObject({ error: null });
			expect((await readMeta(phone.db, 'sync')).skewMs).toBe(off);
			const second = await pay(phone, dossier, 1_000);
			expect(second.ok && second.value.day).toBe('2026-11-20');
			expect(await syncPass(phone, quiet)).toMatchObject({ error: null });
			const sent = server.requests.flatMap(({ ops }) => ops.map(({ header }) => header.at));
			expect(sent.map(({ skew }) => skew)).toEqual([null, off]);
			expect(sent[1]?.day).toBe('2026-11-20');
			expect(await phone.db.outbox.count()).toBe(2);
		}
	);
});

/** A phone whose timers are kept instead of run. */
async function timed(delays: number[], chance: number) {
	const world = makeWorld({
		chance: () => chance,
		later: (milliseconds) => {
			delays.push(milliseconds);
			return () => undefined;
		}
	});
	return { world, phone: await makePhone(world) };
}

/** A phone with another tab in the middle of a pass, whose answer comes when it is told to end. */
async function withOtherTab() {
	const timers: (() => void)[] = [];
	const world = makeWorld({
		later: (_, callback) => {
			timers.push(callback);
			return () => undefined;
		}
	});
	const phone = await makePhone(world);
	const server = await makeServer(phone);
	const answer = server.wire();
	const { promise: told, resolve: end } = Promise.withResolvers<null>();
	world.answer(async (path, init) => {
		const answered = await answer(path, init);
		if (server.requests.length === 1) await told;
		return answered;
	});
	const other = syncPass(phone, quiet);
	await vi.waitFor(() => expect(server.requests).toHaveLength(1));
	const otherEnds = async (): Promise<void> => {
		end(null);
		await other;
	};
	return { phone, server, timers, otherEnds };
}

type Timer = { readonly at: number; readonly run: () => void };
type FleetWire = (name: string) => Promise<Response>;

/** Phones on one clock that only moves from timer to timer; each has its own storage, all draw from one row of chances. */
async function makeFleet(count: number) {
	let [now, from, busy] = [0, 0, 0];
	let wire: FleetWire = () => Promise.reject(new TypeError('no network'));
	const timers = new Set<Timer>();
	const requests: number[] = [];
	const chance = chanceOf(7);
	const phones: Phone[] = [];
	let schedulers: readonly SyncScheduler[] = [];
	const later = (milliseconds: number, run: () => void) => {
		const timer = { at: now + milliseconds, run };
		timers.add(timer);
		return () => void timers.delete(timer);
	};
	for (let index = 0; index < count; index += 1) {
		const world = makeWorld({ now: () => instant(MORNING + now), chance, later });
		phones.push(await makePhone(world));
		world.answer(() => {
			requests.push(now - from);
			return wire(String(index));
		});
	}
	const follow = () => {
		let isSending = false;
		return ({ phase }: SyncProgress): void => {
			if ((phase === 'sending') === isSending) return;
			isSending = phase === 'sending';
			busy += isSending ? 1 : -1;
		};
	};
	const settle = async (): Promise<void> => {
		do await new Promise((resolve) => setImmediate(resolve));
		while (busy > 0);
	};
	const after = (until: number) => requests.filter((at) => at > 0 && at <= until);
	return {
		now: () => now,
		/** All phones open at once; time and counts begin when their first requests have ended. */
		start: async (answer: FleetWire): Promise<readonly SyncScheduler[]> => {
			wire = answer;
			schedulers = phones.map((phone) => new SyncScheduler(phone, follow()));
			for (const scheduler of schedulers) scheduler.start();
			await settle();
			from = now;
			requests.length = 0;
			return schedulers;
		},
		runUntil: async (milliseconds: number): Promise<void> => {
			for (;;) {
				const next = [...timers].sort((a, b) => a.at - b.at)[0];
				if (!next || next.at > from + milliseconds) break;
				timers.delete(next);
				now = Math.max(now, next.at);
				next.run();
				await settle();
			}
		},
		/** The most requests in any second. */
		peak: (until: number): number =>
			Math.max(...after(until).map((first) => after(until).filter((at) => at >= first && at < first + 1_000).length)),
		total: (until: number): number => after(until).length,
		stop: () => {
			for (const scheduler of schedulers) scheduler.stop();
		}
	};
}

/** Chance that is the same in each run (mulberry32). */
function chanceOf(seed: number): () => number {
	let state = seed;
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
	};
}
