// What is read back from IndexedDB may be anything: the phone says what it cannot read, never throws, and loses no record.
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { readDraft, writeDraft } from '$lib/client/local/drafts';
import { countUnsent } from '$lib/client/local/outbox';
import { openPhone, type Phone } from '$lib/client/local/phone';
import { sealJson } from '$lib/client/local/seal';
import { PhoneReader } from '$lib/client/state/phone-reader';
import { syncPass } from '$lib/client/sync/pass';
import { anyChanges, anyJson, changed, runsOf } from '../../fuzz/hostile';
import { json, load, makeDossier, makePhone, makeWorld } from './phone-fixture';
import { pay, quiet, type Setting } from './server-fixture';

const LONG_MS = 3_600_000;
let set: Setting;

beforeAll(async () => {
	const world = makeWorld();
	const phone = await makePhone(world);
	const dossier = makeDossier();
	await load(phone, [dossier]);
	await pay(phone, dossier, 1_000);
	await pay(phone, dossier, 2_000);
	await writeDraft(phone, 'payment', { amount: '12,00' });
	set = { world, phone, dossier };
});

const STORES = ['device', 'outbox', 'dossiers', 'rounds', 'drafts', 'meta'] as const;

type Kept = { readonly store: string; readonly records: readonly unknown[] };

const keep = ({ db }: Phone): Promise<readonly Kept[]> =>
	Promise.all(STORES.map(async (store) => ({ store, records: await db.table(store).toArray() })));

async function putBack({ db }: Phone, kept: readonly Kept[]): Promise<void> {
	for (const { store, records } of kept) {
		await db.table(store).clear();
		await db.table(store).bulkPut([...records]);
	}
}

/** Uses the phone as a person would; every refusal is fine, a throw is not. */
async function useEverything({ world, phone, dossier }: Setting): Promise<void> {
	const again = await openPhone(world.ports, phone.user);
	if (again.ok && again.value) again.value.db.close();
	const view = await new PhoneReader(phone).read();
	if (view.ok) expect(view.value.device.id).toBeTruthy();
	await readDraft(phone, 'payment');
	await countUnsent(phone);
	await pay(phone, dossier, 500);
	await syncPass(phone, quiet);
}

const count = (kept: readonly Kept[], store: string): number =>
	kept.find((entry) => entry.store === store)?.records.length ?? 0;

describe('records of any content', () => {
	test(
		'are refused in words, and stay where they are',
		async () => {
			const { phone } = set;
			const kept = await keep(phone);
			const property = fc.asyncProperty(fc.nat(), fc.nat(), anyChanges, async (which, index, changes) => {
				const { store, records } = kept[which % kept.length] ?? { store: 'meta', records: [] };
				const record = records[index % Math.max(1, records.length)];
				if (record === undefined || !(await isStored(phone, store, changed(record, changes)))) return;
				await useEverything(set);
				const after = await keep(phone);
				await putBack(phone, kept);
				for (const { store: name, records: before } of kept)
					if (name !== 'drafts') expect(count(after, name), name).toBeGreaterThanOrEqual(before.length);
			});
			await fc.assert(property, runsOf(40, 0.08));
		},
		LONG_MS
	);

	test(
		'that were sealed by this very phone are judged by their schema',
		async () => {
			const { phone, dossier } = set;
			const kept = await keep(phone);
			const rev = 1;
			const place = `dossier:${dossier.id}:${rev}`;
			const property = fc.asyncProperty(
				fc.oneof(
					anyJson,
					anyChanges.map((changes) => changed(dossier, changes))
				),
				async (content) => {
					const sealed = await sealJson(phone.ports, phone.keys.snapshots, place, content);
					await phone.db.dossiers.put({ id: dossier.id, rev, sealed });
					await useEverything(set);
					await putBack(phone, kept);
				}
			);
			await fc.assert(property, runsOf(40, 0.06));
		},
		LONG_MS
	);

	test(
		'that a server answers change nothing of what waits',
		async () => {
			const { world, phone } = set;
			const kept = await keep(phone);
			const [device] = await phone.db.device.toArray();
			const answer = {
				wire: 1,
				magic: 'tournee',
				device: device?.id,
				epoch: 1,
				head: { seq: 2, hash: device?.head.hash },
				push: 'ok',
				outcomes: [],
				countersignature: null,
				now: 1_795_000_000_000,
				pull: null
			};
			const property = fc.asyncProperty(anyChanges, async (changes) => {
				const body = changed(answer, changes);
				world.answer(async () => json(body));
				const report = await syncPass(phone, quiet);
				expect(report).not.toBe('busy');
				world.answer(() => Promise.reject(new TypeError('network is down')));
				const after = await keep(phone);
				await putBack(phone, kept);
				expect(count(after, 'outbox')).toBe(count(kept, 'outbox'));
			});
			await fc.assert(property, runsOf(60, 0.06));
		},
		LONG_MS
	);
});

/** False for what IndexedDB itself refuses, e.g. without its key. */
async function isStored({ db }: Phone, store: string, record: unknown): Promise<boolean> {
	try {
		await db.table(store).put(record);
		return true;
	} catch {
		return false;
	}
}
