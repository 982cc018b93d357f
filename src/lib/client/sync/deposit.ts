// Sends what is saved on this phone while no page is open: signed operations are appended without a session, the answer is ignored.
// Records are judged by hand: the library for it would be a third of the worker, and what they seal is judged by the server.
import type { SyncRequest } from '$lib/core/wire';
import { fromUtf8, utf8 } from '../local/bytes';
import { databaseName, REGISTRY_NAME } from '../local/database-names';
import { syncLock } from '../local/device-lock';
import { openBytes, outboxPlace, type OpenPorts } from '../local/seal';
import type { KeyHandle, LockPort } from '../ports';
import { gzip } from './gzip';

export type DepositPorts = OpenPorts & {
	readonly indexedDB: IDBFactory;
	readonly locks: LockPort;
	readonly fetch: (path: string, init: RequestInit) => Promise<Response>;
	readonly deadline: (milliseconds: number) => AbortSignal;
};

/** 'done': nothing is left that trying again would send; 'again': the browser should wake us once more. */
export type Deposited = 'done' | 'again';

/** Small requests: the browser grants a worker little time, and each one that arrives is progress. */
const MOST_OPERATIONS = 100;
const MOST_BYTES = 262_144;
const MOST_REQUESTS = 20;
const DEADLINE_MS = 30_000;
const WIRE: SyncRequest['wire'] = 1;

type Device = {
	readonly id: string;
	readonly head: { readonly seq: number; readonly hash: string };
	readonly outboxKey: KeyHandle;
};
type OutboxRow = {
	readonly id: string;
	readonly device: string;
	readonly seq: number;
	readonly bytes: number;
	readonly sealed: Uint8Array<ArrayBuffer>;
};

/**
 * Deposits what every user of this phone still has to send. Nothing is marked or deleted: the next page sends the same operations
 * again and is told what became of them, so that none is counted twice.
 */
export async function deposit(ports: DepositPorts): Promise<Deposited> {
	const profiles = await readAll(ports.indexedDB, REGISTRY_NAME, 'profiles');
	const results: Deposited[] = [];
	for (const { user } of profiles.filter(hasUser)) results.push(await depositOf(ports, user));
	return results.includes('again') ? 'again' : 'done';
}

async function depositOf(ports: DepositPorts, user: string): Promise<Deposited> {
	const name = databaseName(user);
	const [device] = await readAll(ports.indexedDB, name, 'device');
	// A chain that was continued elsewhere needs a person; a record that cannot be read needs the page, which says so.
	if (!isDevice(device)) return 'done';
	// A page that froze in the middle of a pass still holds the lock.
	const sent = await ports.locks.tryHold(syncLock(device.id), () => sendAll(ports, name, device));
	return sent ?? 'again';
}

async function sendAll(ports: DepositPorts, name: string, device: Device): Promise<Deposited> {
	let rest = unsentOf(device, await readAll(ports.indexedDB, name, 'outbox', ['state', 'on-phone']));
	for (let requests = 0; rest.length > 0 && requests < MOST_REQUESTS; requests += 1) {
		const ops = await openNext(ports, device, rest);
		if (ops.length === 0) return 'done';
		const taken = await send(ports, device, ops);
		if (taken !== 'taken') return taken;
		rest = rest.slice(ops.length);
	}
	return rest.length > 0 ? 'again' : 'done';
}

/** In the order of the chain, up to its first hole. */
function unsentOf(device: Device, rows: readonly unknown[]): readonly OutboxRow[] {
	const own = rows.filter(isOutboxRow).filter((row) => row.device === device.id);
	const inOrder = own.sort((a, b) => a.seq - b.seq);
	const hole = inOrder.findIndex((row, at) => row.seq !== (inOrder[0]?.seq ?? 0) + at);
	return hole === -1 ? inOrder : inOrder.slice(0, hole);
}

/** The next operations as the JSON that was sealed. */
async function openNext(ports: OpenPorts, device: Device, rows: readonly OutboxRow[]): Promise<readonly string[]> {
	const ops: string[] = [];
	let room = MOST_BYTES;
	for (const { id, bytes, sealed } of rows.slice(0, MOST_OPERATIONS)) {
		room -= bytes;
		if (room < 0 && ops.length > 0) break;
		const opened = await openBytes(ports, device.outboxKey, outboxPlace(id), sealed);
		if (!opened.ok) break;
		ops.push(fromUtf8(opened.value));
	}
	return ops;
}

async function send(ports: DepositPorts, { id, head }: Device, ops: readonly string[]): Promise<Deposited | 'taken'> {
	// Epoch, countersignature and cursor are for who may read, and a deposit may not.
	const envelope = JSON.stringify({ wire: WIRE, device: id, epoch: 0, head, countersignature: null, cursor: null });
	const bytes = utf8(`${envelope.slice(0, -1)},"ops":[${ops.join(',')}]}`);
	const small = await gzip(bytes);
	try {
		const { status, headers } = await ports.fetch('/api/sync', {
			method: 'POST',
			headers: { 'content-type': 'application/json', ...(small ? { 'content-encoding': 'gzip' } : {}) },
			body: small ?? bytes,
			// Without the session: a worker that nobody looks at must not be sent anybody's dossiers.
			credentials: 'omit',
			cache: 'no-store',
			redirect: 'error',
			signal: ports.deadline(DEADLINE_MS)
		});
		const isOurs = /^application\/json\b/i.test(headers.get('content-type') ?? '');
		if (status === 200 && isOurs) return 'taken';
		// What the server refuses as a whole, the page explains; a portal, a busy or a broken server may do better later.
		return isOurs && status < 500 && status !== 429 ? 'done' : 'again';
	} catch {
		return 'again';
	}
}

/** Every record of a store, or of one value of an index; none where there is no such database, which is not made. */
async function readAll(
	factory: IDBFactory,
	database: string,
	store: string,
	of?: readonly [index: string, value: string]
): Promise<readonly unknown[]> {
	const db = await openExisting(factory, database);
	if (!db) return [];
	try {
		const rows = db.transaction(store).objectStore(store);
		return await answerTo<unknown[]>(of ? rows.index(of[0]).getAll(of[1]) : rows.getAll());
	} finally {
		db.close();
	}
}

async function openExisting(factory: IDBFactory, name: string): Promise<IDBDatabase | null> {
	const request = factory.open(name);
	request.onupgradeneeded = () => request.transaction?.abort();
	const db = await answerTo(request).catch(() => null);
	// A page that upgrades or deletes it is never held up.
	if (db) db.onversionchange = () => db.close();
	return db;
}

const answerTo = <T>(request: IDBRequest<T>): Promise<T> =>
	new Promise((resolve, reject) => {
		request.onsuccess = () => resolve(request.result);
		request.onerror = () => reject(request.error ?? new Error('IndexedDB'));
	});

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

const hasUser = (value: unknown): value is { readonly user: string } =>
	isObject(value) && 'user' in value && typeof value.user === 'string';

const isDevice = (value: unknown): value is Device =>
	isObject(value) &&
	'id' in value &&
	typeof value.id === 'string' &&
	'head' in value &&
	isObject(value.head) &&
	'outboxKey' in value &&
	isObject(value.outboxKey) &&
	'forked' in value &&
	value.forked === false;

const isOutboxRow = (value: unknown): value is OutboxRow =>
	isObject(value) &&
	'id' in value &&
	typeof value.id === 'string' &&
	'device' in value &&
	'seq' in value &&
	typeof value.seq === 'number' &&
	'bytes' in value &&
	typeof value.bytes === 'number' &&
	'sealed' in value &&
	value.sealed instanceof Uint8Array;
