// Files of operations: the pieces they travel in, and what their first bytes show.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
	blobState,
	contentRange,
	MAX_BLOB_BYTES,
	parseContentRange,
	pieceAt,
	pieceCount,
	typeOfBytes
} from '$lib/core/blob';
import { BLOB_CHUNK_BYTES } from '$lib/core/wire';

describe('pieces', () => {
	test('of any file follow each other without a hole, and each is read back from its name', () => {
		fc.assert(
			fc.property(fc.integer({ min: 1, max: MAX_BLOB_BYTES }), (size) => {
				let offset = 0;
				let count = 0;
				while (offset < size) {
					const piece = pieceAt(offset, size);
					expect(parseContentRange(contentRange(piece))).toEqual(piece);
					offset += piece.length;
					count += 1;
				}
				expect([offset, count]).toEqual([size, pieceCount(size)]);
			}),
			{ numRuns: 50 }
		);
	});

	test.each([
		'',
		'bytes */100',
		'bytes 0-99',
		'bytes 0-0/0',
		'bytes 0-98/100',
		'bytes 0-100/100',
		'bytes 5-99/100',
		'bytes 100-99/100',
		'bytes 65536-65535/65536',
		`bytes 0-65534/${BLOB_CHUNK_BYTES + 1}`,
		`bytes 0-65535/${MAX_BLOB_BYTES + 1}`,
		'bytes -1-99/100',
		'bytes 0-99/100 ',
		'bytes 0-9999999999/9999999999'
	])('%j names no piece', (text) => {
		expect(parseContentRange(text)).toBeNull();
	});
});

test('the type of a file is what its first bytes show', () => {
	const bytes = (text: string) => Uint8Array.from(text, (letter) => letter.charCodeAt(0));
	expect(typeOfBytes(bytes('\xff\xd8\xff\xe0..'))).toBe('image/jpeg');
	expect(typeOfBytes(bytes('\x89PNG\r\n\x1a\n..'))).toBe('image/png');
	expect(typeOfBytes(bytes('RIFF1234WEBP'))).toBe('image/webp');
	expect(typeOfBytes(bytes('%PDF-1.7'))).toBe('application/pdf');
	for (const other of ['', 'RIFF1234WAVE', '<html>', '\xff\xd8', 'PDF-']) expect(typeOfBytes(bytes(other))).toBeNull();
});

test('a file is announced, then partial, then verified', () => {
	expect(blobState({ received: 0, verifiedMs: null })).toBe('announced');
	expect(blobState({ received: 5, verifiedMs: null })).toBe('partial');
	expect(blobState({ received: 9, verifiedMs: 1 })).toBe('verified');
});
