// What a fresh clone lacks before types are checked or tests run: SvelteKit's types and the compiled messages.
import { join } from 'node:path';
import { run } from './processes.mjs';
import { root } from './runtime.mjs';

/** The commands that generate: the script inside node_modules, and its arguments. @type {readonly (readonly [string, readonly string[]])[]} */
export const GENERATORS = [
	['@sveltejs/kit/svelte-kit.js', ['sync']],
	[
		'@inlang/paraglide-js/bin/run.js',
		['compile', '--project', './project.inlang', '--outdir', './src/lib/i18n/paraglide']
	]
];

/** Generates all of it; throws when one of them fails. */
export async function generate() {
	for (const [script, args] of GENERATORS) {
		const code = await run(process.execPath, [join(root, 'node_modules', script), ...args], { cwd: root });
		if (code !== 0) throw new Error(`${script} failed (exit code ${code}).`);
	}
}
