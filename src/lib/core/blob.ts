// Files of an operation (photos, documents): how large they may be, in which pieces they travel, and what proves who sends one.
import * as v from 'valibot';
import { canonicalBytes } from './canonical';
import type { DeviceId } from './ids';
import { integerSchema } from './operation';
import { BLOB_CHUNK_BYTES, blobRefSchema, MAGIC } from './wire';

/** A file as an operation announces it: named by its content. */
export type BlobRef = v.InferOutput<typeof blobRefSchema>;
export type BlobType = BlobRef['type'];

export const MAX_BLOB_BYTES = 4_194_304;

/** Names of the headers of an upload: the device and its proof, what the server has, and why it refuses a HEAD. */
export const BLOB_HEADERS = {
	device: 'x-tournee-device',
	proof: 'x-tournee-proof',
	offset: 'upload-offset',
	length: 'upload-length',
	refusal: 'x-tournee-refusal'
} as const;

/** What a stored piece is answered with; `next` is where the next one begins, the size once the whole is verified. */
export const blobAnswerSchema = v.object({
	magic: v.literal(MAGIC),
	sha256: blobRefSchema.entries.sha256,
	size: v.pipe(integerSchema, v.minValue(1)),
	next: v.pipe(integerSchema, v.minValue(0)),
	verified: v.boolean()
});
export type BlobAnswer = v.InferOutput<typeof blobAnswerSchema>;

/** One piece of a file: where it begins, how long it is, and how long the whole is, in bytes. */
export type BlobPiece = { readonly offset: number; readonly length: number; readonly size: number };

/** The piece of a file that begins at `offset`. */
export const pieceAt = (offset: number, size: number): BlobPiece => ({
	offset,
	length: Math.min(BLOB_CHUNK_BYTES, size - offset),
	size
});

/** How many pieces a file has. */
export const pieceCount = (size: number): number => Math.ceil(size / BLOB_CHUNK_BYTES);

/** A piece as its request names it (RFC 9110 §14.4), e.g. `bytes 0-65535/81920`. */
export const contentRange = ({ offset, length, size }: BlobPiece): string =>
	`bytes ${offset}-${offset + length - 1}/${size}`;

/** Reads such a name; null for one that is no whole piece, or of a file that is too large. */
export function parseContentRange(text: string): BlobPiece | null {
	const [, first, last, whole] = /^bytes (\d{1,9})-(\d{1,9})\/(\d{1,9})$/.exec(text) ?? [];
	const [offset, end, size] = [Number(first), Number(last) + 1, Number(whole)];
	if (!(size > 0 && size <= MAX_BLOB_BYTES && offset < size) || offset % BLOB_CHUNK_BYTES !== 0) return null;
	const piece = pieceAt(offset, size);
	return offset + piece.length === end ? piece : null;
}

/**
 * The bytes that a device signs to send a piece, or with `piece` null to ask how far an upload is. They name the content, so
 * that a copy of the request can only send the same content again.
 */
export const signedBytesOfUpload = (
	device: DeviceId,
	sha256: string,
	piece: { readonly offset: number; readonly sha256: string } | null
): Uint8Array<ArrayBuffer> => canonicalBytes({ call: 'blob', device, piece, sha256 });

/** The type that the first bytes of a file show; null for one that is not taken. */
export function typeOfBytes(bytes: Uint8Array): BlobType | null {
	const begins = (start: number, signature: readonly number[]): boolean =>
		signature.every((byte, index) => bytes[start + index] === byte);
	if (begins(0, [0xff, 0xd8, 0xff])) return 'image/jpeg';
	if (begins(0, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])) return 'image/png';
	if (begins(0, [0x52, 0x49, 0x46, 0x46]) && begins(8, [0x57, 0x45, 0x42, 0x50])) return 'image/webp';
	return begins(0, [0x25, 0x50, 0x44, 0x46, 0x2d]) ? 'application/pdf' : null;
}

/** Where a file stands on the server. An operation's document is complete only once each of its files is verified. */
export type BlobState = 'announced' | 'partial' | 'verified';

export const blobState = (row: { readonly received: number; readonly verifiedMs: number | null }): BlobState =>
	row.verifiedMs !== null ? 'verified' : row.received > 0 ? 'partial' : 'announced';
