// What is written beside a picture goes, the picture itself stays byte for byte.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { withoutMetadata } from '$lib/client/documents/jpeg';

type Segment = readonly [marker: number, content: Uint8Array];

const segment = ([marker, content]: Segment): readonly number[] => {
	const length = content.length + 2;
	return [0xff, marker, length >> 8, length & 255, ...content];
};

const picture = (segments: readonly Segment[], scan: Uint8Array): Uint8Array =>
	Uint8Array.from([0xff, 0xd8, ...segments.flatMap(segment), ...segment([0xda, Uint8Array.of(1, 2, 3)]), ...scan]);

const tables = fc.tuple(fc.constantFrom(0xdb, 0xc0, 0xc4, 0xdd, 0xe0, 0xee), fc.uint8Array({ maxLength: 60 }));
const beside = fc.tuple(fc.constantFrom(0xe1, 0xe2, 0xed, 0xef, 0xfe), fc.uint8Array({ maxLength: 60 }));
const scans = fc.uint8Array({ maxLength: 200 });

describe('metadata of a JPEG', () => {
	test('goes wherever it stands, and nothing else does', () => {
		fc.assert(
			fc.property(fc.array(fc.oneof(tables, beside), { maxLength: 12 }), scans, (segments, scan) => {
				const plain = segments.filter(([marker]) => [0xdb, 0xc0, 0xc4, 0xdd, 0xe0, 0xee].includes(marker));
				expect(withoutMetadata(picture(segments, scan))).toEqual(picture(plain, scan));
			})
		);
	});

	test('what is no JPEG, or ends in the middle of a segment, is none', () => {
		const whole = picture([[0xe1, new Uint8Array(40)]], Uint8Array.of(9));
		expect(withoutMetadata(new Uint8Array())).toBeNull();
		expect(withoutMetadata(Uint8Array.of(0x89, 0x50, 0x4e, 0x47))).toBeNull();
		for (let length = 0; length < 50; length += 1) expect(withoutMetadata(whole.slice(0, length))).toBeNull();
	});

	test('chance bytes never throw', () => {
		fc.assert(
			fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
				withoutMetadata(Uint8Array.from([0xff, 0xd8, 0xff, ...bytes]));
			})
		);
	});
});
