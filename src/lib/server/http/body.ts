// JSON over the network, compressed both ways: reading a bounded request and writing an answer.
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { refusal, type Refusal } from '$lib/core/refusal';
import { err, ok, type Result } from '$lib/core/result';

/** Below this an answer is sent as it is: the header of a compressed one would eat the gain. */
const COMPRESS_FROM_BYTES = 1_024;
/** A fifth smaller than gzip in about the same time; quality 9 takes three times longer for 2 % less. */
const BROTLI_QUALITY = 7;
/** For what is mostly ids and words that come again at once: as small as with more effort, in a fifth of the time. */
export const QUICK_QUALITY = 3;

/**
 * Reads a JSON body of at most `max` bytes, inflated. Refuses another content type (`content-type`), a longer body
 * (`too-large`, without reading on) and what is no JSON or no gzip (`malformed`).
 */
export async function readJson(request: Request, max: number): Promise<Result<unknown, Refusal>> {
	if (!/^application\/json\b/i.test(request.headers.get('content-type') ?? '')) return err(refusal('content-type'));
	const encoding = request.headers.get('content-encoding') ?? 'identity';
	if (encoding !== 'identity' && encoding !== 'gzip') return err(refusal('content-type', { encoding }));
	if (!request.body) return err(refusal('malformed'));
	const stream = encoding === 'gzip' ? request.body.pipeThrough(new DecompressionStream('gzip')) : request.body;
	try {
		const text = await readText(stream, max);
		return text === null ? err(refusal('too-large', { max })) : ok(JSON.parse(text));
	} catch {
		return err(refusal('malformed'));
	}
}

/** Reads a body of at most `max` bytes as it is. Refuses one that says it is compressed (`content-type`) and a longer one (`too-large`). */
export async function readBytes(request: Request, max: number): Promise<Result<Uint8Array<ArrayBuffer>, Refusal>> {
	const encoding = request.headers.get('content-encoding') ?? 'identity';
	if (encoding !== 'identity') return err(refusal('content-type', { encoding }));
	if (!request.body) return ok(new Uint8Array());
	try {
		const parts = await readParts(request.body, max);
		return parts === null ? err(refusal('too-large', { max })) : ok(parts);
	} catch {
		return err(refusal('malformed'));
	}
}

/** Answers with JSON, compressed with brotli or gzip when the asker accepts one and the body is worth it. */
export function answerJson(
	request: Request,
	value: unknown,
	headers: Readonly<Record<string, string>> = {},
	quality = BROTLI_QUALITY
): Response {
	const bytes = new TextEncoder().encode(JSON.stringify(value));
	const all = { 'content-type': 'application/json', vary: 'accept-encoding', ...headers };
	const coding = bytes.length < COMPRESS_FROM_BYTES ? null : codingFor(request);
	if (!coding) return new Response(bytes, { headers: all });
	// `encodeBody: 'manual'` tells workerd that the bytes are compressed already; other engines ignore it.
	const init = { headers: { ...all, 'content-encoding': coding }, encodeBody: 'manual' as const };
	return new Response(coding === 'br' ? brotli(bytes, quality) : new Uint8Array(gzipSync(bytes)), init);
}

/** The best coding that the asker names; one that he refuses (`;q=0`) is not named. */
function codingFor(request: Request): 'br' | 'gzip' | null {
	const named = (request.headers.get('accept-encoding') ?? '')
		.split(',')
		.filter((part) => !/;\s*q=0(\.0*)?\s*$/i.test(part))
		.map((part) => part.split(';')[0]?.trim().toLowerCase());
	if (named.includes('br')) return 'br';
	return named.includes('gzip') ? 'gzip' : null;
}

const brotli = (bytes: Uint8Array, quality: number): Uint8Array<ArrayBuffer> =>
	new Uint8Array(
		brotliCompressSync(bytes, {
			params: {
				[constants.BROTLI_PARAM_QUALITY]: quality,
				[constants.BROTLI_PARAM_SIZE_HINT]: bytes.length
			}
		})
	);

/** The stream as text; null as soon as it holds more than `max` bytes. */
async function readText(stream: ReadableStream<Uint8Array>, max: number): Promise<string | null> {
	const reader = stream.getReader();
	const decoder = new TextDecoder('utf-8', { fatal: true });
	let size = 0;
	let text = '';
	for (;;) {
		const { done, value } = await reader.read();
		if (done) return text + decoder.decode();
		size += value.byteLength;
		if (size > max) {
			await reader.cancel();
			return null;
		}
		text += decoder.decode(value, { stream: true });
	}
}

/** The stream as bytes; null as soon as it holds more than `max`. */
async function readParts(stream: ReadableStream<Uint8Array>, max: number): Promise<Uint8Array<ArrayBuffer> | null> {
	const reader = stream.getReader();
	const whole = new Uint8Array(max);
	let size = 0;
	for (;;) {
		const { done, value } = await reader.read();
		if (done) return whole.slice(0, size);
		if (size + value.byteLength > max) {
			await reader.cancel();
			return null;
		}
		whole.set(value, size);
		size += value.byteLength;
	}
}
