// An upload: pieces are kept as they come, in order; the last one joins them, and only the announced content becomes a file.
import { MAX_BLOB_BYTES, pieceAt, pieceCount, typeOfBytes, type BlobAnswer, type BlobPiece } from '$lib/core/blob';
import { toHex, type Bytes } from '$lib/core/chain';
import { refusal, type Refusal } from '$lib/core/refusal';
import { err, ok, type Result } from '$lib/core/result';
import { BLOB_CHUNK_BYTES, MAGIC } from '$lib/core/wire';
import type { ServerContext } from '../context';
import { keepReceived, markVerified, rewindReceived, type Content } from '../db/blobs';
import { sha256 } from '../signature';
import { claimOf, type Asker, type Claim } from './claim';
import { pieceKey, wholeKey, type BlobStore } from './store';

export type UploadPorts = { readonly ctx: ServerContext; readonly store: BlobStore };

/**
 * How far the upload of a file is; refuses as `claimOf`. A database that was restored from a backup may know less than the bucket:
 * a file that lies there whole is verified again instead of being sent again.
 */
export async function uploadState(
	{ ctx, store }: UploadPorts,
	asker: Asker,
	name: string
): Promise<Result<BlobAnswer, Refusal>> {
	const claim = await claimOf(ctx, asker, name, null);
	if (!claim.ok) return claim;
	const { announced, org } = claim.value;
	const [first] = announced;
	if (!first) return err(refusal('not-found'));
	const verified = announced.find(({ verifiedMs }) => verifiedMs !== null);
	if (verified) return ok(answerOf(name, verified));
	const whole = await store.read(wholeKey(org, name));
	if (!whole || (await problemOf(whole, { name, ...first }))) return ok(answerOf(name, first));
	await ctx.db.writeBatch([markVerified(org, { name, size: first.size, type: first.type }, ctx.now())]);
	return ok(wholeAnswer(name, first.size));
}

/**
 * Takes one piece. A piece that is there already is answered like a new one, so that a lost answer costs nothing. Refuses as
 * `claimOf`, and: `too-large`; `blob-differs` when size, hash or type are not what was announced, and then forgets the pieces;
 * `blob-offset` with `next` when another piece is due.
 */
export async function takePiece(
	ports: UploadPorts,
	asker: Asker,
	name: string,
	piece: BlobPiece,
	bytes: Bytes
): Promise<Result<BlobAnswer, Refusal>> {
	if (piece.size > MAX_BLOB_BYTES) return err(refusal('too-large', { max: MAX_BLOB_BYTES }));
	if (bytes.length !== piece.length) return err(refusal('malformed'));
	const claim = await claimOf(ports.ctx, asker, name, { offset: piece.offset, bytes });
	if (!claim.ok) return claim;
	const announced = claim.value.announced.find(({ size }) => size === piece.size);
	if (!announced) return err(refusal('blob-differs', { what: 'size' }));
	const end = piece.offset + piece.length;
	const { received } = announced;
	if (announced.verifiedMs !== null || end <= received) return ok(answerOf(name, announced));
	if (piece.offset !== received) return err(refusal('blob-offset', { next: received }));
	const content = { name, size: piece.size, type: announced.type };
	if (end === piece.size) return join(ports, claim.value, content, bytes);
	// Dies between the two: the same piece comes again and takes the same place.
	await ports.store.write(pieceKey(claim.value.org, name, piece.offset), bytes);
	await ports.ctx.db.writeBatch([keepReceived(claim.value.org, content, end)]);
	return ok({ ...answerOf(name, announced), next: end });
}

type Progress = Claim['announced'][number];

const answerOf = (name: string, { size, received, verifiedMs }: Progress): BlobAnswer => ({
	magic: MAGIC,
	sha256: name,
	size,
	next: received,
	verified: verifiedMs !== null
});

/** The last piece: the whole is checked, stored under its name, and then the pieces go. */
async function join(
	{ ctx, store }: UploadPorts,
	{ org }: Claim,
	content: Content,
	last: Bytes
): Promise<Result<BlobAnswer, Refusal>> {
	const { name, size } = content;
	const keys = Array.from({ length: pieceCount(size) - 1 }, (_, index) =>
		pieceKey(org, name, index * BLOB_CHUNK_BYTES)
	);
	const whole = new Uint8Array(size);
	whole.set(last, size - last.length);
	for (const [index, key] of keys.entries()) {
		const offset = index * BLOB_CHUNK_BYTES;
		const piece = await store.read(key);
		if (piece?.length !== pieceAt(offset, size).length) return rewind(ctx, org, content, offset);
		whole.set(piece, offset);
	}
	const what = await problemOf(whole, content);
	if (what) {
		await ctx.db.writeBatch([rewindReceived(org, content, 0)]);
		await store.remove(keys);
		return err(refusal('blob-differs', { what }));
	}
	// Dies before the database knows: the last piece comes again and joins the same pieces.
	await store.write(wholeKey(org, name), whole);
	await ctx.db.writeBatch([markVerified(org, content, ctx.now())]);
	if (keys.length > 0) await store.remove(keys);
	return ok(wholeAnswer(name, size));
}

const wholeAnswer = (name: string, size: number): BlobAnswer => ({
	...{ magic: MAGIC, sha256: name, size },
	...{ next: size, verified: true }
});

/**
 * What of a file is not as it was announced; null for the very file. The hash comes before the type: bytes that were damaged on their
 * way can look like another type, and are sent again; the announced content of another type never is right.
 */
async function problemOf(whole: Bytes, { name, size, type }: Content): Promise<'size' | 'hash' | 'type' | null> {
	if (whole.length !== size) return 'size';
	if (toHex(await sha256(whole)) !== name) return 'hash';
	return typeOfBytes(whole) === type ? null : 'type';
}

/** A piece is gone (a restored database, or another request that was faster): the upload goes on from it. */
async function rewind(
	ctx: ServerContext,
	org: Claim['org'],
	content: Content,
	next: number
): Promise<Result<BlobAnswer, Refusal>> {
	await ctx.db.writeBatch([rewindReceived(org, content, next)]);
	return err(refusal('blob-offset', { next }));
}
