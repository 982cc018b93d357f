// The black box: all that this phone still owes, as text files that only the holder of the organisation's recovery key can open.
import * as v from 'valibot';
import {
	BLACK_BOX_INFO,
	blackBoxAad,
	blackBoxName,
	blackBoxSalt,
	MAX_BLACK_BOX_FILES,
	writeBlackBox,
	type BlackBoxContent,
	type BlackBoxHeader
} from '$lib/core/black-box';
import { toBase64url } from '$lib/core/base64url';
import { deviceIdSchema, organisationIdSchema, type DeviceId } from '$lib/core/ids';
import { refusal, type Refusal } from '$lib/core/refusal';
import { err, ok, type Result } from '$lib/core/result';
import { parisDay } from '$lib/core/time';
import {
	blobRefSchema,
	headSchema,
	operationSchema,
	publicKeySchema,
	type Operation,
	type PublicKey
} from '$lib/core/wire';
import type { KeyHandle, Ports } from '../ports';
import { gzip } from '../sync/gzip';
import { utf8 } from './bytes';
import { openWhole, type FileOpener } from './blobs';
import { PhoneDatabase, type StoredBlob, type StoredOutbox } from './database';
import { databaseName } from './database-names';
import { readMeta } from './meta';
import { currentUser } from './registry';
import { openJson, outboxPlace } from './seal';

/** A file to hand to the office, by whatever way there is. */
export type BlackBoxFile = {
	readonly name: string;
	readonly text: string;
	/** How many operations are inside. */
	readonly count: number;
	/** How many photos and documents are inside, and how many had no room or cannot be read. */
	readonly files: number;
	readonly leftOut: number;
};

const IV_BYTES = 12;
const CURVE = { name: 'ECDH', namedCurve: 'P-256' };

/** The least of the device record that is needed: the rest of it may be what is broken. */
const deviceSchema = v.object({
	id: deviceIdSchema,
	organisation: v.object({ id: organisationIdSchema }),
	series: v.fallback(v.pipe(v.string(), v.regex(/^T\d{2,6}$/)), 'T00'),
	recoveryKey: v.nullable(publicKeySchema),
	outboxKey: v.custom<KeyHandle>((key) => typeof key === 'object' && key !== null),
	head: headSchema
});
type Device = v.InferOutput<typeof deviceSchema>;

/** The black boxes of who is current on this phone, whatever state the app is in. */
export async function blackBoxesHere(ports: Ports): Promise<Result<readonly BlackBoxFile[], Refusal>> {
	const user = await currentUser(ports);
	if (!user) return err(refusal('black-box-empty'));
	const db = new PhoneDatabase(databaseName(user), ports);
	try {
		return await makeBlackBoxes(ports, db);
	} finally {
		db.close();
	}
}

/**
 * One file per chain of this phone: an earlier chain (after a copy of the phone was found) may still owe something too. Nothing is
 * marked as sent. Refuses `black-box-empty`, `recovery-key-missing` when the organisation has made none, `device-record-missing`
 * or `device-record-unreadable`, and `black-box-unsupported` by an old browser.
 */
export async function makeBlackBoxes(
	ports: Ports,
	db: PhoneDatabase
): Promise<Result<readonly BlackBoxFile[], Refusal>> {
	const stored = await db.device.get('device');
	if (!stored) return err(refusal('device-record-missing'));
	const device = v.safeParse(deviceSchema, stored);
	if (!device.success) return err(refusal('device-record-unreadable', { at: v.getDotPath(device.issues[0]) }));
	const { recoveryKey } = device.output;
	if (!recoveryKey) return err(refusal('recovery-key-missing'));
	const files: BlackBoxFile[] = [];
	for (const chain of await owedChains(ports, db, device.output)) {
		const file = await sealFile(ports, db, device.output, recoveryKey, chain);
		if (!file.ok) return file;
		files.push(file.value);
	}
	return files.length === 0 ? err(refusal('black-box-empty')) : ok(files);
}

/** What one chain of the phone owes. */
type Owed = {
	readonly chain: DeviceId;
	readonly operations: readonly Operation[];
	readonly files: readonly StoredBlob[];
};

/** What no signed head covers, by chain, in order and without a hole: behind an unreadable record the server could place nothing. */
async function owedChains(ports: Ports, db: PhoneDatabase, device: Device): Promise<readonly Owed[]> {
	const rows = await db.outbox.where('state').notEqual('confirmed').toArray();
	const byDevice = Map.groupBy(rows, (row) => row.device);
	const files = await owedFiles(db);
	const chains: Owed[] = [];
	for (const name of new Set([...byDevice.keys(), ...files.keys()])) {
		const chain = v.safeParse(deviceIdSchema, name);
		if (!chain.success) continue;
		const operations = await openRun(ports, device, byDevice.get(name) ?? []);
		const owed = { chain: chain.output, operations, files: files.get(name) ?? [] };
		if (operations.length + owed.files.length > 0) chains.push(owed);
	}
	return chains;
}

