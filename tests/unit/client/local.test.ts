// The local database around the acts: enrolment, users, drafts, sign-out, reading, preflight.
import { describe, expect, it } from 'vitest';
import { recordPayment } from '$lib/client/actions/record-payment';
import { deleteDraft, draftKeys, readDraft, writeDraft } from '$lib/client/local/drafts';
import { enrol } from '$lib/client/local/enrol';
import { openOperation, readOutbox } from '$lib/client/local/outbox';
import { openCurrentPhone, openPhone, type Phone } from '$lib/client/local/phone';
import { currentUser, listProfiles } from '$lib/client/local/registry';
import { saveSettings } from '$lib/client/local/settings';
import { signOut } from '$lib/client/local/sign-out';
import { cashHeld, collectedOnDay } from '$lib/client/state/day-figures';
import { DraftWriter, mergeDraft } from '$lib/client/state/draft-writer';
import { PhoneReader } from '$lib/client/state/phone-reader';
import { placeOf } from '$lib/client/state/place';
import { runPreflight } from '$lib/client/state/preflight';
import type { PhoneView } from '$lib/client/state/view';
import type { Dossier } from '$lib/core/dossier';
import { addDays } from '$lib/core/time';
import { DAY, json, load, makeDossier, makePhone, makeRound, makeSession, makeWorld } from './phone-fixture';

const pay = (phone: Phone, dossier: Dossier, minor: number, means: 'cash' | 'card') =>
	recordPayment(phone, {
		dossier: dossier.id,
		round: null,
		place: null,
		draft: null,
		minor,
		detail: means === 'cash' ? { means } : { means, reference: 'A1' },
		payer: null,
		directedTo: null,
		acceptCredit: false
	});

async function view(phone: Phone): Promise<PhoneView> {
	const read = await new PhoneReader(phone).read();
	if (!read.ok) throw new Error(read.error.code);
	return read.value;
}

describe('enrolment', () => {
	const answer = {
		series: 'T03',
		epoch: 1,
		serverKeys: [],
		recoveryKey: null,
		publicOrigin: 'https://tournee.example'
	};

	it('sends the same id and key again after a lost answer', async () => {
		const world = makeWorld();
		const session = makeSession();
		const bodies: unknown[] = [];
		const keep = async (init: RequestInit) => bodies.push(await new Response(init.body ?? null).json());
		world.answer(async (_, init) => {
			await keep(init);
			throw new TypeError('the answer is lost');
		});
		expect(await enrol(world.ports, session, 'Test')).toMatchObject({ ok: false, error: { code: 'offline' } });
		expect(await currentUser(world.ports)).toBeNull();
		world.answer(async (_, init) => {
			await keep(init);
			return json(answer);
		});
		expect((await enrol(world.ports, session, 'Test')).ok).toBe(true);
		const [first, second] = bodies.map((body) =>
			JSON.stringify(body, (key, value: unknown) => (key === 'proof' ? '' : value))
		);
		expect(second).toBe(first);
		expect(await currentUser(world.ports)).toBe(session.user.id);
	});

	it('asks nothing again of a user who is already enrolled here', async () => {
		const world = makeWorld();
		const session = makeSession();
		await makePhone(world, session);
		const before = world.calls.length;
		expect((await enrol(world.ports, session, 'Test')).ok).toBe(true);
		expect(world.calls.length).toBe(before);
	});

	it('gives up an id that can never be enrolled', async () => {
		const world = makeWorld();
		const session = makeSession();
		const problem = json(
			{ error: { code: 'device-revoked' } },
			{ status: 403, headers: { 'content-type': 'application/json' } }
		);
		world.answer(async () => problem.clone());
		await enrol(world.ports, session, 'Test');
		await enrol(world.ports, session, 'Test');
		const ids = await Promise.all(
			world.calls.map(async ({ init }) => JSON.stringify(await new Response(init.body ?? null).json()).slice(0, 50))
		);
		expect(new Set(ids).size).toBe(2);
	});

	it('keeps keys that cannot be taken out', async () => {
		const phone = await makePhone(makeWorld());
		const device = await phone.db.device.get('device');
		for (const key of [device?.signingKey, device?.outboxKey, device?.snapshotKey]) {
			if (!(key instanceof CryptoKey)) throw new Error('a key of WebCrypto');
			expect(key.extractable).toBe(false);
		}
	});

	it('refuses somebody who is no collector', async () => {
		const session = { ...makeSession(), role: 'manager', app: 'office' } as const;
		expect(await enrol(makeWorld().ports, session, 'Test')).toMatchObject({
			ok: false,
			error: { code: 'role-not-allowed' }
		});
	});
});

