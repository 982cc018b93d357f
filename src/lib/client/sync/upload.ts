// Files go up after the operations that announced them: those of payments first, then the smallest, in pieces that resume.
import * as v from 'valibot';
import {
	BLOB_HEADERS,
	blobAnswerSchema,
	contentRange,
	pieceAt,
	signedBytesOfUpload,
	type BlobAnswer
} from '$lib/core/blob';
import { toHex } from '$lib/core/chain';
import { toBase64url } from '$lib/core/base64url';
import { refusal, type Refusal } from '$lib/core/refusal';
import { err, ok, type Result } from '$lib/core/result';
import { BLOB_CHUNK_BYTES } from '$lib/core/wire';
import { forgetBlobs } from '../local/blob-rows';
import { openPiece } from '../local/blobs';
import type { PhoneDatabase, StoredBlob } from '../local/database';
import { needDevice, type Phone } from '../local/phone';
import type { DeviceRecord } from '../local/records';
import { ask, call, type NotSent } from './transport';

export type UploadReport = {
	/** 'interrupted': an operation was saved meanwhile and goes first; 'failed': the network or the server, `failure` says why. */
	readonly end: 'done' | 'interrupted' | 'failed';
	readonly failure: { readonly error: Refusal; readonly retryAfterMs: number | null } | null;
};

/** What the server says of the file itself: it will say so again, until a person or another version changes something. */
const FINAL: readonly string[] = ['not-found', 'malformed', 'too-large', 'proof-wrong', 'content-type', 'blob-differs'];
/** What a piece that was damaged on its way is answered with: sent again, it is whole. */
const DAMAGED: readonly string[] = ['malformed', 'content-type', 'proof-wrong'];
/** How often an upload begins anew where the server asks for another piece, or the content arrived damaged. */
const RESTARTS = 3;

/** Sends what waits, file by file; each piece that arrived is noted, so that whatever ends this, the rest goes on from there. */
export async function uploadFiles(phone: Phone): Promise<UploadReport> {
	const device = await needDevice(phone);
	if (!device.ok) return { end: 'failed', failure: { error: device.error, retryAfterMs: null } };
	for (;;) {
		const file = await nextFile(phone.db);
		if (!file) return { end: 'done', failure: null };
		const sent = await sendFile(phone, device.value, file);
		if (!sent.ok) {
			const { refusal: error, retryAfterMs } = sent.error;
			return { end: 'failed', failure: { error, retryAfterMs } };
		}
		if (sent.value === 'interrupted') return { end: 'interrupted', failure: null };
	}
}

/** The next file whose operation the server has: of payments first, then the smallest. */
export async function nextFile(db: PhoneDatabase): Promise<StoredBlob | null> {
	const open = await db.blobs.where('state').anyOf('waiting', 'sending').toArray();
	const inOrder = open.sort((a, b) => Number(b.money) - Number(a.money) || a.size - b.size);
	for (const file of inOrder) {
		const operation = await db.outbox.get(file.owner);
		const isStored = operation?.state === 'attention' ? operation.outcome === 'quarantined' : true;
		if (operation && operation.state !== 'on-phone' && isStored) return file;
	}
	return null;
}

/**
 * Lets operations go with their files, which I5 allows once the server says again that it has each whole: a restore may have made it
 * forget. A file that it does not have is sent anew, and its operation stays. Says how many went.
 */
export async function leaveWithFiles(phone: Phone, operations: readonly string[]): Promise<number> {
	const device = await needDevice(phone);
	if (!device.ok) return 0;
	const { db } = phone;
	let gone = 0;
	for (const id of operations) {
		const missing = await firstMissing(phone, device.value, await db.blobs.where('owner').equals(id).toArray());
		// Without an answer nothing leaves; the next pass asks again.
		if (missing === 'unknown') return gone;
		if (missing) await db.blobs.put({ ...missing, state: 'sending', sent: 0 });
		if (missing) continue;
		await db.transaction('rw', [db.outbox, db.blobs, db.blobChunks], async () => {
			await forgetBlobs(db, id);
			await db.outbox.delete(id);
		});
		gone += 1;
	}
	return gone;
}

async function firstMissing(
	phone: Phone,
	device: DeviceRecord,
	files: readonly StoredBlob[]
): Promise<StoredBlob | 'unknown' | null> {
	for (const file of files) {
		const asked = await askOffset(phone, device, file);
		if (!asked.ok) return asked.error.refusal.code === 'not-found' ? file : 'unknown';
		if (asked.value < file.size) return file;
	}
	return null;
}

type Sent = Result<'done' | 'interrupted', NotSent>;

async function sendFile(phone: Phone, device: DeviceRecord, file: StoredBlob): Promise<Sent> {
	// Begun before: the server says how far it came. Dies anywhere: the same question next time.
	const begun = file.state === 'sending' ? await askOffset(phone, device, file) : ok(0);
	if (!begun.ok) return settle(phone.db, file, begun.error);
	let offset = begun.value;
	let restarts = 0;
	await note(phone.db, file, { state: offset >= file.size ? 'verified' : 'sending', sent: offset });
	while (offset < file.size) {
		if ((await phone.db.outbox.where('state').equals('on-phone').count()) > 0) return ok('interrupted');
		if (!(await isWanted(phone.db, file))) return ok('done');
		const answer = await sendPiece(phone, device, file, offset);
		if (answer.ok) {
			offset = answer.value.next;
			await note(phone.db, file, { state: answer.value.verified ? 'verified' : 'sending', sent: offset });
			continue;
		}
		const again = restarts < RESTARTS ? restartOf(answer.error.refusal, offset) : null;
		if (again === null) return settle(phone.db, file, answer.error);
		restarts += 1;
		offset = again;
	}
	return ok('done');
}

