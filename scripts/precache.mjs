// After the build: tells the service worker which files the collector's app needs, first or later; what needs the server anyway is left out.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { firstParts, firstScreen, keptFirst } from './chunk-groups.mjs';
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
	/** @type {Manifest} */
	const manifest = JSON.parse(readFileSync(manifestFile, 'utf8'));
	const entries = Object.keys(manifest).filter(
		(key) => manifest[key]?.isEntry && !needsServer(manifest[key]?.src ?? key)
	);
	const lazy = lazyEntries(manifest, entries);
	const first = filesOf(manifest, [
		...entries.filter((key) => !canWait(manifest[key]?.src ?? key)),
		...[...lazy].filter((key) => [...firstScreen, ...firstParts].includes(key))
	]);
	const later = filesOf(manifest, [...entries, ...lazy]);
	const pages = ['shell'].map((page) => ({ url: `/${page}`, revision: hashOf(join(folder, `${page}.html`)) }));
	const lists = {
		first: [
			...pages,
			...staticFirst.map((file) => ({ url: `/${file}`, revision: hashOf(join(folder, file)) })),
			...[...first].sort().map((file) => ({ url: `/${file}`, revision: null }))
		],
		later: [...new Set([...later, ...workerFiles(folder)])]
			.filter((file) => !first.has(file))
			.sort()
			.map((file) => `/${file}`),
		screens: screenSegments()
	};
	const worker = join(folder, 'service-worker.js');
	const code = readFileSync(worker, 'utf8');
	if (!code.includes('tourneeFiles')) throw new Error('The built service worker does not read its lists of files.');
	writeFileSync(worker, `self.tourneeFiles=${JSON.stringify(lists)};\n${code}`);
	return lists;
}

/**
 * @typedef {Record<string, {file: string, src?: string, isEntry?: boolean, imports?: string[], dynamicImports?: string[], css?: string[], assets?: string[]}>} Manifest
 */

/**
 * The files that some entries need before they run.
 * @param {Manifest} manifest
 * @param {Iterable<string>} entries
 * @returns {Set<string>}
 */
function filesOf(manifest, entries) {
	const chunks = [...chunksOf(manifest, entries)].map((key) => manifest[key]);
	return new Set(chunks.flatMap((chunk) => (chunk ? [chunk.file, ...(chunk.css ?? []), ...(chunk.assets ?? [])] : [])));
}

/**
 * The makers of documents and their fonts: they stand in no manifest, since Vite builds each worker apart.
 * @param {string} folder
 * @returns {string[]}
 */
function workerFiles(folder) {
	const start = join(folder, '_app', 'immutable', 'workers');
	if (!existsSync(start)) return [];
	return readdirSync(start, { recursive: true, encoding: 'utf8' })
		.map((name) => join('_app', 'immutable', 'workers', name))
		.filter((name) => statSync(join(folder, name)).isFile());
}

/**
 * What the entries may load on demand, and what that loads in turn.
 * @param {Manifest} manifest
 * @param {readonly string[]} entries
 * @returns {Set<string>}
 */
function lazyEntries(manifest, entries) {
	/** @type {Set<string>} */
	const lazy = new Set();
	const queue = [...entries];
	for (let entry = queue.pop(); entry !== undefined; entry = queue.pop()) {
		// The app's own table names every node, the office's too: only what nodes load themselves counts.
		const keys = [...chunksOf(manifest, [entry])].filter((key) => !key.endsWith('/client-optimized/app.js'));
		for (const next of keys.flatMap((key) => manifest[key]?.dynamicImports ?? [])) {
			if (lazy.has(next)) continue;
			lazy.add(next);
			queue.push(next);
		}
	}
	return lazy;
}

/**
 * @param {Manifest} manifest
 * @param {Iterable<string>} entries
 */
function chunksOf(manifest, entries) {
	/** @type {Set<string>} */
	const seen = new Set();
	const queue = [...entries];
	for (let key = queue.pop(); key !== undefined; key = queue.pop()) {
		if (seen.has(key) || !manifest[key]) continue;
		seen.add(key);
		queue.push(...(manifest[key]?.imports ?? []));
	}
	return seen;
}

/** Whether a node of the app is of no use without the server: the manager's app, the sign-in, the check of a receipt. @param {string} key */
const needsServer = (key) => /src\/routes\/(\(office\)|\(auth\)|verify)\//.test(nodeText(key));

/** Whether a page of the collector is kept second. @param {string} key */
const canWait = (key) => /src\/routes\/\(field\)\//.test(nodeText(key)) && !keptFirst.test(nodeText(key));

/** What SvelteKit wrote for a node of the app; empty for any other file. @param {string} key */
function nodeText(key) {
	const node = /\/client-optimized\/nodes\/(\d+)\.js$/.exec(key)?.[1];
	return node === undefined ? '' : readFileSync(join(generated, 'nodes', `${node}.js`), 'utf8');
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
