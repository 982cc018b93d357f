// The deposit of the service worker: what is saved goes up without a page and without a session, and nothing here changes by it.
import { describe, expect, it } from 'vitest';
import { webCrypto } from '$lib/client/local/web-crypto';
import { syncLock } from '$lib/client/local/device-lock';
import { readOutbox } from '$lib/client/local/outbox';
import type { Phone } from '$lib/client/local/phone';
import { deposit, type DepositPorts } from '$lib/client/sync/deposit';
import { syncPass } from '$lib/client/sync/pass';
import { json, load, makeDossier, makePhone, makeSession, makeWorld, type World } from './phone-fixture';
import { makeServer, pay, quiet, requestOf, setting } from './server-fixture';

const workerOf = ({ ports }: World): DepositPorts => {
	if (!ports.indexedDb) throw new Error('a storage of its own');
	const { indexedDB } = ports.indexedDb;
	return { indexedDB, locks: ports.locks, fetch: ports.fetch, deadline: ports.deadline, crypto: webCrypto() };
};

const states = async (phone: Phone) => (await readOutbox(phone)).records.map(({ state }) => state);

describe('the deposit', () => {
	it('appends what is saved, without the session, and the next pass is told what became of it', async () => {
		const { world, phone, dossier } = await setting();
		for (let count = 0; count < 3; count += 1) await pay(phone, dossier, 1_000);
		const server = await makeServer(phone);
		world.answer(server.wire());
		const before = await readOutbox(phone);
		expect(await deposit(workerOf(world))).toBe('done');
		expect(server.head().seq).toBe(3);
		const init: RequestInit = world.calls.at(-1)?.init ?? {};
		expect(init.credentials).toBe('omit');
		expect((await requestOf(init)).ops.map(({ hash }) => hash)).toEqual(before.records.map(({ hash }) => hash));
		expect(await readOutbox(phone)).toEqual(before);
		expect(await syncPass(phone, quiet)).toMatchObject({ error: null });
		expect(server.head().seq).toBe(3);
		expect(await states(phone)).toEqual(['confirmed', 'confirmed', 'confirmed']);
	});

	it('sends a long backlog in several requests, each once', async () => {
		const { world, phone, dossier } = await setting();
		for (let count = 0; count < 205; count += 1) await pay(phone, dossier, 100);
		const server = await makeServer(phone);
		world.answer(server.wire());
		expect(await deposit(workerOf(world))).toBe('done');
		expect(server.requests.map(({ ops }) => ops.length)).toEqual([100, 100, 5]);
		expect(server.head().seq).toBe(205);
	}, 30_000);

	it('serves every user of the phone, also the one who signed out', async () => {
		const world = makeWorld();
		const phones: Phone[] = [];
		for (const session of [makeSession(), makeSession()]) {
			const phone = await makePhone(world, session);
			const dossier = makeDossier();
			await load(phone, [dossier]);
			await pay(phone, dossier, 1_000);
			phones.push(phone);
		}
		const devices: string[] = [];
		world.answer(async (_, init) => {
			devices.push((await requestOf(init)).device);
			return json({});
		});
		expect(await deposit(workerOf(world))).toBe('done');
		const enrolled = await Promise.all(phones.map(async ({ db }) => (await db.device.get('device'))?.id));
		expect(devices.sort()).toEqual(enrolled.sort());
	});

	it.each([
		['no network', () => Promise.reject(new TypeError('down')), 'again'],
		['a captive portal', async () => new Response('<html>', { headers: { 'content-type': 'text/html' } }), 'again'],
		['a busy server', async () => json({ error: { code: 'server-busy' } }, { status: 503 }), 'again'],
		['too many requests', async () => json({ error: { code: 'x' } }, { status: 429 }), 'again'],
		[
			'a server that does not know the phone',
			async () =>
				json({ error: { code: 'not-found' } }, { status: 404, headers: { 'content-type': 'application/json' } }),
			'done'
		]
	] as const)('after %s it asks the browser for another try only where that can help', async (_, answer, result) => {
		const { world, phone, dossier } = await setting();
		await pay(phone, dossier, 1_000);
		world.answer(answer);
		expect(await deposit(workerOf(world))).toBe(result);
		expect(await states(phone)).toEqual(['on-phone']);
	});

	it('leaves the sending to a pass that is under way', async () => {
		const { world, phone, dossier } = await setting();
		await pay(phone, dossier, 1_000);
		const device = await phone.db.device.get('device');
		const result = await world.ports.locks.hold(syncLock(device?.id ?? ''), () => deposit(workerOf(world)));
		expect(result).toBe('again');
		expect(world.calls.filter(({ path }) => path === '/api/sync')).toEqual([]);
	});

	it('sends up to the first record that cannot be opened, and nothing of a chain that was continued elsewhere', async () => {
		const { world, phone, dossier } = await setting();
		for (let count = 0; count < 3; count += 1) await pay(phone, dossier, 1_000);
		const [, second] = await phone.db.outbox.orderBy('[device+seq]').toArray();
		if (!second) throw new Error('three records');
		await phone.db.outbox.put({ ...second, sealed: second.sealed.slice(0, 30) });
		const server = await makeServer(phone);
		world.answer(server.wire());
		await deposit(workerOf(world));
		expect(server.requests.map(({ ops }) => ops.length)).toEqual([1]);
		await phone.db.device.update('device', { forked: true });
		await deposit(workerOf(world));
		expect(server.requests).toHaveLength(1);
	});

	it('makes no database where there is none', async () => {
		const world = makeWorld();
		expect(await deposit(workerOf(world))).toBe('done');
		expect(await workerOf(world).indexedDB.databases()).toEqual([]);
	});
});
