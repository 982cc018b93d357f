// Reads the project's own files for the architecture test: paths, contents, and what each one imports.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import ts from 'typescript';

export type Source = {
	readonly path: string;
	readonly text: string;
	/** Import specifiers as written, static and dynamic. */
	readonly imports: readonly string[];
};

const skipped = new Set([
	'node_modules',
	'.git',
	'.svelte-kit',
	'.wrangler',
	'.tournee',
	'coverage',
	'test-results',
	'playwright-report'
]);
const generated = ['src/lib/i18n/paraglide', 'project.inlang/cache'];

/** Every file below a folder of the project, generated ones left out, with `/` in its path. */
export function filesBelow(folder: string): readonly string[] {
	if (generated.includes(folder) || !existsSync(folder)) return [];
	return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
		if (skipped.has(entry.name)) return [];
		const path = folder === '.' ? entry.name : `${folder}/${entry.name}`;
		return entry.isDirectory() ? filesBelow(path) : [path];
	});
}

/** Every code file below some folders. */
export function sourcesBelow(...folders: readonly string[]): readonly Source[] {
	return folders
		.flatMap(filesBelow)
		.filter((path) => /\.(ts|js|mjs|svelte)$/.test(path))
		.map((path) => {
			const text = readFileSync(path, 'utf8');
			return { path, text, imports: importsOf(path, text) };
		});
}

/** The code of a file; of a component, its scripts. Lines keep their numbers. */
export function codeOf(path: string, text: string): string {
	if (!path.endsWith('.svelte')) return text;
	const scripts = [...text.matchAll(/<script[^>]*>([\s\S]*?)<\/script>/g)];
	return scripts
		.map((match) => '\n'.repeat(text.slice(0, match.index).split('\n').length - 1) + (match[1] ?? ''))
		.join('\n');
}

/** A code file parsed by TypeScript. */
export function parse(source: Source): ts.SourceFile {
	return ts.createSourceFile(
		source.path,
		codeOf(source.path, source.text),
		ts.ScriptTarget.Latest,
		true,
		ts.ScriptKind.TS
	);
}

/** The project's file that an import means, or `null` when it is a package or a module of the framework. */
export function resolveImport(from: string, specifier: string): string | null {
	const bare = specifier.replace(/\?.*$/, '');
	const base = bare.startsWith('$lib/')
		? `src/lib/${bare.slice('$lib/'.length)}`
		: bare.startsWith('.')
			? normalize(join(dirname(from), bare))
			: null;
	if (base === null) return null;
	const candidates = [
		base,
		`${base}.ts`,
		`${base}.js`,
		`${base}.svelte.ts`,
		`${base}/index.ts`,
		base.replace(/\.js$/, '.ts')
	];
	return candidates.find((path) => existsSync(path) && statSync(path).isFile()) ?? base;
}

function importsOf(path: string, text: string): readonly string[] {
	const code = codeOf(path, text);
	const imported = ts.preProcessFile(code, true, true).importedFiles.map((file) => file.fileName);
	const workers = [...code.matchAll(/new URL\(\s*'(\.[^']+)',\s*import\.meta\.url/g)].map((match) => match[1] ?? '');
	// A component's markup loads parts on demand: {#await import('./Part.svelte')}.
	const awaited = path.endsWith('.svelte')
		? [...text.matchAll(/\{#await import\('([^']+)'\)/g)].map((match) => match[1] ?? '')
		: [];
	return [...imported, ...workers, ...awaited];
}
