// After the build: tells the service worker which files the collector's app needs, first or later; the office's are left out.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './runtime.mjs';

/** Where each node of the app is: SvelteKit writes it while building. */
const generated = join(root, '.svelte-kit', 'generated', 'client-optimized');
const staticFirst = ['manifest.webmanifest', 'icons/icon.svg'];

/**
 * Writes the lists in front of the built service worker.
 * @param {string} folder the built static files
 * @param {string} manifestFile Vite's manifest of the browser build
 * @returns {{first: {url: string, revision: string | null}[], later: string[], screens: string[]}}
 */
export function writePrecacheLists(folder, manifestFile) {
	const manifest = JSON.parse(readFileSync(manifestFile, 'utf8'));
	const entries = Object.keys(manifest).filter(
		(key) => manifest[key].isEntry && !isOfficeNode(manifest[key].src ?? key)
	);
	const first = filesOf(manifest, entries, false);
	const later = [...filesOf(manifest, entries, true)].filter((file) => !first.has(file));
	const pages = ['shell'].map((page) => ({ url: `/${page}`, revision: hashOf(join(folder, `${page}.html`)) }));
	const lists = {
		first: [
			...pages,
			...staticFirst.map((file) => ({ url: `/${file}`, revision: hashOf(join(folder, file)) })),
			...[...first].sort().map((file) => ({ url: `/${file}`, revision: null }))
		],
		later: later.sort().map((file) => `/${file}`),
		screens: screenSegments()
	};
	const worker = join(folder, 'service-worker.js');
	const code = readFileSync(worker, 'utf8');
	if (!code.includes('tourneeFiles')) throw new Error('The built service worker does not read its lists of files.');
	writeFileSync(worker, `self.tourneeFiles=${JSON.stringify(lists)};\n${code}`);
	return lists;
}

/**
 * The files that a screen of the collector needs: what entries import, or (`lazily`) what they may load later.
 * @param {Record<string, {file: string, imports?: string[], dynamicImports?: string[], css?: string[], assets?: string[]}>} manifest
 * @param {readonly string[]} entries
 * @param {boolean} lazily
 */
function filesOf(manifest, entries, lazily) {
	const files = new Set();
	const seen = new Set();
	/** @param {string} key */
	const visit = (key) => {
		const chunk = manifest[key];
		if (!chunk || seen.has(key)) return;
		seen.add(key);
		for (const file of [chunk.file, ...(chunk.css ?? []), ...(chunk.assets ?? [])]) files.add(file);
		for (const next of chunk.imports ?? []) visit(next);
		// The app's own table names every node, the office's too: only what nodes load themselves counts.
		if (lazily && !key.endsWith('/client-optimized/app.js')) for (const next of chunk.dynamicImports ?? []) visit(next);
	};
	for (const entry of entries) visit(entry);
	return files;
}

/** Whether a node of the app belongs to the manager's app or to a page that needs the server anyway. @param {string} key */
function isOfficeNode(key) {
	const node = /\/client-optimized\/nodes\/(\d+)\.js$/.exec(key)?.[1];
	if (node === undefined) return false;
	return /src\/routes\/(\(office\)|verify)\//.test(readFileSync(join(generated, 'nodes', `${node}.js`), 'utf8'));
}

/** First segments of the addresses below `routes/(field)`: groups and the index have none. */
function screenSegments() {
	const folder = join(root, 'src', 'routes', '(field)');
	if (!existsSync(folder)) return ['shell'];
	const folders = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
	return ['shell', ...folders.map((entry) => entry.name).filter((name) => /^[a-z]/.test(name))].sort();
}

/** @param {string} file */
const hashOf = (file) => createHash('sha256').update(readFileSync(file)).digest('hex').slice(0, 16);
