// The sync pass against a scripted wire: what counts as sent, what a pull may touch, and what a balance shows meanwhile.
import { describe, expect, it } from 'vitest';
import { closeRound } from '$lib/client/actions/close-round';
import { recordPayment } from '$lib/client/actions/record-payment';
import { readMeta } from '$lib/client/local/meta';
import { readOutbox } from '$lib/client/local/outbox';
import type { Phone } from '$lib/client/local/phone';
import { toBase64url } from '$lib/core/receipt-token';
import { signedBytesOfCountersignature } from '$lib/core/chain';
import { balanceOf, type Dossier } from '$lib/core/dossier';
import {
	EMPTY_HEAD,
	syncAnswerSchema,
	syncRequestSchema,
	type Head,
	type Pull,
	type SyncAnswer,
	type SyncRequest
} from '$lib/core/wire';
import { syncPass } from '$lib/client/sync/pass';
import { pruneOutbox } from '$lib/client/sync/prune';
import { applyPull } from '$lib/client/sync/pull';
import { SyncScheduler, type SyncProgress } from '$lib/client/sync/scheduler';
import { PhoneReader } from '$lib/client/state/phone-reader';
import * as v from 'valibot';
import {
	DAY,
	json,
	load,
	makeDossier,
	makePhone,
	makePull,
	makeRound,
	makeWorld,
	MORNING,
	type Wire,
	type World
} from './phone-fixture';

const quiet = () => undefined;

type Setting = { readonly world: World; readonly phone: Phone; readonly dossier: Dossier };

async function setting(change: Parameters<typeof makeDossier>[0] = {}): Promise<Setting> {
	const world = makeWorld();
	const phone = await makePhone(world);
	const dossier = makeDossier(change);
	await load(phone, [dossier]);
	return { world, phone, dossier };
}

const pay = (phone: Phone, dossier: Dossier, minor: number) =>
	recordPayment(phone, {
		dossier: dossier.id,
		round: null,
		place: null,
		draft: null,
		minor,
		detail: { means: 'cash' },
		payer: null,
		directedTo: null,
		acceptCredit: false
	});

/** What the phone sent, inflated and judged by the wire's own schema. */
async function requestOf(init: RequestInit): Promise<SyncRequest> {
	const body = new Response(init.body ?? null);
	const headers = new Headers(init.headers);
	const stream = body.body;
	if (!stream) throw new Error('a sync has a body');
	const plain =
		headers.get('content-encoding') === 'gzip' ? stream.pipeThrough(new DecompressionStream('gzip')) : stream;
	return v.parse(syncRequestSchema, await new Response(plain).json());
}

/** A server that takes everything in order, with a key of its own for countersignatures. */
async function makeServer(phone: Phone) {
	const pair = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify']);
	const { x = '', y = '' } = await crypto.subtle.exportKey('jwk', pair.publicKey);
	await phone.db.device.update('device', { serverKeys: [{ kid: 'k1', publicKey: { x, y } }] });
	const device = await phone.db.device.get('device');
	if (!device) throw new Error('no device');
	let head: Head = EMPTY_HEAD;
	const requests: SyncRequest[] = [];
	const state: { epoch: number; pull: Pull | null; now: number } = { epoch: 1, pull: null, now: MORNING };
	const countersignature = async (at: Head): Promise<SyncAnswer['countersignature']> => {
		if (at.seq === 0) return null;
		const fields = { kid: 'k1', org: device.organisation.id, device: device.id, epoch: state.epoch, ...at };
		const signed = v.parse(v.object({ ...countersignatureFields }), fields);
		const bytes = signedBytesOfCountersignature(signed);
		const sig = await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, pair.privateKey, bytes);
		return { ...signed, sig: toBase64url(new Uint8Array(sig)) };
	};
	const answer = async (request: SyncRequest, change: Partial<SyncAnswer> = {}): Promise<SyncAnswer> => {
		requests.push(request);
		const outcomes: SyncAnswer['outcomes'] = [];
		let push: SyncAnswer['push'] = 'ok';
		for (const { header, hash } of request.ops) {
			if (header.seq > head.seq + 1) {
				push = 'gap';
				break;
			}
			if (header.seq === head.seq + 1) head = { seq: header.seq, hash };
			outcomes.push({ id: header.id, seq: header.seq, outcome: 'applied', codes: [], rev: 9 });
		}
		return {
			wire: 1,
			magic: 'tournee',
			device: request.device,
			epoch: state.epoch,
			head,
			push,
			outcomes,
			countersignature: await countersignature(head),
			now: state.now,
			pull: state.pull && { ...state.pull, through: head.seq },
			...change
		};
	};
	const wire =
		(change: (request: SyncRequest) => Partial<SyncAnswer> = () => ({})): Wire =>
		async (_, init) => {
			const request = await requestOf(init);
			return json(await answer(request, change(request)));
		};
	return { state, requests, wire, setHead: (next: Head) => void (head = next), head: () => head };
}

