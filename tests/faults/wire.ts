// A fetch with a connection of its own for each request, so that the proxy decides about each one.
import { request } from 'node:http';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';

/** Sends one request to a port of this machine; redirects are not followed. Rejects as `fetch` does when the line breaks. */
export function fetchAlone(port: number, path: string, init: RequestInit): Promise<Response> {
	return new Promise((resolve, reject) => {
		const body = init.body instanceof Uint8Array || typeof init.body === 'string' ? init.body : undefined;
		const headers = Object.fromEntries(new Headers(init.headers));
		const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) };
		const wire = request(
			{
				host: '127.0.0.1',
				port,
				path,
				method: init.method ?? 'GET',
				agent: false,
				headers: { ...headers, ...length, connection: 'close' },
				...(init.signal ? { signal: init.signal } : {})
			},
			(incoming) => {
				const chunks: Buffer[] = [];
				incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
				incoming.on('error', reject);
				incoming.on('aborted', () => reject(new TypeError('the answer was cut')));
				incoming.on('end', () => {
					const status = incoming.statusCode ?? 500;
					const answer = Buffer.concat(chunks);
					const names = Object.entries(incoming.headers).flatMap(([name, value]): [string, string][] =>
						value === undefined ? [] : [[name, Array.isArray(value) ? value.join(', ') : value]]
					);
					const isBare = status === 204 || status === 304;
					try {
						const body = isBare ? null : unpacked(answer, incoming.headers['content-encoding']);
						resolve(new Response(body, { status, headers: names }));
					} catch (failure) {
						// Packed bytes that were cut do not unpack.
						reject(failure instanceof Error ? failure : new TypeError('the answer was cut'));
					}
				});
			}
		);
		wire.on('error', reject);
		wire.end(body);
	});
}

/** A browser unpacks before anyone sees the answer. */
function unpacked(bytes: Buffer, coding: string | undefined): Uint8Array<ArrayBuffer> {
	if (coding === 'br') return new Uint8Array(brotliDecompressSync(bytes));
	return new Uint8Array(coding === 'gzip' ? gunzipSync(bytes) : bytes);
}
