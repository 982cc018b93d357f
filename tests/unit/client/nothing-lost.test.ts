// What stays, what is said and what can be handed over when a phone is shut out, rolled back, emptied, full, or told a decision.
import { afterEach, describe, expect, it, vi } from 'vitest';
import * as v from 'valibot';
import { blackBoxesHere, makeBlackBoxes } from '$lib/client/local/black-box';
import { deleteDraft, draftKeys, HELD, writeDraft } from '$lib/client/local/drafts';
import { acceptEviction, findEviction, keepMarker, leaveMarker, type MarkerStore } from '$lib/client/local/eviction';
import { setAsideUnsent } from '$lib/client/local/outbox';
import type { Phone } from '$lib/client/local/phone';
import { makeRoom, readRoom } from '$lib/client/local/reserve';
import { isSettled, needsAttention } from '$lib/client/state/attention';
import { wipe } from '$lib/client/local/wipe';
import { PhoneReader } from '$lib/client/state/phone-reader';
import type { PhoneView } from '$lib/client/state/view';
import { syncPass } from '$lib/client/sync/pass';
import { deviceIdSchema } from '$lib/core/ids';
import type { DecisionNotice, SyncAnswer, SyncRequest } from '$lib/core/wire';
import { openBlackBox } from '$lib/office/black-box/open';
import { createRecoveryKey } from '$lib/office/black-box/recovery';
import { json, load, makePull, MORNING, newId } from './phone-fixture';
import { makeServer, pay, quiet, requestOf, setting } from './server-fixture';

afterEach(() => void vi.unstubAllGlobals());

async function view(phone: Phone): Promise<PhoneView> {
	const read = await new PhoneReader(phone).read();
	if (!read.ok) throw new Error(read.error.code);
	return read.value;
}

const states = async (phone: Phone) => (await view(phone)).outbox.map(({ state }) => state);

/** Every operation of the request set aside, with a reason or without. */
const setAside =
	(codes: readonly string[]) =>
	({ ops }: SyncRequest): Partial<SyncAnswer> => ({
		outcomes: ops.map(({ header: { id, seq } }) => ({
			id,
			seq,
			outcome: 'quarantined' as const,
			codes: [...codes],
			rev: null
		}))
	});

const SHUT_OUT = ['device-revoked', 'user-disabled'] as const;
const FORM = 'payment:under-way';

/** A server that says to who asks that it is shut out, and sets aside what is sent. */
async function shuttingOut(phone: Phone, code: (typeof SHUT_OUT)[number]) {
	const server = await makeServer(phone);
	const deposit = server.wire(setAside([code]));
	const refusal = { error: { code } };
	return async (path: string, init: RequestInit) =>
		(await requestOf(init)).ops.length > 0 ? deposit(path, init) : json(refusal, { status: 403 });
}