const countersignatureFields = (() => {
	const { sig: _, ...fields } = syncRequestSchema.entries.countersignature.wrapped.entries;
	return fields;
})();

const states = async (phone: Phone) => (await readOutbox(phone)).records.map(({ state }) => state);

describe('what counts as sent', () => {
	const html = () => new Response('<html>Bienvenue sur le Wi-Fi</html>', { headers: { 'content-type': 'text/html' } });
	const redirect = () =>
		Object.defineProperty(new Response(null, { status: 200 }), 'type', { value: 'opaqueredirect' });
	const cut = () =>
		new Response(
			new ReadableStream({
				start: (stream) => {
					stream.enqueue(new TextEncoder().encode('{"wire":1,'));
					stream.error(new Error('reset'));
				}
			}),
			{ headers: { 'content-type': 'application/json' } }
		);
	it.each([
		['a captive portal that answers 200 with a page', 'captive-portal', html],
		['a redirect', 'captive-portal', redirect],
		[
			'a 302 that says where to log in',
			'captive-portal',
			() => new Response(null, { status: 302, headers: { location: '/login' } })
		],
		['JSON of somebody else', 'unexpected-answer', () => json({ ok: true })],
		['an answer for another device', 'unexpected-answer', () => json({ magic: 'tournee', device: 'x' })],
		['too many requests', 'server-busy', () => json({}, { status: 429, headers: { 'retry-after': '120' } })],
		['a server that is down for maintenance', 'server-busy', () => new Response('', { status: 503 })],
		['a broken server', 'server-error', () => new Response('<html>', { status: 502 })],
		[
			'an expired session',
			'session-expired',
			() =>
				json({ error: { code: 'sign-in-needed' } }, { status: 401, headers: { 'content-type': 'application/json' } })
		],
		['an answer that is cut', 'network', cut],
		['no network at all', 'offline', () => Promise.reject(new TypeError('failed'))]
	])('%s is "not sent", with its reason, and loses nothing', async (_, code, answer) => {
		const { world, phone, dossier } = await setting();
		await pay(phone, dossier, 5_000);
		world.answer(async () => answer());
		const report = await syncPass(phone, quiet);
		expect(report).toMatchObject({ error: { code } });
		expect(await states(phone)).toEqual(['on-phone']);
		expect((await readMeta(phone.db, 'sync')).error?.code).toBe(code);
		const server = await makeServer(phone);
		world.answer(server.wire());
		expect(await syncPass(phone, quiet)).toMatchObject({ error: null });
		expect(await states(phone)).toEqual(['confirmed']);
	});

	it('honours how long the server asks to wait', async () => {
		const { world, phone } = await setting();
		world.answer(async () => new Response('', { status: 503, headers: { 'retry-after': '90' } }));
		expect(await syncPass(phone, quiet)).toMatchObject({ retryAfterMs: 90_000 });
	});

	it('sends the same operations again after a lost answer, and they are confirmed once', async () => {
		const { world, phone, dossier } = await setting();
		await pay(phone, dossier, 5_000);
		const server = await makeServer(phone);
		world.answer(async (path, init) => {
			await server.wire()(path, init);
			throw new TypeError('the answer is lost');
		});
		await syncPass(phone, quiet);
		expect(await states(phone)).toEqual(['on-phone']);
		world.answer(server.wire());
		await syncPass(phone, quiet);
		expect(await states(phone)).toEqual(['confirmed']);
		expect(server.requests.map(({ ops }) => ops.map(({ hash }) => hash))).toEqual([
			[server.head().hash],
			[server.head().hash]
		]);
	});

	it('believes nothing of an answer whose countersignature is forged', async () => {
		const { world, phone, dossier } = await setting();
		await pay(phone, dossier, 5_000);
		const server = await makeServer(phone);
		const forged = { sig: toBase64url(new Uint8Array(64)) };
		world.answer(async (_, init) => {
			const good = v.parse(syncAnswerSchema, await (await server.wire()('', init)).json());
			return json({ ...good, countersignature: good.countersignature && { ...good.countersignature, ...forged } });
		});
		expect(await syncPass(phone, quiet)).toMatchObject({ error: { code: 'countersignature-forged' } });
		expect(await states(phone)).toEqual(['on-phone']);
	});

	it('sends a backlog in requests of at most 500 operations, gzipped, in the order of the chain', async () => {
		const { world, phone, dossier } = await setting();
		const round = makeRound(phone, [dossier]);
		for (let count = 0; count < 510; count += 1) await closeRound(phone, round.id);
		const server = await makeServer(phone);
		world.answer(server.wire());
		expect(await syncPass(phone, quiet)).toMatchObject({ error: null });
		expect(server.requests.map(({ ops }) => ops.length)).toEqual([500, 10]);
		expect(new Headers(world.calls.at(-1)?.init.headers).get('content-encoding')).toBe('gzip');
		expect(new Set(await states(phone))).toEqual(new Set(['confirmed']));
	}, 30_000);

	it('answers a gap with what the server lacks', async () => {
		const { world, phone, dossier } = await setting();
		await pay(phone, dossier, 1_000);
		const server = await makeServer(phone);
		world.answer(server.wire());
		await syncPass(phone, quiet);
		await pay(phone, dossier, 1_000);
		server.setHead(EMPTY_HEAD);
		expect(await syncPass(phone, quiet)).toMatchObject({ error: null });
		expect(server.requests.map(({ ops }) => ops.map(({ header }) => header.seq))).toEqual([[1], [2], [1, 2]]);
	});

	it('gives up a pass in which the server takes nothing, and tries later', async () => {
		const { world, phone, dossier } = await setting();
		await pay(phone, dossier, 1_000);
		const server = await makeServer(phone);
		world.answer(server.wire(() => ({ push: 'stopped', head: EMPTY_HEAD, outcomes: [], countersignature: null })));
		expect(await syncPass(phone, quiet)).toMatchObject({ error: { code: 'stopped' } });
		expect(server.requests).toHaveLength(1);
	});

	it('keeps what was set aside in sight, with its codes', async () => {
		const { world, phone, dossier } = await setting();
		const saved = await pay(phone, dossier, 1_000);
		if (!saved.ok) throw new Error(saved.error.code);
		const server = await makeServer(phone);
		const outcome: SyncAnswer['outcomes'][number] = {
			id: saved.value.id,
			seq: 1,
			outcome: 'quarantined',
			codes: ['out-of-scope'],
			rev: null
		};
		world.answer(server.wire(() => ({ outcomes: [outcome] })));
		await syncPass(phone, quiet);
		const read = await new PhoneReader(phone).read();
		if (!read.ok) throw new Error(read.error.code);
		expect(read.value.outbox[0]).toMatchObject({ state: 'attention', outcome: 'quarantined', codes: ['out-of-scope'] });
		expect(balanceOf(read.value.dossiers.get(dossier.id) ?? dossier, DAY, phone.country)).toBe(48_000);
	});

	it('goes on capturing and depositing when the session has expired', async () => {
		const { world, phone, dossier } = await setting();
		await pay(phone, dossier, 1_000);
		const server = await makeServer(phone);
		world.answer(server.wire());
		expect(await syncPass(phone, quiet)).toMatchObject({ error: null });
		expect(await readMeta(phone.db, 'sync')).toMatchObject({ session: 'expired' });
		expect(await states(phone)).toEqual(['confirmed']);
		expect((await pay(phone, dossier, 1_000)).ok).toBe(true);
	});

	it('learns how far the device clock is off from the middle of the exchange', async () => {
		const { world, phone } = await setting();
		const server = await makeServer(phone);
		server.state.now = MORNING - 600_000;
		world.answer(async (path, init) => {
			const answer = await server.wire()(path, init);
			world.wait(2_000);
			return answer;
		});
		await syncPass(phone, quiet);
		expect((await readMeta(phone.db, 'sync')).skewMs).toBe(601_000);
	});
});

