// Holds the architecture: where files are, what they may import, what code may do; each message names the file to change.
import { readdirSync, readFileSync } from 'node:fs';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { firstScreen } from '../scripts/chunk-groups.mjs';
import { callsOf, impurities, longFunctions, moduleState } from './architecture/code-rules';
import { loadedWith } from './architecture/first-screen';
import { filesBelow, resolveImport, sourcesBelow, type Source } from './architecture/sources';
import { forbiddenImports } from './architecture/zones';

const src = sourcesBelow('src');
const scripts = sourcesBelow('scripts');
const tests = sourcesBelow('tests');
const all = [...src, ...scripts, ...tests];
const below = (folder: string): readonly Source[] => src.filter((source) => source.path.startsWith(folder));

describe('where files are', () => {
	const topLevel = new Set([
		...['package.json', 'package-lock.json', 'tsconfig.json', 'svelte.config.js', 'vite.config.ts', 'vitest.config.ts'],
		...[
			'eslint.config.js',
			'wrangler.toml',
			'src',
			'static',
			'migrations',
			'tests',
			'scripts',
			'messages',
			'project.inlang'
		],
		...['docs', 'README.md', 'README.fr.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md', 'LICENSE'],
		// What programs make; git ignores it.
		...['node_modules', 'coverage', 'test-results', 'playwright-report', 'build']
	]);

	test('the top level holds what the product was asked for, and nothing else', () => {
		const names = readdirSync('.').filter((name) => !name.startsWith('.') && !name.endsWith('.log'));
		expectNone(names.filter((name) => !topLevel.has(name)));
	});

	test('no folder is a drawer for everything', () => {
		const folders = ['src', 'tests', 'scripts'].flatMap(filesBelow).flatMap((path) => path.split('/').slice(0, -1));
		expect([...new Set(folders)].filter((name) => /^(utils?|helpers?|misc|types|common|shared)$/.test(name))).toEqual(
			[]
		);
	});

	test('files are named in kebab-case, components in PascalCase', () => {
		const wrong = all.map((source) => source.path).filter((path) => !isWellNamed(path.split('/').at(-1) ?? ''));
		expectNone(wrong);
	});

	test('migrations are numbered and named in kebab-case', () => {
		expectNone(filesBelow('migrations').filter((path) => !/^migrations\/\d{4}-[a-z0-9-]+\.sql$/.test(path)));
	});

	test('nothing at or above the collector’s screens needs the server', () => {
		const server = /^src\/routes\/(\+(layout|page)\.server\.ts|\(field\)\/.*\+(layout|page)\.server\.ts)$/;
		expectNone(src.map((source) => source.path).filter((path) => server.test(path)));
	});

	test('every file under src is reached from a page, the worker, the hooks or the service worker; the law also from its tests', () => {
		expectNone(deadFiles());
	});
});

