// Bytes and texts as the phone hashes, signs and stores them.
const decoder = new TextDecoder('utf-8', { fatal: true });

/** UTF-8 bytes of a text. */
export const utf8 = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);

/** The text of UTF-8 bytes; throws when they are none. */
export const fromUtf8 = (bytes: Uint8Array): string => decoder.decode(bytes);

/** One array after the other. */
export function concatBytes(first: Uint8Array, second: Uint8Array): Uint8Array<ArrayBuffer> {
	const bytes = new Uint8Array(first.length + second.length);
	bytes.set(first);
	bytes.set(second, first.length);
	return bytes;
}

/** Reads JSON that is then judged by a schema; undefined when the text is no JSON. */
export function parseJson(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}
