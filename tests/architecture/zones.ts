// Which part of the product may import which: the table of the architecture, as data.
import { resolveImport, type Source } from './sources';

/** A part of the source tree. Routes in a group are named after it; the rest of the routes, `start`, leads to the groups. */
export type Zone =
	| 'core'
	| 'i18n'
	| 'ui'
	| 'client'
	| 'office'
	| 'server'
	| 'service-worker'
	| '(field)'
	| '(office)'
	| '(auth)'
	| 'endpoint'
	| 'start'
	| 'edge';

type Allowed = { readonly zones: readonly Zone[]; readonly packages: readonly string[] };

const page = ['svelte', '$app', '@sveltejs/kit', '@lucide/svelte', 'valibot'];

const table: Readonly<Record<Zone, Allowed>> = {
	core: { zones: [], packages: ['valibot'] },
	i18n: { zones: ['core'], packages: ['n2words'] },
	ui: { zones: ['core', 'i18n'], packages: ['svelte', 'signature_pad', '@lucide/svelte', 'bits-ui'] },
	client: {
		zones: ['core', 'i18n'],
		packages: [
			'valibot',
			'dexie',
			'@cantoo/pdf-lib',
			'@cantoo/fontkit',
			'@fontsource',
			'uqr',
			'jsqr',
			'workbox-window',
			'svelte'
		]
	},
	office: {
		zones: ['core', 'i18n'],
		packages: ['valibot', 'papaparse', 'read-excel-file', 'write-excel-file', 'd3-scale', 'd3-shape', 'svelte']
	},
	server: {
		zones: ['core', 'i18n'],
		packages: [
			'valibot',
			'@valibot/to-json-schema',
			'drizzle-orm',
			'@libsql/client',
			'lucia',
			'node:crypto',
			'node:zlib',
			'@sveltejs/kit'
		]
	},
	'service-worker': { zones: [], packages: ['workbox-precaching', 'workbox-routing', 'workbox-strategies'] },
	'(field)': { zones: ['client', 'ui', 'core', 'i18n'], packages: page },
	'(office)': { zones: ['office', 'ui', 'core', 'i18n'], packages: page },
	'(auth)': { zones: ['client', 'ui', 'core', 'i18n'], packages: page },
	endpoint: { zones: ['server', 'ui', 'core', 'i18n'], packages: page },
	start: { zones: ['client', 'ui', 'core', 'i18n'], packages: page },
	edge: { zones: ['server', 'core', 'i18n'], packages: ['@sveltejs/kit', '$app', 'tournee:built-worker'] }
};

const serverFiles = /(\.|\+)server\.ts$/;

/** The zone of a file of the project, or `null` for what has none (types of the framework, style sheets). */
export function zoneOf(path: string): Zone | null {
	const library = /^src\/lib\/(core|i18n|ui|client|office|server)\//.exec(path)?.[1];
	if (library !== undefined) return isZone(library) ? library : null;
	if (path.startsWith('src/service-worker/')) return 'service-worker';
	if (/^src\/routes\/(api|verify)\//.test(path)) return 'endpoint';
	const group = /^src\/routes\/(\([a-z]+\))\//.exec(path)?.[1];
	if (group !== undefined) return isZone(group) ? group : null;
	if (path.startsWith('src/routes/')) return 'start';
	return path === 'src/worker.ts' || /^src\/hooks(\.server|\.client)?\.ts$/.test(path) ? 'edge' : null;
}

/** The imports of a file that its zone does not allow. */
export function forbiddenImports(source: Source): readonly string[] {
	const zone = zoneOf(source.path);
	if (zone === null) return [];
	return source.imports
		.filter((specifier) => !isAllowed(source, zone, specifier))
		.map((name) => `${source.path} imports ${name}`);
}

function isAllowed(source: Source, zone: Zone, specifier: string): boolean {
	const allowed = table[zone];
	const file = resolveImport(source.path, specifier);
	if (file === null) return allowed.packages.some((name) => specifier === name || specifier.startsWith(`${name}/`));
	const target = zoneOf(file);
	// Types of the framework (app.d.ts, $types) and style sheets belong to no zone.
	if (target === null || target === zone) return true;
	if (target === 'server' && (zone === '(office)' || zone === '(auth)')) return serverFiles.test(source.path);
	// The background deposit is the one thing that the service worker shares with the phone.
	if (zone === 'service-worker') return file.startsWith('src/lib/client/sync/deposit');
	return allowed.zones.includes(target);
}

const isZone = (name: string): name is Zone => name in table;