describe('a phone that was shut out', () => {
	it.each(SHUT_OUT)('%s: deposits first, then the dossiers go; its own operations stay', async (code) => {
		const { world, phone, dossier } = await setting();
		await pay(phone, dossier, 1_000);
		world.answer(await shuttingOut(phone, code));
		expect(await syncPass(phone, quiet)).toMatchObject({ error: { code }, stored: true });
		const shown = await view(phone);
		expect(shown.outbox).toMatchObject([{ state: 'attention', outcome: 'quarantined', codes: [code] }]);
		expect(shown.sync).toMatchObject({ error: { code }, shutOut: { code, wiped: true }, lastDown: null });
		expect([shown.dossiers.size, shown.rounds.length]).toEqual([0, 0]);
		expect(await pay(phone, dossier, 2_000)).toMatchObject({ error: { code: 'dossier-not-on-phone' } });
		// Nothing to send: it is told all the same, and stays as it is.
		expect(await syncPass(phone, quiet)).toMatchObject({ error: { code } });
		expect(await phone.db.outbox.count()).toBe(1);
	});

	it('keeps everything while something cannot be deposited', async () => {
		const { world, phone, dossier } = await setting();
		world.answer(await shuttingOut(phone, 'device-revoked'));
		await writeDraft(phone, FORM, { amount: '12' });
		await syncPass(phone, quiet);
		await pay(phone, dossier, 1_000);
		await deleteDraft(phone, FORM);
		world.answer(() => Promise.reject(new TypeError('network is down')));
		expect(await syncPass(phone, quiet)).toMatchObject({ error: { code: 'offline' } });
		expect((await view(phone)).dossiers.size).toBe(1);
		// Without a network it is still known that the phone is out.
		expect((await view(phone)).sync.shutOut).toMatchObject({ code: 'device-revoked', wiped: false });
	});

	it('gives who is in a form, or took a photo for one, an hour to finish it', async () => {
		const { world, phone, dossier } = await setting();
		world.answer(await shuttingOut(phone, 'device-revoked'));
		await writeDraft(phone, FORM, { amount: '12' });
		await syncPass(phone, quiet);
		expect((await view(phone)).dossiers.size).toBe(1);
		expect((await pay(phone, dossier, 1_200)).ok).toBe(true);
		world.wait(61 * 60_000);
		expect(await syncPass(phone, quiet)).toMatchObject({ error: { code: 'device-revoked' } });
		expect((await view(phone)).dossiers.size).toBe(0);
		expect(await draftKeys(phone)).toEqual([]);
		expect((await view(phone)).outbox).toMatchObject([{ outcome: 'quarantined' }]);
	});

	it('never takes an act that can still be taken back: it becomes an operation first', async () => {
		const { world, phone } = await setting();
		world.answer(await shuttingOut(phone, 'device-revoked'));
		await phone.db.drafts.put({ key: HELD, sealed: new Uint8Array(40) });
		await syncPass(phone, quiet);
		world.wait(24 * 3_600_000);
		await syncPass(phone, quiet);
		expect(await draftKeys(phone)).toEqual([HELD]);
		expect((await view(phone)).dossiers.size).toBe(1);
	});

	it('waits for files of its operations, keeps those, and forgets photos of forms', async () => {
		const { world, phone, dossier } = await setting();
		await pay(phone, dossier, 1_000);
		world.answer(await shuttingOut(phone, 'device-revoked'));
		await syncPass(phone, quiet);
		await load(phone, [dossier]);
		const file = { size: 3, type: 'image/jpeg', money: false, sent: 0, code: null } as const;
		const [own, form] = ['aa'.repeat(32), 'bb'.repeat(32)];
		await phone.db.blobs.bulkPut([
			{ ...file, owner: (await view(phone)).outbox[0]?.id ?? '', sha256: own, state: 'paused' },
			{ ...file, owner: `draft:${FORM}`, sha256: form, state: 'draft' }
		]);
		for (const sha256 of [own, form]) await phone.db.blobChunks.put({ sha256, index: 0, sealed: new Uint8Array(3) });
		expect(await wipe(phone)).toBe(false);
		world.wait(61 * 60_000);
		expect(await wipe(phone)).toBe(false);
		expect(await phone.db.dossiers.count()).toBe(1);
		// What was held back goes up now.
		expect((await phone.db.blobs.where('sha256').equals(own).first())?.state).toBe('waiting');
		await phone.db.blobs.where('sha256').equals(own).modify({ state: 'verified' });
		expect(await wipe(phone)).toBe(true);
		expect((await phone.db.blobs.toArray()).map(({ sha256 }) => sha256)).toEqual([own]);
		expect((await phone.db.blobChunks.toArray()).map(({ sha256 }) => sha256)).toEqual([own]);
	});

	it.each([401, 403, 500])('is none as long as the server did not say so: %i', async (status) => {
		const { world, phone } = await setting();
		world.answer(async () => json({ error: { code: 'something-else' } }, { status }));
		expect(await syncPass(phone, quiet)).not.toMatchObject({ error: null });
		expect(await view(phone)).toMatchObject({ sync: { shutOut: null, lastDown: MORNING } });
		expect((await view(phone)).dossiers.size).toBe(1);
	});

	it('is not shut out anew by what was said of its operations before it was let in again', async () => {
		const { world, phone, dossier } = await setting();
		await pay(phone, dossier, 1_000);
		const server = await makeServer(phone);
		server.state.pull = await makePull([dossier]);
		world.answer(server.wire(setAside(['user-disabled'])));
		expect(await syncPass(phone, quiet)).toMatchObject({ error: null });
		const shown = await view(phone);
		expect(shown.sync.shutOut).toBeNull();
		expect(shown.dossiers.size).toBe(1);
		expect(shown.outbox).toMatchObject([{ state: 'attention', codes: ['user-disabled'] }]);
	});

	it('is let in again with a fresh snapshot', async () => {
		const { world, phone, dossier } = await setting();
		world.answer(await shuttingOut(phone, 'user-disabled'));
		await syncPass(phone, quiet);
		expect((await view(phone)).dossiers.size).toBe(0);
		const server = await makeServer(phone);
		server.state.pull = await makePull([dossier]);
		world.answer(server.wire());
		expect(await syncPass(phone, quiet)).toMatchObject({ error: null });
		expect(server.requests[0]?.cursor).toBeNull();
		expect(await view(phone)).toMatchObject({ sync: { shutOut: null, error: null } });
		expect((await view(phone)).dossiers.size).toBe(1);
	});
});