describe('how files read', () => {
	test('each opens with a sentence that says what it is for', () => {
		const styles = ['src', 'migrations'].flatMap(filesBelow).filter((path) => /\.(sql|css)$/.test(path));
		const files = [...all, ...styles.map((path) => ({ path, text: readFileSync(path, 'utf8') }))];
		const opening = /^(#!.*\n)?(\/\/ |\/\*\*?\s|<!-- |-- )(.{15,})/;
		expectNone(files.filter(({ text }) => !opening.test(text)).map(({ path }) => path));
	});

	test('no file is longer than one can read in one sitting', () => {
		const lists = /tests\/(vectors|unit\/core\/harm)/;
		const long = all.filter(({ path, text }) => !lists.test(path) && text.split('\n').length > 401);
		expectNone(long.map(({ path, text }) => `${path}: ${text.split('\n').length}`));
	});

	test('a component has at most 150 lines', () => {
		const long = src.filter(({ path, text }) => path.endsWith('.svelte') && text.trimEnd().split('\n').length > 150);
		expectNone(long.map(({ path, text }) => `${path}: ${text.trimEnd().split('\n').length}`));
	});

	test('a function has at most 60 lines', () => {
		expectNone([...src, ...scripts].flatMap((source) => longFunctions(source, 60)));
	});

	test('nothing is exported by default where a name would do, and no file only passes exports on', () => {
		const exported = below('src/lib/').filter(({ text }) => /^export (default|\*)/m.test(text));
		expectNone(exported.map(({ path }) => path));
	});
});

describe('who may import whom', () => {
	test('each part imports only what its line of the table allows', () => {
		expectNone(src.flatMap(forbiddenImports));
	});

	test('the collector’s first screen brings no law, no judge and no body of an operation along', () => {
		const loaded = loadedWith(firstScreen, src);
		const later =
			/^src\/lib\/(core\/(country\/fr\/|(balance|statement|operation|decide.*|.*gate|.*-bodies)\.ts)|client\/(actions|documents)\/)/;
		expectNone([...loaded].map(([path, by]) => (later.test(path) ? `${by} imports ${path}` : undefined)));
	});

	test('nothing of the product imports its tests or scripts', () => {
		const outside = src.flatMap(({ path, imports }) =>
			imports
				.filter((name) => /^(tests|scripts)\//.test(resolveImport(path, name) ?? ''))
				.map((name) => `${path}: ${name}`)
		);
		expectNone(outside);
	});
});

describe('what code may do', () => {
	test('core knows no clock, no chance, no network and no default language', () => {
		expectNone(below('src/lib/core/').flatMap(impurities));
	});

	test('the edge keeps nothing of anybody between requests', () => {
		// What belongs to the isolate and to no user, and public keys of devices, each for the reason that its file gives.
		const kept = [
			/auth\/password\.ts:\d+ keeps running$/,
			/server\/keys\.ts:\d+ keeps imported$/,
			/sync\/checks\.ts:\d+ keeps keys$/
		];
		const edge = src.filter(({ path }) =>
			/^src\/(lib\/(server|core)\/|hooks\.server|worker)|\.server\.ts$|\+server\.ts$/.test(path)
		);
		expectNone(edge.flatMap(moduleState).filter((found) => !kept.some((pattern) => pattern.test(found))));
	});

	test('the server writes in one batch, never in an interactive transaction', () => {
		const server = below('src/lib/server/');
		expectNone(server.flatMap((source) => callsOf(source, /\.(transaction|executeMultiple)$/)));
		const elsewhere = server.filter(({ path }) => path !== 'src/lib/server/db/connection.ts');
		expectNone(elsewhere.flatMap((source) => callsOf(source, /(client|orm|db)\.batch$/)));
	});

	test('no IndexedDB transaction is kept alive artificially', () => {
		expectNone(src.flatMap((source) => callsOf(source, /Dexie\.waitFor$/)));
	});

	test('the phone has one way to the network, and its service worker another; the maker of documents reads the fonts', () => {
		const others = (...files: readonly string[]): readonly Source[] =>
			below('src/lib/client/').filter(({ path }) => !files.includes(path));
		const port = 'src/lib/client/ports.ts';
		const worker = 'src/lib/client/sync/deposit';
		const documents = 'src/lib/client/documents/pdf-worker.ts';
		expectNone(
			others(port, `${worker}-ports.ts`, documents).flatMap((source) =>
				callsOf(source, /^((globalThis|window|self)\.)?fetch$/)
			)
		);
		expectNone(
			others('src/lib/client/sync/transport.ts', port, `${worker}.ts`).flatMap((source) =>
				callsOf(source, /\bports\.fetch$/)
			)
		);
	});

	test('a component neither fetches nor opens a database', () => {
		const components = src.filter(({ path }) => path.endsWith('.svelte'));
		expect(components.flatMap((source) => callsOf(source, /^((window|globalThis)\.)?(fetch|indexedDB\..*)$/))).toEqual(
			[]
		);
	});

	test('a component has no style attribute in its markup, which the content policy would drop', () => {
		const components = src.filter(({ path, text }) => path.endsWith('.svelte') && /\sstyle="/.test(text));
		expectNone(components.map(({ path }) => path));
	});
});

describe('what the server renders', () => {
	test('sets no style by a directive, which would arrive as an attribute that the content policy drops', () => {
		const styled = (path: string): boolean =>
			/\sstyle:[a-z-]+=/.test(src.find((source) => source.path === path)?.text ?? '');
		const rendered = src.filter(({ path }) => /^src\/routes\/(?!\(field\))/.test(path));
		expectNone(
			rendered.flatMap(({ path, imports }) =>
				[path, ...imports.map((name) => resolveImport(path, name) ?? '')]
					.filter(styled)
					.map((name) => `${path}: ${name}`)
			)
		);
	});
});

describe('the tests', () => {
	test('every test file lies where a stage looks for it', () => {
		const stages =
			/^tests\/((unit|wire|server|worker)\/.+\.test\.ts|architecture\.test\.ts|(e2e|access)\/(phone|office)-[a-z-]+\.spec\.ts|bench\/.+\.bench\.ts)$/;
		const files = tests.map(({ path }) => path).filter((path) => /\.(test|spec|bench|e2e)\.ts$/.test(path));
		expectNone(files.filter((path) => !stages.test(path)));
	});

	test('none is skipped, left alone or put off', () => {
		const calls = tests.flatMap((source) =>
			callsOf(source, /\b(test|it|describe|suite)\b.*\.(skip|only|todo|fixme|skipIf|runIf)$/)
		);
		expectNone(calls);
	});
});

describe('the database', () => {
	test.each(filesBelow('migrations'))('%s makes STRICT tables only', (path) => {
		const sql = readFileSync(path, 'utf8').replace(/--.*$/gm, '');
		const tables = [...sql.matchAll(/CREATE\s+TABLE\s+(?:IF NOT EXISTS\s+)?(\w+)[\s\S]*?\n\)\s*([^;]*);/gi)];
		const created = [...sql.matchAll(/CREATE\s+TABLE\s/gi)].length;
		expect(tables).toHaveLength(created);
		expectNone(tables.filter(([, , options]) => !/\bSTRICT\b/.test(options ?? '')).map(([, name]) => name));
	});
});

describe('the lock file', () => {
	const platform = /[-/](linux|darwin)[-.](x64|arm64|64)(-gnu)?$/;
	const entry = v.object({
		resolved: v.optional(v.string()),
		version: v.optional(v.string()),
		optionalDependencies: v.optional(v.record(v.string(), v.string()))
	});
	const { packages } = v.parse(
		v.object({ packages: v.record(v.string(), entry) }),
		JSON.parse(readFileSync('package-lock.json', 'utf8'))
	);

	test('names no registry, so that each machine uses its own', () => {
		expectNone(Object.values(packages).map(({ resolved }) => resolved));
	});

	test('holds the optional packages of Linux and macOS, on both kinds of processors, whatever machine wrote it', () => {
		const names = new Set(Object.keys(packages).map((path) => path.split('node_modules/').at(-1)));
		const wanted = Object.values(packages).flatMap((found) => Object.keys(found.optionalDependencies ?? {}));
		expectNone(wanted.filter((name) => platform.test(name) && !names.has(name)));
	});
});

describe('the words', () => {
	const areas = readdirSync('messages');
	const messages = (area: string, language: string): Readonly<Record<string, unknown>> =>
		v.parse(v.record(v.string(), v.unknown()), JSON.parse(readFileSync(`messages/${area}/${language}.json`, 'utf8')));

	test.each(areas)('%s says the same things in French and in English', (area) => {
		expect(Object.keys(messages(area, 'en')).sort()).toEqual(Object.keys(messages(area, 'fr')).sort());
	});

	test.each(areas)('the keys of %s start with its name, so that no two areas share one', (area) => {
		expect(Object.keys(messages(area, 'fr')).filter((key) => key !== '$schema' && !key.startsWith(`${area}_`))).toEqual(
			[]
		);
	});
});

/** The whole list in the message: each line is something to change. */
function expectNone(found: readonly (string | undefined)[]): void {
	expect(found.filter((line) => line !== undefined).join('\n')).toBe('');
}

function isWellNamed(name: string): boolean {
	if (name.endsWith('.svelte')) return /^(\+(page|layout|error)|[A-Z][A-Za-z0-9]*)(@.*)?\.svelte$/.test(name);
	return /^(\+(page|layout|server)(\.server)?|[a-z0-9]+(-[a-z0-9]+)*(\.[a-z]+)*)\.(ts|js|mjs)$/.test(name);
}

/**
 * Files of src that no entry reaches. Declarations have no importer; a route file is an entry by its name. The law of the trade and
 * the words of amounts are a library: what its own tests check may wait for its screen.
 */
function deadFiles(): readonly string[] {
	const byPath = new Map(src.map((source) => [source.path, source]));
	const isRoute = /^src\/routes\/(.*\/)?\+[a-z.]+\.(ts|svelte)$/;
	const isEntry = /^src\/(hooks(\.\w+)?\.ts|worker\.ts|service-worker\/index\.ts|.*\.d\.ts)$/;
	const imported = ({ path, imports }: Source): readonly Source[] =>
		imports
			.map((specifier) => byPath.get(resolveImport(path, specifier) ?? ''))
			.filter((source) => source !== undefined);
	const law = tests.flatMap(imported).filter(({ path }) => /^src\/lib\/(core|i18n)\//.test(path));
	const reached = new Set<string>();
	const queue = [...src.filter(({ path }) => isRoute.test(path) || isEntry.test(path)), ...law];
	for (let source = queue.pop(); source !== undefined; source = queue.pop()) {
		if (reached.has(source.path)) continue;
		reached.add(source.path);
		queue.push(...imported(source));
	}
	return src.map(({ path }) => path).filter((path) => !reached.has(path));
}
