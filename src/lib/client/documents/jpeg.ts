// A JPEG without what cameras and browsers write beside the picture: no place, no phone, no comment.

/** Segments that belong to the picture itself: JFIF, and Adobe's word on how colours are coded. */
const KEPT: readonly number[] = [0xe0, 0xee];
const COMMENT = 0xfe;
const START_OF_SCAN = 0xda;

/** The same picture with no EXIF, XMP, profile or comment; null for what is no well-formed JPEG. */
export function withoutMetadata(bytes: Uint8Array): Uint8Array<ArrayBuffer> | null {
	if (bytes[0] !== 0xff || bytes[1] !== 0xd8) return null;
	const kept: Uint8Array[] = [bytes.subarray(0, 2)];
	let at = 2;
	while (bytes[at] === 0xff) {
		const marker = bytes[at + 1] ?? 0;
		const length = (bytes[at + 2] ?? 0) * 256 + (bytes[at + 3] ?? 0);
		const end = at + 2 + length;
		if (length < 2 || end > bytes.length) return null;
		// From here on there are only the coded lines of the picture.
		if (marker === START_OF_SCAN) return joined([...kept, bytes.subarray(at)]);
		const isBeside = (marker >= 0xe0 && marker <= 0xef && !KEPT.includes(marker)) || marker === COMMENT;
		if (!isBeside) kept.push(bytes.subarray(at, end));
		at = end;
	}
	return null;
}

function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
	const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
	let at = 0;
	for (const part of parts) {
		whole.set(part, at);
		at += part.length;
	}
	return whole;
}
