// JSON over the network: compressed both ways, bounded after inflation, refused by code.
import { brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { answerJson, readJson } from '$lib/server/http/body';
import { problem } from '$lib/server/http/problem';

const post = (body: BodyInit, headers: Record<string, string> = {}) =>
	new Request('http://localhost/', {
		method: 'POST',
		body,
		headers: { 'content-type': 'application/json', ...headers }
	});

describe('reading', () => {
	test('takes JSON as it is and gzipped', async () => {
		expect(await readJson(post('{"a":1}'), 100)).toEqual({ ok: true, value: { a: 1 } });
		const zipped = gzipSync('{"a":"é"}');
		expect(await readJson(post(zipped, { 'content-encoding': 'gzip' }), 100)).toEqual({ ok: true, value: { a: 'é' } });
	});

	test('refuses another content type or encoding with 415', async () => {
		for (const headers of [{ 'content-type': 'text/plain' }, { 'content-encoding': 'br' }]) {
			const read = await readJson(post('{}', headers), 100);
			expect(read).toMatchObject({ ok: false, error: { code: 'content-type' } });
			expect(read.ok || problem(read.error).status).toBe(415);
		}
	});

	test('refuses what is too large with 413, also when it is small before it is inflated', async () => {
		const bomb = gzipSync(`"${'a'.repeat(5_000_000)}"`);
		expect(bomb.length).toBeLessThan(10_000);
		for (const request of [post(`"${'a'.repeat(101)}"`), post(bomb, { 'content-encoding': 'gzip' })]) {
			const read = await readJson(request, 100);
			expect(read).toMatchObject({ ok: false, error: { code: 'too-large', data: { max: 100 } } });
			expect(read.ok || problem(read.error).status).toBe(413);
		}
	});

	test.each([
		['cut JSON', post('{"a":')],
		['no JSON', post('<html>')],
		['no gzip', post('{}', { 'content-encoding': 'gzip' })],
		['broken UTF-8', post(new Uint8Array([34, 0xff, 34]))]
	])('refuses %s with 400', async (_title, request) => {
		const read = await readJson(request, 100);
		expect(read).toMatchObject({ ok: false, error: { code: 'malformed' } });
		expect(read.ok || problem(read.error).status).toBe(400);
	});
});

describe('answering', () => {
	const asked = (encoding: string) => new Request('http://localhost/', { headers: { 'accept-encoding': encoding } });
	const long = { text: 'abc '.repeat(1_000) };

	test.each([
		['br', 'gzip, deflate, br, zstd', brotliDecompressSync],
		['br', 'BR;q=0.5,gzip', brotliDecompressSync],
		['gzip', 'gzip, deflate', gunzipSync],
		['gzip', 'br;q=0, gzip;q=1', gunzipSync]
	])('compresses a long answer with %s for whoever accepts %s', async (coding, accepted, unpack) => {
		const response = answerJson(asked(accepted), long);
		expect(response.headers.get('content-encoding')).toBe(coding);
		expect(response.headers.get('vary')).toBe('accept-encoding');
		const bytes = new Uint8Array(await response.arrayBuffer());
		expect(bytes.length).toBeLessThan(200);
		expect(JSON.parse(new TextDecoder().decode(unpack(bytes)))).toEqual(long);
	});

	test('leaves a short one, and one for nobody who takes it, as they are', async () => {
		for (const response of [answerJson(asked('gzip'), { a: 1 }), answerJson(asked('identity'), long)]) {
			expect(response.headers.get('content-encoding')).toBeNull();
			expect(await response.json()).toBeTruthy();
		}
	});
});
