// Contents of files on this phone: sealed in pieces before anything is stored, opened piece by piece, kept under their hash.
import * as v from 'valibot';
import { MAX_BLOB_BYTES, pieceAt, pieceCount, typeOfBytes, type BlobType } from '$lib/core/blob';
import { toHex } from '$lib/core/chain';
import { refusal, type Refusal } from '$lib/core/refusal';
import { err, ok, type Result } from '$lib/core/result';
import { BLOB_CHUNK_BYTES } from '$lib/core/wire';
import { draftOwner, forgetBlob } from './blob-rows';
import type { StoredBlob, StoredBlobChunk } from './database';
import type { Phone } from './phone';
import { dropCaches, hasRoomFor, isQuotaError } from './room';
import { openBytes, sealBytes } from './seal';

type Bytes = Uint8Array<ArrayBuffer>;

/** What opens a file: all of an open phone, or as much of a broken one. */
export type FileOpener = Pick<Phone, 'ports' | 'db'> & { readonly keys: Pick<Phone['keys'], 'outbox'> };

const placeOf = (sha256: string, index: number): string => `blob:${sha256}:${index}`;
const sealedSchema = v.custom<Bytes>((input) => input instanceof Uint8Array);

/**
 * Keeps a file for a form under way; the same content twice is one file. Refuses a type that is not taken
 * (`photo-unreadable`), what is too large (`photo-too-large`), and `photo-no-room`: the form goes on without it.
 */
export async function keepForDraft(phone: Phone, draft: string, bytes: Bytes): Promise<Result<StoredBlob, Refusal>> {
	const type = typeOfBytes(bytes);
	if (!type) return err(refusal('photo-unreadable'));
	if (bytes.length > MAX_BLOB_BYTES) return err(refusal('photo-too-large'));
	if (!(await hasRoomFor(bytes.length))) return err(refusal('photo-no-room'));
	const file = fileOf(draftOwner(draft), toHex(await phone.ports.crypto.sha256(bytes)), bytes.length, type);
	// No cryptography inside a transaction: everything is sealed first.
	const chunks = await sealAll(phone, file.sha256, bytes);
	const stored =
		(await storeFile(phone, file, chunks)) || ((await dropCaches()) && (await storeFile(phone, file, chunks)));
	return stored ? ok(file) : err(refusal('photo-no-room'));
}

/** False where the browser has no room; nothing is stored then. */
async function storeFile({ db }: Phone, file: StoredBlob, chunks: readonly StoredBlobChunk[]): Promise<boolean> {
	try {
		await db.transaction('rw', [db.blobs, db.blobChunks], async () => {
			await db.blobChunks.bulkPut(chunks);
			await db.blobs.put(file);
		});
		return true;
	} catch (error) {
		if (isQuotaError(error)) return false;
		throw error;
	}
}

/** Takes a file out of a form again. */
export async function removeFromDraft({ db }: Phone, draft: string, sha256: string): Promise<void> {
	await db.transaction('rw', [db.blobs, db.blobChunks], () => forgetBlob(db, draftOwner(draft), sha256));
}

/** One piece of a file; refused when it is missing or does not open. */
export async function openPiece(phone: FileOpener, sha256: string, index: number): Promise<Result<Bytes, Refusal>> {
	const stored = await phone.db.blobChunks.get([sha256, index]);
	const sealed = v.safeParse(sealedSchema, stored?.sealed);
	if (!sealed.success) return err(refusal('unreadable-record', { key: placeOf(sha256, index) }));
	return openBytes(phone.ports, phone.keys.outbox, placeOf(sha256, index), sealed.output);
}

/** A whole file, to show it; refused when a piece does not open. */
export async function openWhole(phone: FileOpener, sha256: string, size: number): Promise<Result<Bytes, Refusal>> {
	const whole = new Uint8Array(size);
	for (let index = 0; index < pieceCount(size); index += 1) {
		const piece = await openPiece(phone, sha256, index);
		if (!piece.ok) return piece;
		const { offset, length } = pieceAt(index * BLOB_CHUNK_BYTES, size);
		if (piece.value.length !== length) return err(refusal('unexpected-content', { place: placeOf(sha256, index) }));
		whole.set(piece.value, offset);
	}
	return ok(whole);
}

const fileOf = (owner: string, sha256: string, size: number, type: BlobType): StoredBlob => ({
	...{ owner, sha256, size, type },
	...{ money: false, state: 'draft', sent: 0, code: null }
});

async function sealAll(phone: Phone, sha256: string, bytes: Bytes): Promise<readonly StoredBlobChunk[]> {
	const chunks: StoredBlobChunk[] = [];
	for (let index = 0; index < pieceCount(bytes.length); index += 1) {
		const { offset, length } = pieceAt(index * BLOB_CHUNK_BYTES, bytes.length);
		const place = placeOf(sha256, index);
		const sealed = await sealBytes(phone.ports, phone.keys.outbox, place, bytes.slice(offset, offset + length));
		chunks.push({ sha256, index, sealed });
	}
	return chunks;
}