/** A person may have paused the upload between two pieces. */
async function isWanted(db: PhoneDatabase, { owner, sha256 }: StoredBlob): Promise<boolean> {
	return (await db.blobs.get([owner, sha256]))?.state === 'sending';
}

/** Where to go on; null where that would change nothing. */
function restartOf({ code, data }: Refusal, offset: number): number | null {
	if (DAMAGED.includes(code)) return offset;
	if (code === 'blob-differs') return data?.['what'] === 'hash' ? 0 : null;
	const next = data?.['next'];
	return code === 'blob-offset' && typeof next === 'number' && next % BLOB_CHUNK_BYTES === 0 ? next : null;
}

/** A refusal of this file is noted and the next one goes on; anything else ends the pass. */
async function settle(db: PhoneDatabase, file: StoredBlob, failed: NotSent): Promise<Sent> {
	const { code } = failed.refusal;
	// Somebody else sends the same file, e.g. a copy of this phone: the next pass asks how far it is.
	if (code === 'blob-offset') return err({ refusal: refusal('server-busy'), retryAfterMs: failed.retryAfterMs });
	if (!FINAL.includes(code) && !(code in LOCAL)) return err(failed);
	await note(db, file, { state: 'refused', sent: 0, code });
	return ok('done');
}

/** What this phone finds wrong with its own copy. */
const LOCAL: Readonly<Record<string, true>> = {
	'unreadable-record': true,
	'unopenable-seal': true,
	'unexpected-content': true
};

/** Writes how far a file is, unless it was paused or has gone meanwhile. */
async function note(
	db: PhoneDatabase,
	{ owner, sha256 }: StoredBlob,
	change: Pick<StoredBlob, 'state' | 'sent'> & { readonly code?: string }
): Promise<void> {
	await db.transaction('rw', [db.blobs], async () => {
		const current = await db.blobs.get([owner, sha256]);
		if (!current) return;
		const isPaused = current.state === 'paused' && change.state === 'sending';
		await db.blobs.put({ ...current, code: null, ...change, state: isPaused ? 'paused' : change.state });
	});
}

const digits = v.pipe(v.string(), v.regex(/^\d{1,9}$/), v.transform(Number));
const offsetSchema = v.object({ [BLOB_HEADERS.offset]: digits, [BLOB_HEADERS.length]: digits });

async function askOffset(phone: Phone, device: DeviceRecord, { sha256 }: StoredBlob): Promise<Result<number, NotSent>> {
	const headers = await proofHeaders(phone, device, sha256, null);
	const asked = await ask(
		phone.ports,
		{ path: pathOf(sha256), headers, refusalIn: BLOB_HEADERS.refusal },
		offsetSchema
	);
	return asked.ok ? ok(asked.value[BLOB_HEADERS.offset]) : asked;
}

async function sendPiece(
	phone: Phone,
	device: DeviceRecord,
	{ sha256, size }: StoredBlob,
	offset: number
): Promise<Result<BlobAnswer, NotSent>> {
	const bytes = await openPiece(phone, sha256, offset / BLOB_CHUNK_BYTES);
	if (!bytes.ok) return err({ refusal: bytes.error, retryAfterMs: null });
	const piece = { offset, sha256: toHex(await phone.ports.crypto.sha256(bytes.value)) };
	const proof = await proofHeaders(phone, device, sha256, piece);
	const headers = { ...proof, 'content-range': contentRange(pieceAt(offset, size)) };
	const request = { method: 'PUT', path: pathOf(sha256), headers, body: bytes.value } as const;
	const sent = await call(phone.ports, request, v.pipe(blobAnswerSchema, isAbout(sha256, size)));
	return sent.ok ? ok(sent.value.value) : sent;
}

/** An answer is believed when it is about this very file, and says "verified" only of the whole. */
const isAbout = (sha256: string, size: number) =>
	v.check<BlobAnswer>(
		(answer) =>
			answer.sha256 === sha256 &&
			answer.size === size &&
			answer.verified === (answer.next === size) &&
			(answer.verified || answer.next % BLOB_CHUNK_BYTES === 0)
	);

const pathOf = (sha256: string): string => `/api/blobs/${sha256}`;

/** With a session the signature is not looked at; without one it is what the server believes. */
async function proofHeaders(
	{ ports }: Phone,
	device: DeviceRecord,
	sha256: string,
	piece: Parameters<typeof signedBytesOfUpload>[2]
): Promise<Readonly<Record<string, string>>> {
	const signature = await ports.crypto.sign(device.signingKey, signedBytesOfUpload(device.id, sha256, piece));
	return { [BLOB_HEADERS.device]: device.id, [BLOB_HEADERS.proof]: toBase64url(signature) };
}
