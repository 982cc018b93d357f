// Puts what the first screens load together into few files: a hundred tiny ones compress badly and each costs a request.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root } from './runtime.mjs';

const routes = join(root, 'src', 'routes');
const texts = join(root, 'src', 'lib', 'i18n', 'paraglide');
const indexes = [join(texts, 'messages.js'), join(texts, 'messages', '_index.js')];

/** What the collector's first screen loads: the frame, Journée, and what the phone asks for by itself as soon as it opens. */
export const firstScreen = [
	'src/routes/(field)/+layout.svelte',
	'src/routes/(field)/day/+page.svelte',
	'src/lib/client/state/enter-session.ts',
	'src/lib/client/local/enrol.ts',
	'src/lib/client/local/eviction.ts',
	'src/lib/client/sync/pass.ts'
];

const appEntry = join(root, '.svelte-kit', 'generated', 'client-optimized', 'app.js');

/** What each opening loads without being asked; what the phone loads on demand at once belongs to the collector's. */
const openings = {
	start: [
		join(root, 'node_modules', '@sveltejs', 'kit', 'src', 'runtime', 'client', 'entry.js'),
		appEntry,
		join(routes, '+layout.svelte')
	],
	auth: pagesBelow('(auth)'),
	field: firstScreen.map((file) => join(root, file)),
	office: [...pagesBelow('(office)'), ...pagesBelow('verify')]
};

/** Every set of openings that a collector's or a sign-in page's module can have, the largest first: what it imports goes before it. */
const sets = Object.keys(openings)
	.reduce((all, name) => all.flatMap((set) => [[...set, name], set]), /** @type {string[][]} */ ([[]]))
	.filter((set) => set.some((name) => name !== 'office'))
	.sort((a, b) => b.length - a.length);

/** Pages kept before the app works offline at all: Journée, Tournée, a dossier, Synchro. Every other page is kept second. */
export const keptFirst = /\(field\)\/(\+layout|(day|round|sync|dossier\/\[id\])\/\+page)/;

/** Parts on demand that those pages need at the first door; every other part is kept second. */
export const firstParts = [
	'src/routes/(field)/day/NextStop.svelte',
	'src/routes/(field)/GoDialog.svelte',
	'src/lib/client/state/own-operations.ts',
	'src/lib/client/local/rules.ts',
	'src/lib/client/local/reserve.ts',
	'src/lib/client/actions/going.ts',
	'src/lib/client/update.ts'
];

/** A text or an icon: nothing happens when it is loaded, so that one too many costs nothing, and each alone would cost a request. */
const isSmall = (/** @type {string} */ id) =>
	id.startsWith(join(texts, 'messages')) || id.includes('/@lucide/svelte/dist/icons/');

/** Texts and icons that several pages need, and none of those that are kept first; with the office's pages or without. */
const smallSets = ['small-later', 'small-later-office'];

/**
 * The groups for Rolldown: modules that the same openings need share a file. What a module imports is needed by at least the same
 * openings, so that no two files import each other. The server's build has no such openings and keeps its own files.
 * @returns {{groups: {debugName: string, priority: number, name: (id: string, context: {getModuleInfo: GetModule}) => string | null}[], includeDependenciesRecursively: false}}
 */
export function chunkGroups() {
	/** @type {Map<string, string> | null} */
	let names = null;
	const groups = [...sets.map((set) => set.join('-')), ...smallSets];
	return {
		includeDependenciesRecursively: false,
		groups: groups.map((group) => ({
			debugName: group,
			priority: group.split('-').length,
			name(id, context) {
				// The list of files kept offline knows the table of all pages by its own file.
				if (id === appEntry || !context.getModuleInfo(appEntry)) return null;
				names ??= namesOf((module) => context.getModuleInfo(module));
				const name = names.get(id);
				return name === group ? name : null;
			}
		}))
	};
}