describe('a phone that was put back to an earlier day', () => {
	it('is found out at the next sync: what was saved since stays here and needs a person', async () => {
		const { world, phone, dossier } = await setting();
		const server = await makeServer(phone);
		world.answer(server.wire());
		await pay(phone, dossier, 1_000);
		const [device, meta] = [await phone.db.device.get('device'), await phone.db.meta.toArray()];
		await pay(phone, dossier, 2_000);
		await syncPass(phone, quiet);
		if (!device) throw new Error('enrolled');
		await phone.db.outbox.filter(({ seq }) => seq > 1).delete();
		await phone.db.device.put(device);
		await phone.db.meta.bulkPut(meta);
		expect((await pay(phone, dossier, 3_000)).ok).toBe(true);
		expect(await syncPass(phone, quiet)).toMatchObject({ error: { code: 'forked' } });
		expect((await phone.db.device.get('device'))?.forked).toBe(true);
		expect(await states(phone)).toContain('attention');
		expect(await phone.db.outbox.count()).toBe(2);
	});
});

describe('the black box', () => {
	const withKey = async (phone: Phone) => {
		const { publicKey, code } = await createRecoveryKey();
		await phone.db.device.update('device', { recoveryKey: publicKey });
		return code;
	};

	it('holds exactly what no signed head covers, for the holder of the recovery code alone', async () => {
		const { world, phone, dossier } = await setting();
		const code = await withKey(phone);
		const server = await makeServer(phone);
		world.answer(server.wire());
		await pay(phone, dossier, 1_000);
		await syncPass(phone, quiet);
		world.answer(() => Promise.reject(new TypeError('down')));
		for (let count = 0; count < 2; count += 1) await pay(phone, dossier, 2_000);
		const made = await blackBoxesHere(world.ports);
		if (!made.ok) throw new Error(made.error.code);
		expect(made.value.map(({ name, count }) => [name, count])).toEqual([['tournee-T03-2026-11-20.txt', 2]]);
		const text = made.value[0]?.text ?? '';
		const device = await phone.db.device.get('device');
		const opened = await openBlackBox(text, code, device?.organisation.id ?? '');
		if (!opened.ok) throw new Error(opened.error.code);
		const owed = (await phone.db.outbox.orderBy('[device+seq]').toArray()).slice(1);
		expect(opened.value.content).toMatchObject({ head: device?.head, operations: owed.map(({ hash }) => ({ hash })) });
		expect(opened.value.header).toMatchObject({ series: 'T03', count: 2, first: 2, last: 3, madeMs: MORNING });
		const other = await createRecoveryKey();
		expect(await openBlackBox(text, other.code, device?.organisation.id ?? '')).toMatchObject({ ok: false });
		expect(await states(phone)).toEqual(['on-phone', 'on-phone', 'confirmed']);
	});

	it('has a file for each chain, so that a copied phone owes nothing in silence', async () => {
		const { phone, dossier } = await setting();
		const code = await withKey(phone);
		await pay(phone, dossier, 1_000);
		const device = await phone.db.device.get('device');
		if (!device) throw new Error('enrolled');
		await setAsideUnsent(phone.db, device.id);
		const next = v.parse(deviceIdSchema, newId());
		await phone.db.device.put({ ...device, id: next, series: 'T04', head: { seq: 0, hash: '0'.repeat(64) } });
		await pay(phone, dossier, 2_000);
		const made = await makeBlackBoxes(phone.ports, phone.db);
		if (!made.ok) throw new Error(made.error.code);
		const opened = await Promise.all(made.value.map(({ text }) => openBlackBox(text, code, device.organisation.id)));
		const chains = opened.map((box) => (box.ok ? [box.value.header.device, box.value.header.series] : null));
		expect(chains.toSorted()).toEqual(
			[
				[device.id, 'T03'],
				[next, 'T04']
			].toSorted()
		);
	});

	it('is made even where the record of the phone is broken elsewhere', async () => {
		const { phone, dossier } = await setting();
		await withKey(phone);
		await pay(phone, dossier, 1_000);
		await phone.db.device.update('device', { series: '3', role: 'king' });
		expect(await makeBlackBoxes(phone.ports, phone.db)).toMatchObject({ ok: true, value: [{ count: 1 }] });
	});

	it('says why there is none', async () => {
		const { world, phone, dossier } = await setting();
		expect(await makeBlackBoxes(phone.ports, phone.db)).toMatchObject({ error: { code: 'recovery-key-missing' } });
		await withKey(phone);
		expect(await makeBlackBoxes(phone.ports, phone.db)).toMatchObject({ error: { code: 'black-box-empty' } });
		await pay(phone, dossier, 1_000);
		await phone.db.device.delete('device');
		expect(await blackBoxesHere(world.ports)).toMatchObject({ error: { code: 'device-record-missing' } });
	});
});

