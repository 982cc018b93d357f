// Every kind of answer of the built product carries the security headers and a content policy without any unsafe source.
import { readFileSync } from 'node:fs';
import { describe, expect, inject, test } from 'vitest';
import { securityHeaders } from '../../src/lib/server/http/headers';

const origin = inject('origin');
const shell = readFileSync('.svelte-kit/cloudflare/shell.html', 'utf8');
const script = /\/_app\/immutable\/entry\/start\.[^"]+\.js/.exec(shell)?.[0] ?? '';
const style = /\/_app\/immutable\/assets\/[^"]+\.css/.exec(shell)?.[0] ?? '';

/** What is asked: a name, an address, and how. */
const answers: readonly (readonly [kind: string, path: string, init: RequestInit])[] = [
	['the offline shell', '/shell', {}],
	['the shell with a slash too many', '/shell/', {}],
	['the start page', '/', {}],
	['the sign-in page', '/sign-in', {}],
	['a page of the office without a session', '/office', {}],
	['a page of the collector', '/day', {}],
	['the page of a receipt that does not exist', '/verify/nothing', {}],
	['a page that does not exist', '/no/such/page', {}],
	['a script', script, {}],
	['a script that does not exist', '/_app/immutable/chunks/none.js', {}],
	['a style sheet', style, {}],
	['the version file', '/_app/version.json', {}],
	['the service worker', '/service-worker.js', {}],
	['the manifest', '/manifest.webmanifest', {}],
	['an icon', '/icons/icon-192.png', {}],
	['a data answer', '/api/openapi.json', {}],
	['a refused data answer', '/api/board', {}],
	['a file without a session', `/api/blobs/${'ab'.repeat(32)}`, {}],
	['how far a file is, without a session', `/api/blobs/${'ab'.repeat(32)}`, { method: 'HEAD' }],
	['a piece of a file without its range', `/api/blobs/${'ab'.repeat(32)}`, { method: 'PUT', body: 'x' }],
	['a call with the wrong method', '/api/session', { method: 'PATCH' }],
	[
		'a form from another site',
		'/sign-in',
		{
			method: 'POST',
			headers: { origin: 'https://elsewhere.example', 'content-type': 'application/x-www-form-urlencoded' },
			body: 'a=b'
		}
	],
	['an unmodified file', '/icons/icon-192.png', { headers: { 'if-none-match': '*' } }],
	['a HEAD request', '/sign-in', { method: 'HEAD' }],
	['an address that cannot be decoded', '/%E0%A4%A', {}]
];

describe.each(answers)('%s', (_kind, path, init) => {
	test('has every security header once', async () => {
		const response = await fetch(origin + path, { redirect: 'manual', ...init });
		const missing = securityHeaders.filter(([name, value]) => response.headers.get(name) !== value);
		expect(missing, `${response.status} ${path}`).toEqual([]);
		expect(response.status).toBeLessThan(500);
	});

	test('has one strict content policy', async () => {
		const response = await fetch(origin + path, { redirect: 'manual', ...init });
		const policy = response.headers.get('content-security-policy') ?? '';
		expect(policy).toMatch(/^default-src 'none'/);
		expect(policy).toContain("frame-ancestors 'none'");
		expect(policy).toContain("base-uri 'none'");
		expect(policy).not.toMatch(/unsafe-(inline|eval)|\*|https?:/);
		// Two policies would be joined by a comma, and a browser obeys both.
		expect(policy).not.toContain(',');
	});
});

describe('caching', () => {
	const cacheOf = async (path: string): Promise<string> =>
		(await fetch(origin + path)).headers.get('cache-control') ?? '';

	test('files named by their content may be kept for ever', async () => {
		expect(await cacheOf(script)).toContain('immutable');
	});

	test.each(['/service-worker.js', '/shell', '/_app/version.json'])('%s is asked for again each time', async (path) => {
		expect(await cacheOf(path)).toBe('no-cache');
	});

	test('a missing file is not remembered as missing', async () => {
		expect(await cacheOf('/_app/immutable/chunks/none.js')).toContain('no-store');
	});

	test('what the server computes is kept nowhere', async () => {
		expect(await cacheOf('/sign-in')).toContain('no-store');
	});
});

describe('the shell', () => {
	test('is the same policy in its header and in its page, for the scripts that it holds', async () => {
		const header = (await fetch(`${origin}/shell`)).headers.get('content-security-policy') ?? '';
		const hashes = (text: string): readonly string[] => [...text.matchAll(/'sha256-[^']+'/g)].map(([hash]) => hash);
		expect(hashes(header).length).toBeGreaterThan(0);
		expect(hashes(header)).toEqual(hashes(/<meta[^>]+content-security-policy[^>]+>/.exec(shell)?.[0] ?? ''));
	});

	test('names its files from the root, so that it works at any depth', () => {
		const addresses = [...shell.matchAll(/(?:href|src)="([^"]+)"|import\("([^"]+)"\)/g)].map(
			(match) => match[1] ?? match[2] ?? ''
		);
		expect(addresses.filter((address) => !address.startsWith('/'))).toEqual([]);
	});
});