describe('a chain that was continued elsewhere', () => {
	it('is never continued here: what is unsent stays and needs a person', async () => {
		const { world, phone, dossier } = await setting();
		await pay(phone, dossier, 1_000);
		const server = await makeServer(phone);
		world.answer(server.wire(() => ({ push: 'forked', outcomes: [], countersignature: null })));
		expect(await syncPass(phone, quiet)).toMatchObject({ error: { code: 'forked' }, stored: true });
		expect(await states(phone)).toEqual(['attention']);
		expect((await phone.db.device.get('device'))?.forked).toBe(true);
	});

	it('is noticed also when the server has more than the phone ever wrote', async () => {
		const { world, phone } = await setting();
		const server = await makeServer(phone);
		server.setHead({ seq: 7, hash: 'a'.repeat(64) });
		world.answer(server.wire());
		expect(await syncPass(phone, quiet)).toMatchObject({ error: { code: 'forked' } });
	});
});

describe('a restored server', () => {
	it('gets again what it lost, under its new epoch, and gives a fresh snapshot', async () => {
		const { world, phone, dossier } = await setting();
		const server = await makeServer(phone);
		world.answer(server.wire());
		await pay(phone, dossier, 1_000);
		await syncPass(phone, quiet);
		const first = server.head();
		await pay(phone, dossier, 2_000);
		await syncPass(phone, quiet);
		server.setHead(first);
		server.state.epoch = 2;
		server.state.pull = await makePull([dossier]);
		expect(await syncPass(phone, quiet)).toMatchObject({ error: null });
		expect(server.head().seq).toBe(2);
		expect(server.requests.at(-1)).toMatchObject({ epoch: 2, cursor: null });
		expect(await states(phone)).toEqual(['confirmed', 'confirmed']);
		expect((await readMeta(phone.db, 'pull')).epoch).toBe(2);
	});
});

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
			return balanceOf(read.value.dossiers.get(dossier.id) ?? dossier, DAY, phone.country);
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