describe('users of one phone', () => {
	it('have databases of their own, and signing out leaves all of them', async () => {
		const world = makeWorld();
		const [one, two] = [makeSession(), makeSession()];
		const first = await makePhone(world, one);
		const dossier = makeDossier();
		await load(first, [dossier]);
		await pay(first, dossier, 1_000, 'cash');
		expect(await signOut(first)).toEqual({ unsent: 1, sessionEnded: false });
		first.db.close();
		expect(await openCurrentPhone(world.ports)).toEqual({ ok: true, value: null });
		const second = await makePhone(world, two);
		expect((await view(second)).outbox).toEqual([]);
		expect((await listProfiles(world.ports)).map(({ user }) => user).sort()).toEqual([one.user.id, two.user.id].sort());
		const again = await openPhone(world.ports, one.user.id);
		if (!again.ok || !again.value) throw new Error('the first user is still here');
		expect((await view(again.value)).sync.unsent).toBe(1);
	});

	it('are told, not lost, when a device record cannot be read', async () => {
		const world = makeWorld();
		const session = makeSession();
		const phone = await makePhone(world, session);
		await phone.db.device.update('device', { series: '3' });
		const stored = await phone.db.device.get('device');
		expect(await openPhone(world.ports, session.user.id)).toMatchObject({
			ok: false,
			error: { code: 'device-record-unreadable', data: { at: 'series' } }
		});
		expect(await phone.db.device.get('device')).toEqual(stored);
	});
});

describe('drafts', () => {
	it('come back as they were typed, and leave when they are thrown away', async () => {
		const phone = await makePhone(makeWorld());
		await writeDraft(phone, 'visit:1', { note: 'à rappeler', outcome: 'met' });
		expect(await readDraft(phone, 'visit:1')).toEqual({ ok: true, value: { note: 'à rappeler', outcome: 'met' } });
		expect(await draftKeys(phone)).toEqual(['visit:1']);
		await deleteDraft(phone, 'visit:1');
		expect(await readDraft(phone, 'visit:1')).toBeNull();
	});

	it('write one at a time, the newest content last, and nothing after settling', async () => {
		const written: string[] = [];
		let free: () => void = () => undefined;
		const store = {
			readDraft: async () => null,
			deleteDraft: async () => undefined,
			writeDraft: async (_: string, { amount = '' }: Readonly<Record<string, string>>) => {
				await new Promise<void>((resolve) => (free = resolve));
				written.push(amount);
			}
		};
		const writer = new DraftWriter(store, 'k');
		void writer.save({ amount: '1' });
		void writer.save({ amount: '12' });
		void writer.save({ amount: '123' });
		const settled = writer.settle();
		free();
		await new Promise((resolve) => setTimeout(resolve));
		free();
		await settled;
		expect(written).toEqual(['1', '123']);
	});

	it('ignore fields of another version of the form', () => {
		expect(mergeDraft({ amount: '', means: 'cash' }, { amount: '12', gone: 'x' })).toEqual({
			amount: '12',
			means: 'cash'
		});
	});
});

describe('a sealed operation', () => {
	it.each([
		['place in the chain', { seq: 2 }],
		['hash', { hash: 'f'.repeat(64) }]
	])('is not opened where the record says another %s than what is inside', async (_what, change) => {
		const phone = await makePhone(makeWorld());
		const dossier = makeDossier();
		await load(phone, [dossier], [makeRound(phone, [dossier])]);
		expect((await pay(phone, dossier, 5_000, 'cash')).ok).toBe(true);
		const [record] = (await readOutbox(phone)).records;
		if (!record) throw new Error('nothing was saved');
		expect(await openOperation(phone, record)).toMatchObject({ ok: true });
		expect(await openOperation(phone, { ...record, ...change })).toMatchObject({
			error: { code: 'unexpected-content' }
		});
	});
});

