// The sync pass against a scripted wire: what counts as sent, what a pull may touch, and what a balance shows meanwhile.
import { describe, expect, it } from 'vitest';
import { closeRound } from '$lib/client/actions/close-round';
import { readMeta } from '$lib/client/local/meta';
import { COUNTRY } from '$lib/client/local/rules';
import { readOutbox } from '$lib/client/local/outbox';
import type { Phone } from '$lib/client/local/phone';
import { toBase64url } from '$lib/core/base64url';
import { balanceOf } from '$lib/core/balance';
import { EMPTY_HEAD, syncAnswerSchema, type SyncAnswer } from '$lib/core/wire';
import { syncPass } from '$lib/client/sync/pass';
import { PhoneReader } from '$lib/client/state/phone-reader';
import * as v from 'valibot';
import { DAY, json, makePull, makeRound, MORNING } from './phone-fixture';
import { makeServer, pay, quiet, setting } from './server-fixture';

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

	it('sends a backlog in requests of at most 1,000 operations, gzipped, in the order of the chain', async () => {
		const { world, phone, dossier } = await setting();
		const round = makeRound(phone, [dossier]);
		for (let count = 0; count < 1_010; count += 1) await closeRound(phone, round.id);
		const server = await makeServer(phone);
		world.answer(server.wire());
		expect(await syncPass(phone, quiet)).toMatchObject({ error: null });
		expect(server.requests.map(({ ops }) => ops.length)).toEqual([1_000, 10]);
		expect(new Headers(world.calls.at(-1)?.init.headers).get('content-encoding')).toBe('gzip');
		expect(new Set(await states(phone))).toEqual(new Set(['confirmed']));
	}, 30_000);

	it('goes on in small steps, that grow, where the link broke under a request', async () => {
		const { world, phone, dossier } = await setting();
		const round = makeRound(phone, [dossier]);
		for (let count = 0; count < 130; count += 1) await closeRound(phone, round.id);
		const server = await makeServer(phone);
		world.answer(async () => {
			world.wait(20_000);
			throw new TypeError('the link is gone');
		});
		expect(await syncPass(phone, quiet)).toMatchObject({ error: { code: 'network' } });
		world.answer(server.wire());
		expect(await syncPass(phone, quiet)).toMatchObject({ error: null });
		expect(server.requests.map(({ ops }) => ops.length)).toEqual([25, 100, 5]);
		for (let count = 0; count < 30; count += 1) await closeRound(phone, round.id);
		await syncPass(phone, quiet);
		expect(server.requests.at(-1)?.ops).toHaveLength(30);
	});

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
		expect(balanceOf(read.value.dossiers.get(dossier.id) ?? dossier, DAY, COUNTRY)).toBe(48_000);
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
	it('that goes on from another branch is not believed to have what it once confirmed', async () => {
		const { world, phone, dossier } = await setting();
		const server = await makeServer(phone);
		world.answer(server.wire());
		for (let count = 0; count < 2; count += 1) await pay(phone, dossier, 1_000);
		await syncPass(phone, quiet);
		expect(await states(phone)).toEqual(['confirmed', 'confirmed']);
		server.state.epoch = 2;
		server.setHead({ seq: 2, hash: 'f'.repeat(64) });
		expect(await syncPass(phone, quiet)).toMatchObject({ error: { code: 'forked' } });
		expect(server.requests.at(-1)?.ops.map(({ header }) => header.seq)).toEqual([1, 2]);
		expect(await states(phone)).toEqual(['attention', 'attention']);
	});

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
