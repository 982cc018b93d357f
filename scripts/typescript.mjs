// Lets scripts import the product's own TypeScript (`$lib/…`, no file endings) on Node alone: `node --import ./scripts/typescript.mjs`.
import { existsSync, statSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { root } from './runtime.mjs';

/** The build of Dexie that the product ships (`vite.config.ts`); the one that Node would take is for old browsers, and slower. */
const DEXIE = join(root, 'node_modules', 'dexie', 'dist', 'modern', 'dexie.min.mjs');

/** What was resolved once stays: an import inside a function is asked for each time that it runs. */
const resolved = new Map();

registerHooks({
	resolve(specifier, context, next) {
		const key = `${context.parentURL} ${specifier}`;
		const known = resolved.get(key);
		if (known) return known;
		const path = specifier === 'dexie' ? DEXIE : localPath(specifier, context.parentURL);
		const file = path && [path, `${path}.ts`, `${path}.js`, join(path, 'index.js')].find(isFile);
		const found = next(file ? pathToFileURL(file).href : specifier, context);
		resolved.set(key, { ...found, shortCircuit: true });
		return found;
	}
});

/**
 * @param {string} specifier
 * @param {string | undefined} parent
 */
function localPath(specifier, parent) {
	if (specifier.startsWith('$lib/')) return join(root, 'src', 'lib', specifier.slice('$lib/'.length));
	if (!/^\.{1,2}\//.test(specifier) || !parent?.startsWith('file:') || parent.includes('/node_modules/')) return null;
	return join(dirname(fileURLToPath(parent)), specifier);
}

/** @param {string} path */
const isFile = (path) => existsSync(path) && statSync(path).isFile();
