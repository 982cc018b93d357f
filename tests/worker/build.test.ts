// What the build promises to the phone: a small service worker, a short first list of files, nothing of the office in it.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';

const folder = '.svelte-kit/cloudflare';
const worker = readFileSync(join(folder, 'service-worker.js'), 'utf8');
const listsSchema = v.object({
	first: v.array(v.object({ url: v.string(), revision: v.nullable(v.string()) })),
	later: v.array(v.string()),
	screens: v.array(v.string())
});

/** The first line of the built worker holds the lists. */
const lists = v.parse(listsSchema, JSON.parse(/^self\.tourneeFiles=(.*);$/m.exec(worker)?.[1] ?? ''));

describe('the service worker', () => {
	test('is at most 10 KB gzipped', () => {
		expect(gzipSync(worker).length).toBeLessThanOrEqual(10 * 1024);
	});

	test('fetches at most 320 KB, as they travel, before the app can start without a network', () => {
		const files = lists.first.map((file) => (file.url === '/shell' ? '/shell.html' : file.url));
		const bytes = files.reduce((sum, url) => sum + gzipSync(readFileSync(join(folder, url))).length, 0);
		expect(bytes).toBeLessThanOrEqual(320 * 1024);
	});

	test('lists only files that exist', () => {
		const files = [...lists.first.map((file) => file.url), ...lists.later].map((url) =>
			url === '/shell' ? '/shell.html' : url
		);
		expect(files.filter((url) => !existsSync(join(folder, url)))).toEqual([]);
	});

	test('knows the collector’s screens', () => {
		expect(lists.screens).toEqual(
			expect.arrayContaining(['shell', 'day', 'round', 'dossier', 'cash', 'sync', 'preflight'])
		);
	});

	test('never takes over by itself', () => {
		expect(worker.match(/skipWaiting/g)).toHaveLength(1);
	});
});
