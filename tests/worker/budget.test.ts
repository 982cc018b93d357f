// Byte budgets of the collector's first screen, read from the build itself, so that they fail without a browser or a clock.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';

const KB = 1024;
const client = '.svelte-kit/output/client';
const generated = '.svelte-kit/generated/client-optimized';
const edge = '.svelte-kit/cloudflare';
/** What the phone asks for by itself as soon as it opens: who is signed in, and the first sync. */
const AT_OPENING = [/client\/state\/enter-session\.ts$/, /client\/local\/enrol\.ts$/, /client\/sync\/pass\.ts$/];

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

/** Number of the node that shows a component, by its path below src/routes. */
function nodeOf(component: string): string {
	const node = Object.keys(manifest).find((key) => {
		if (!/\/client-optimized\/nodes\/\d+\.js$/.test(key)) return false;
		return readFileSync(join(generated, 'nodes', key.split('/').at(-1) ?? ''), 'utf8').includes(
			`src/routes/${component}"`
		);
	});
	if (node === undefined) throw new Error(`the build has no node for ${component}`);
	return node;
}

const entryOf = (ending: string): string => {
	const key = Object.keys(manifest).find((name) => name.endsWith(ending));
	if (key === undefined) throw new Error(`the build has no ${ending}`);
	return key;
};

/** Files that are loaded before the screen works: what the entries import, and what the phone loads at once when it opens. */
function filesOf(entries: readonly string[], opening: readonly RegExp[]): ReadonlySet<string> {
	const files = new Set<string>();
	const seen = new Set<string>();
	const visit = (key: string): void => {
		const chunk = manifest[key];
		if (!chunk || seen.has(key)) return;
		seen.add(key);
		if (chunk.file.endsWith('.js')) files.add(chunk.file);
		for (const next of chunk.imports) visit(next);
		for (const next of chunk.dynamicImports) if (opening.some((name) => name.test(next))) visit(next);
	};
	for (const entry of entries) visit(entry);
	return files;
}

const total = (files: ReadonlySet<string>): number => [...files].reduce((sum, file) => sum + sizeOf(file), 0);
const start = () => [entryOf('client/entry.js'), entryOf('client-optimized/app.js'), nodeOf('+layout.svelte')];

describe('the first screen of the collector', () => {
	// 110 KB is the aim. Svelte with SvelteKit (35 KB) and Dexie (29 KB) cannot be shaken further; the statement of a debt still
	// rides along with the schema of a dossier, and the country's texts of law with its rates (a few KB each).
	test('is at most 116 KB of JavaScript, gzipped, with what the phone loads when it opens', () => {
		const entries = [...start(), nodeOf('(field)/+layout.svelte'), nodeOf('(field)/day/+page.svelte')];
		expect(total(filesOf(entries, AT_OPENING))).toBeLessThanOrEqual(116 * KB);
	});

	test('the sign-in page is at most 110 KB of JavaScript, gzipped', () => {
		const entries = [...start(), nodeOf('(auth)/+layout.svelte'), nodeOf('(auth)/sign-in/+page.svelte')];
		expect(total(filesOf(entries, []))).toBeLessThanOrEqual(110 * KB);
	});

	test('what is kept for offline use at first is at most 600 KB as it is', () => {
		const worker = readFileSync(join(edge, 'service-worker.js'), 'utf8');
		const lists = v.parse(
			v.object({ first: v.array(v.object({ url: v.string() })) }),
			JSON.parse(/^self\.tourneeFiles=(.*);$/m.exec(worker)?.[1] ?? '')
		);
		const bytes = lists.first.map(({ url }) => readFileSync(join(edge, url === '/shell' ? 'shell.html' : url)).length);
		expect(bytes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(600 * KB);
	});
});