/** The names of the openings that each module belongs to; what the start needs, every opening has. @param {GetModule} getModuleInfo */
function namesOf(getModuleInfo) {
	/** @type {Map<string, string>} */
	const names = new Map();
	for (const [name, ids] of Object.entries(openings))
		for (const id of closureOf(ids, getModuleInfo)) names.set(id, names.has(id) ? `${names.get(id)}-${name}` : name);
	const every = Object.keys(openings).join('-');
	for (const [id, name] of names) if (name.startsWith('start')) names.set(id, every);
	for (const [id, name] of smallNames(getModuleInfo))
		if (!/start|auth|field/.test(names.get(id) ?? '')) names.set(id, name);
	return names;
}

/** The group of each text and icon that more than one page needs, and no page or part that is kept first. @param {GetModule} getModuleInfo */
function smallNames(getModuleInfo) {
	const pages = pagesBelow('(field)');
	const first = closureOf(
		[...pages.filter((page) => keptFirst.test(page)), ...firstParts.map((file) => join(root, file))],
		getModuleInfo
	);
	const office = closureOf(openings.office, getModuleInfo);
	/** @type {Map<string, number>} */
	const needs = new Map();
	for (const page of pages)
		for (const id of closureOf([page], getModuleInfo))
			if (isSmall(id) && !first.has(id)) needs.set(id, (needs.get(id) ?? 0) + 1);
	const shared = [...needs].filter(([id, count]) => count > 1 || office.has(id));
	return new Map(shared.map(([id]) => [id, office.has(id) ? 'small-later-office' : 'small-later']));
}

/**
 * @typedef {(id: string) => {importedIds: string[], code: string | null} | null} GetModule
 */

/**
 * The modules that some modules import, and so on, themselves included; imports on demand do not count. Of the texts, which all are
 * reached through one index, only those that a module names.
 * @param {readonly string[]} ids
 * @param {GetModule} getModuleInfo
 */
function closureOf(ids, getModuleInfo) {
	/** @type {Set<string>} */
	const seen = new Set();
	const queue = [...ids];
	for (let id = queue.pop(); id !== undefined; id = queue.pop()) {
		if (seen.has(id) || indexes.includes(id)) continue;
		seen.add(id);
		const module = getModuleInfo(id);
		queue.push(...(module?.importedIds ?? []));
		for (const [, name] of module?.code?.matchAll(/\bm\.(\w+)/g) ?? []) {
			const text = join(texts, 'messages', `${name}.js`);
			if (getModuleInfo(text)) queue.push(text);
		}
	}
	return seen;
}

/** @param {string} folder */
function pagesBelow(folder) {
	return readdirSync(join(routes, folder), { recursive: true, encoding: 'utf8' })
		.filter((file) => /(^|\/)\+(page|layout|error)(\.svelte|\.ts)$/.test(file))
		.map((file) => join(routes, folder, file));
}

/**
 * The files that are fetched ahead of a part that is loaded on demand: those of the first screens alone. Any other part names its
 * own; a list of all files of all pages would be in everybody's first screen.
 * @param {string} file
 * @param {readonly string[]} dependencies
 * @returns {string[]}
 */
export function fetchedAhead(file, dependencies) {
	const node = /\/nodes\/(\d+)\./.exec(file)?.[1];
	const text = node === undefined ? '' : readFileSync(join(dirname(appEntry), 'nodes', `${node}.js`), 'utf8');
	return /src\/routes\/(\+layout|\(auth\)\/|\(field\)\/(\+layout|day\/))/.test(text) ? [...dependencies] : [];
}

/**
 * Lets a page's file be one of the shared ones: SvelteKit asks for what it knows by name, and more names do not disturb it.
 * @returns {import('vite').Plugin}
 */
export const sharedEntries = () => ({
	name: 'tournee-shared-entries',
	config: () => ({ build: { rolldownOptions: { preserveEntrySignatures: 'allow-extension' } } })
});