describe('a database that the browser threw away', () => {
	const shown = (unsent: number) => (phone: PhoneView) => ({ ...phone, sync: { ...phone.sync, unsent } });

	it('is found out by what is remembered beside it, until the person has read what was lost', async () => {
		const { phone, dossier } = await setting();
		const store = memoryStore();
		expect(findEviction(null, store)).toBeNull();
		await pay(phone, dossier, 1_000);
		keepMarker(shown(1)(await view(phone)), store);
		const lost = { code: 'storage-evicted', data: { series: 'T03', seq: 1, unsent: 1, receipt: 1 } };
		expect(findEviction(null, store)).toEqual(lost);
		expect(findEviction(phone.user, store)).toEqual(lost);
		leaveMarker(phone.user, store);
		expect(findEviction(null, store)).toBeNull();
		expect(findEviction(phone.user, store)).toEqual(lost);
		acceptEviction(store);
		expect(findEviction(phone.user, store)).toBeNull();
	});

	it('is not made up from a broken marker, nor from a browser that keeps none', async () => {
		const store = memoryStore();
		store.setItem('tournee-phone-x', '{"user":');
		expect(findEviction(null, store)).toBeNull();
		expect(findEviction(null, null)).toBeNull();
		const full = {
			...memoryStore(),
			setItem: () => {
				throw new DOMException('full', 'QuotaExceededError');
			}
		};
		const { phone } = await setting();
		keepMarker(await view(phone), full);
		expect(findEviction(null, full)).toBeNull();
	});
});

