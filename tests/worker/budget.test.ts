// Byte budgets of the collector's first screen, read from the build itself, so that they fail without a browser or a clock.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { firstScreen } from '../../scripts/chunk-groups.mjs';

const KB = 1024;
const client = '.svelte-kit/output/client';
const generated = '.svelte-kit/generated/client-optimized';
const edge = '.svelte-kit/cloudflare';

const chunkSchema = v.object({
	file: v.string(),
	src: v.optional(v.string()),
	imports: v.optional(v.array(v.string()), []),
	dynamicImports: v.optional(v.array(v.string()), [])
});
const manifest = v.parse(
	v.record(v.string(), chunkSchema),
	JSON.parse(readFileSync(join(client, '.vite', 'manifest.json'), 'utf8'))
);
const sizeOf = (file: string) => gzipSync(readFileSync(join(client, file)), { level: 9 }).length;

/** Nodes that show a component of some path below src/routes. */
const nodesOf = (path: string): readonly string[] =>
	Object.keys(manifest).filter((key) => {
		if (!/\/client-optimized\/nodes\/\d+\.js$/.test(key)) return false;
		return readFileSync(join(generated, 'nodes', key.split('/').at(-1) ?? ''), 'utf8').includes(`src/routes/${path}`);
	});

function nodeOf(component: string): string {
	const [node] = nodesOf(`${component}"`);
	if (node === undefined) throw new Error(`the build has no node for ${component}`);
	return node;
}

const entryOf = (ending: string): string => {
	const key = Object.keys(manifest).find((name) => name.endsWith(ending));
	if (key === undefined) throw new Error(`the build has no ${ending}`);
	return key;
};

const appTable = entryOf('client-optimized/app.js');

/** Files that some entries import, and so on, with what they load on demand where that is asked for. */
function filesOf(entries: readonly string[], onDemand: readonly string[] | 'all'): ReadonlySet<string> {
	const files = new Set<string>();
	const seen = new Set<string>();
	const visit = (key: string): void => {
		const chunk = manifest[key];
		if (!chunk || seen.has(key)) return;
		seen.add(key);
		if (chunk.file.endsWith('.js')) files.add(chunk.file);
		for (const next of chunk.imports) visit(next);
		// The app's own table names every page, the office's too.
		if (key === appTable) return;
		for (const next of chunk.dynamicImports) if (onDemand === 'all' || onDemand.includes(next)) visit(next);
	};
	for (const entry of entries) visit(entry);
	return files;
}

const total = (files: ReadonlySet<string>): number => [...files].reduce((sum, file) => sum + sizeOf(file), 0);
const start = () => [entryOf('client/entry.js'), appTable, nodeOf('+layout.svelte')];

describe('the first screen of the collector', () => {
	test('is at most 110 KB of JavaScript, gzipped, with what the phone loads when it opens', () => {
		const entries = [...start(), nodeOf('(field)/+layout.svelte'), nodeOf('(field)/day/+page.svelte')];
		expect(total(filesOf(entries, firstScreen))).toBeLessThanOrEqual(110 * KB);
	});

	test('the sign-in page is at most 110 KB of JavaScript, gzipped', () => {
		const entries = [...start(), nodeOf('(auth)/+layout.svelte'), nodeOf('(auth)/sign-in/+page.svelte')];
		expect(total(filesOf(entries, []))).toBeLessThanOrEqual(110 * KB);
	});
});

describe('what the phone keeps for offline use', () => {
	const worker = readFileSync(join(edge, 'service-worker.js'), 'utf8');
	const lists = v.parse(
		v.object({ first: v.array(v.object({ url: v.string() })), later: v.array(v.string()) }),
		JSON.parse(/^self\.tourneeFiles=(.*);$/m.exec(worker)?.[1] ?? '')
	);
	const first = lists.first.map(({ url }) => url);
	const contents = (url: string) => readFileSync(join(edge, url === '/shell' ? 'shell.html' : url));
	const sum = (sizes: readonly number[]): number => sizes.reduce((all, size) => all + size, 0);

	test('is at most 600 KB at first, as it is', () => {
		expect(sum(first.map((url) => contents(url).length))).toBeLessThanOrEqual(600 * KB);
	});

	test('is at most 600 KB in all as it travels, without the maker of documents and its fonts', () => {
		const urls = [...first, ...lists.later].filter((url) => !url.includes('/workers/'));
		expect(sum(urls.map((url) => gzipSync(contents(url), { level: 9 }).length))).toBeLessThanOrEqual(600 * KB);
	});

	test('is each file once, and each screen of the collector with all that it loads', () => {
		const kept = new Set([...first, ...lists.later]);
		expect(kept.size).toBe(first.length + lists.later.length);
		const screens = nodesOf('(field)/');
		expect(screens.length).toBeGreaterThan(8);
		expect([...filesOf(screens, 'all')].filter((file) => !kept.has(`/${file}`))).toEqual([]);
	});
});