describe('what the screens read', () => {
	it('counts the cash in the bag and what was collected, each payment once', async () => {
		const phone = await makePhone(makeWorld());
		const dossier = makeDossier();
		await load(phone, [dossier], [makeRound(phone, [dossier])]);
		await pay(phone, dossier, 5_000, 'cash');
		await pay(phone, dossier, 7_000, 'card');
		const shown = await view(phone);
		expect(cashHeld(shown, null)).toEqual({ minor: 5_000, currency: 'EUR' });
		expect(collectedOnDay(shown, DAY, null)).toEqual({ minor: 12_000, currency: 'EUR' });
		expect(collectedOnDay(shown, addDays(DAY, 1), null).minor).toBe(0);
		expect(shown.payments.map(({ number, money, state }) => [number, money.minor, state])).toEqual([
			['Q-2026-T03-000002', 7_000, 'on-phone'],
			['Q-2026-T03-000001', 5_000, 'on-phone']
		]);
	});

	it('folds a dossier again only when something of it changed', async () => {
		const phone = await makePhone(makeWorld());
		const [one, two] = [makeDossier(), makeDossier()];
		await load(phone, [one, two]);
		const reader = new PhoneReader(phone);
		const before = await reader.read();
		await pay(phone, one, 5_000, 'cash');
		const after = await reader.read();
		if (!before.ok || !after.ok) throw new Error('readable');
		expect(after.value.dossiers.get(two.id)).toBe(before.value.dossiers.get(two.id));
		expect(after.value.dossiers.get(one.id)).not.toBe(before.value.dossiers.get(one.id));
	});

	it('keeps the theme that was chosen', async () => {
		const phone = await makePhone(makeWorld());
		await saveSettings(phone, { theme: 'sun' });
		expect((await view(phone)).device.settings).toEqual({ theme: 'sun' });
	});
});

describe('preflight', () => {
	const verdicts = async (phone: Phone) => {
		const report = await runPreflight(phone, await view(phone), { today: DAY, askPosition: false });
		return { ready: report.ready, ...Object.fromEntries(report.checks.map(({ id, verdict }) => [id, verdict])) };
	};

	it('lets the round start when every dossier is here and readable', async () => {
		const phone = await makePhone(makeWorld());
		const dossier = makeDossier();
		await load(phone, [dossier], [makeRound(phone, [dossier])]);
		expect(await verdicts(phone)).toMatchObject({
			ready: true,
			dossiers: 'ok',
			digest: 'ok',
			series: 'ok',
			broken: 'ok'
		});
	});

	it('keeps it back when a dossier is missing, unreadable or not what the server counted', async () => {
		const phone = await makePhone(makeWorld());
		const [one, two] = [makeDossier(), makeDossier()];
		await load(phone, [one], [makeRound(phone, [one, two])]);
		expect(await verdicts(phone)).toMatchObject({ ready: false, dossiers: 'fail' });
		await load(phone, [one, two], [makeRound(phone, [one, two])]);
		const stored = await phone.db.dossiers.get(one.id);
		if (!stored) throw new Error('stored');
		await phone.db.dossiers.put({ ...stored, sealed: stored.sealed.slice(0, 20) });
		expect(await verdicts(phone)).toMatchObject({ ready: false, broken: 'fail', dossiers: 'fail', digest: 'ok' });
		await phone.db.dossiers.delete(two.id);
		expect(await verdicts(phone)).toMatchObject({ ready: false, digest: 'fail' });
	});

	it('says, without stopping anything, that there is no round today', async () => {
		const phone = await makePhone(makeWorld());
		await load(phone, [makeDossier()]);
		expect(await verdicts(phone)).toMatchObject({ ready: true, round: 'warn' });
	});
});

describe('a recorded position', () => {
	it('is whole millionths of a degree, metres and seconds', () => {
		const coords = { latitude: 47.3941441, longitude: 0.6848404, accuracy: 12.4 };
		expect(placeOf({ coords, timestamp: 1_000 }, 4_600)).toEqual({
			latE6: 47_394_144,
			lonE6: 684_840,
			accuracyM: 12,
			ageS: 4
		});
	});

	it('is none when the browser gives no number', () => {
		const coords = { latitude: Number.NaN, longitude: 0, accuracy: 1 };
		expect(placeOf({ coords, timestamp: 0 }, 0)).toBeNull();
	});
});