describe('storage that is full', () => {
	/** The next so many writes into the outbox find no room. */
	const fillFor = (phone: Phone, times: number): void => {
		let left = times;
		phone.db.outbox.hook('creating', () => {
			left -= 1;
			if (left >= 0) throw new DOMException('no room', 'QuotaExceededError');
		});
	};
	const caches = (names: readonly string[]) => {
		const present = new Set(names);
		const deleted: string[] = [];
		vi.stubGlobal('caches', {
			has: async (name: string) => present.has(name),
			delete: async (name: string) => {
				if (present.has(name)) deleted.push(name);
				return present.delete(name);
			}
		});
		return deleted;
	};

	it('gives up the reserve, then files that a network brings back, and the payment is saved once', async () => {
		const { phone, dossier } = await setting();
		const deleted = caches(['workbox-precache', 'tournee-later', 'tournee-reserve']);
		expect(await readRoom()).toMatchObject({ hasReserve: true });
		fillFor(phone, 2);
		expect(await pay(phone, dossier, 1_000)).toMatchObject({ ok: true, value: { seq: 1 } });
		expect(deleted).toEqual(['tournee-reserve', 'tournee-later']);
		expect(await phone.db.outbox.count()).toBe(1);
		expect(await makeRoom()).toBe(false);
	});

	it('says so when nothing is left to give up, and has saved nothing', async () => {
		const { phone, dossier } = await setting();
		caches([]);
		fillFor(phone, 1);
		expect(await pay(phone, dossier, 1_000)).toMatchObject({ ok: false, error: { code: 'storage-full' } });
		expect((await phone.db.device.get('device'))?.head.seq).toBe(0);
		expect((await pay(phone, dossier, 1_000)).ok).toBe(true);
	});
});

describe('a decision of the office', () => {
	it('reaches the item, closes it or keeps it open, and the last word holds', async () => {
		const { world, phone, dossier } = await setting();
		await pay(phone, dossier, 1_000);
		const server = await makeServer(phone);
		world.answer(server.wire(setAside(['out-of-scope'])));
		await syncPass(phone, quiet);
		const [item] = (await view(phone)).outbox;
		if (!item) throw new Error('one item');
		expect(needsAttention(item)).toBe(true);
		const say = async (decision: string, note: string, atMs: number) => {
			const notice: DecisionNotice = { operation: item.id, decision, note, by: 'Hélène Marchand', atMs };
			server.state.pull = await makePull([dossier], { decisions: [notice] });
			world.answer(server.wire());
			expect(await syncPass(phone, quiet)).toMatchObject({ error: null });
			const [next] = (await view(phone)).outbox;
			if (!next) throw new Error('one item');
			expect(next).toMatchObject({ state: 'attention', decision: { decision, note } });
			return next;
		};
		expect(needsAttention(await say('asked', 'Quelle adresse ?', 1))).toBe(true);
		expect(needsAttention(await say('a-word-to-come', 'Merci', 2))).toBe(true);
		const settled = await say('accepted', '', 3);
		expect(needsAttention(settled)).toBe(false);
		expect(isSettled(settled)).toBe(true);
		server.state.pull = await makePull([dossier]);
		await syncPass(phone, quiet);
		expect((await view(phone)).outbox[0]?.decision?.decision).toBe('accepted');
	});

	it('comes with the recovery key that black boxes are sealed to from then on', async () => {
		const { world, phone, dossier } = await setting();
		const server = await makeServer(phone);
		const { publicKey } = await createRecoveryKey();
		server.state.pull = await makePull([dossier], { recoveryKey: publicKey });
		world.answer(server.wire());
		expect(await syncPass(phone, quiet)).toMatchObject({ error: null });
		expect((await phone.db.device.get('device'))?.recoveryKey).toEqual(publicKey);
		server.state.pull = await makePull([dossier]);
		await syncPass(phone, quiet);
		expect((await phone.db.device.get('device'))?.recoveryKey).toEqual(publicKey);
	});
});

function memoryStore(): MarkerStore {
	const rows = new Map<string, string>();
	return {
		get length() {
			return rows.size;
		},
		key: (at) => [...rows.keys()][at] ?? null,
		getItem: (key) => rows.get(key) ?? null,
		setItem: (key, value) => void rows.set(key, value),
		removeItem: (key) => void rows.delete(key)
	};
}