/** Files that were announced and that the server does not have whole, by chain: of payments first, then the smallest. */
async function owedFiles(db: PhoneDatabase): Promise<ReadonlyMap<string, readonly StoredBlob[]>> {
	const rows = await db.blobs.where('state').noneOf(['draft', 'verified']).toArray();
	const owners = await db.outbox.bulkGet(rows.map(({ owner }) => owner));
	const byChain = new Map<string, StoredBlob[]>();
	for (const [index, file] of rows.entries()) {
		const chain = owners[index]?.device;
		if (chain === undefined) continue;
		const of = byChain.get(chain) ?? [];
		if (!of.some(({ sha256 }) => sha256 === file.sha256)) of.push(file);
		byChain.set(chain, of);
	}
	for (const of of byChain.values()) of.sort((a, b) => Number(b.money) - Number(a.money) || a.size - b.size);
	return byChain;
}

async function openRun(ports: Ports, device: Device, rows: readonly StoredOutbox[]): Promise<readonly Operation[]> {
	const run: Operation[] = [];
	for (const row of rows.toSorted((a, b) => a.seq - b.seq)) {
		const opened = await openJson(ports, device.outboxKey, outboxPlace(row.id), row.sealed, operationSchema);
		const before = run.at(-1);
		if (!opened.ok || (before && opened.value.header.seq !== before.header.seq + 1)) {
			if (run.length > 0) break;
			continue;
		}
		run.push(opened.value);
	}
	return run;
}

async function sealFile(
	ports: Ports,
	db: PhoneDatabase,
	device: Device,
	recovery: PublicKey,
	{ chain, operations, files: owed }: Owed
): Promise<Result<BlackBoxFile, Refusal>> {
	const [first, last] = [operations[0], operations.at(-1)];
	const isPresent = chain === device.id;
	const files = await openFiles({ ports, db, keys: { outbox: device.outboxKey } }, owed);
	if (!first && files.length === 0) return err(refusal('black-box-empty'));
	const content: BlackBoxContent = {
		epoch: (await readMeta(db, 'pull')).epoch,
		head: isPresent || !last ? device.head : { seq: last.header.seq, hash: last.hash },
		operations: [...operations],
		files: [...files]
	};
	const packed = await gzip(utf8(JSON.stringify(content)));
	if (!packed) return err(refusal('black-box-unsupported'));
	const pair = await crypto.subtle.generateKey(CURVE, true, ['deriveBits']);
	const { x, y } = await crypto.subtle.exportKey('jwk', pair.publicKey);
	const iv = ports.random(IV_BYTES);
	const header: BlackBoxHeader = {
		org: device.organisation.id,
		device: chain,
		series: isPresent ? device.series : seriesOf(operations, device.series),
		count: operations.length,
		first: first?.header.seq ?? 0,
		last: last?.header.seq ?? 0,
		// A clock before 1970 is one that was never set.
		madeMs: Math.max(0, ports.now()),
		recovery,
		ephemeral: v.parse(publicKeySchema, { x, y }),
		iv: toBase64url(iv)
	};
	const text = writeBlackBox(header, await seal(header, iv, pair.privateKey, packed));
	const name = blackBoxName(header.series, parisDay(ports.now()));
	return ok({ name, text, count: operations.length, files: files.length, leftOut: owed.length - files.length });
}

/** As many files as have room; one that does not open keeps none of the others back. */
async function openFiles(phone: FileOpener, owed: readonly StoredBlob[]): Promise<BlackBoxContent['files']> {
	const files: BlackBoxContent['files'] = [];
	let room = MAX_BLACK_BOX_FILES;
	for (const { sha256, size, type } of owed) {
		if (size > room) continue;
		const bytes = await openWhole(phone, sha256, size);
		const named = v.safeParse(blobRefSchema, { sha256, size, type });
		if (!bytes.ok || !named.success) continue;
		files.push({ ...named.output, content: toBase64url(bytes.value) });
		room -= size;
	}
	return files;
}

/** Receipts of an earlier chain carry the series that it had. */
function seriesOf(operations: readonly Operation[], otherwise: string): string {
	const receiptSchema = v.object({ receipt: v.object({ series: v.pipe(v.string(), v.regex(/^T\d{2,6}$/)) }) });
	for (const { body } of operations) {
		const read = v.safeParse(receiptSchema, body);
		if (read.success) return read.output.receipt.series;
	}
	return otherwise;
}

async function seal(
	header: BlackBoxHeader,
	iv: Uint8Array<ArrayBuffer>,
	own: CryptoKey,
	content: Uint8Array<ArrayBuffer>
): Promise<Uint8Array> {
	const { subtle } = crypto;
	const jwk = { kty: 'EC', crv: 'P-256', ...header.recovery };
	const recovery = await subtle.importKey('jwk', jwk, CURVE, false, []);
	const bits = await subtle.deriveBits({ name: 'ECDH', public: recovery }, own, 256);
	const secret = await subtle.importKey('raw', bits, 'HKDF', false, ['deriveKey']);
	const key = await subtle.deriveKey(
		{ name: 'HKDF', hash: 'SHA-256', salt: blackBoxSalt(header), info: utf8(BLACK_BOX_INFO) },
		secret,
		{ name: 'AES-GCM', length: 256 },
		false,
		['encrypt']
	);
	const params = { name: 'AES-GCM', iv, additionalData: blackBoxAad(header) };
	return new Uint8Array(await subtle.encrypt(params, key, content));
}
