// JSON over the network, gzipped both ways: reading a bounded request and writing an answer.
import { refusal, type Refusal } from '$lib/core/refusal';
import { err, ok, type Result } from '$lib/core/result';

/** Below this an answer is sent as it is: a gzip header would eat the gain. */
const GZIP_FROM_BYTES = 1_024;

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

/** Answers with JSON, gzipped when the asker accepts it and the body is worth it. */
export function answerJson(request: Request, value: unknown, headers: Readonly<Record<string, string>> = {}): Response {
	const bytes = new TextEncoder().encode(JSON.stringify(value));
	const isGzipped = bytes.length >= GZIP_FROM_BYTES && /\bgzip\b/.test(request.headers.get('accept-encoding') ?? '');
	const all = { 'content-type': 'application/json', vary: 'accept-encoding', ...headers };
	if (!isGzipped) return new Response(bytes, { headers: all });
	// `encodeBody: 'manual'` tells workerd that the bytes are gzipped already; other engines ignore it.
	const init = { headers: { ...all, 'content-encoding': 'gzip' }, encodeBody: 'manual' as const };
	return new Response(new Blob([bytes]).stream().pipeThrough(new CompressionStream('gzip')), init);
}

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
