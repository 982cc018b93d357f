// Checks the rules of the trade against a file of vectors: npm run --silent vectors -- FILE
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';

const root = fileURLToPath(new URL('..', import.meta.url));
const file = process.argv[2];
if (file === undefined) {
	console.error('usage: npm run --silent vectors -- FILE');
	process.exit(2);
}

// npm changes to the project's folder; a relative path is meant from where the command was typed.
const path = resolve(process.env.INIT_CWD ?? process.cwd(), file);
const text = await readFile(path, 'utf8').catch((cause) => {
	console.error(`cannot read ${file}: ${cause.message}`);
	process.exit(2);
});
const { module } = await runnerImport(`${root}tests/vectors/run.ts`, {
	root,
	configFile: false,
	envFile: false,
	logLevel: 'error',
	resolve: { alias: { $lib: `${root}src/lib` } }
});
process.exitCode = module.reportVectors(text, (/** @type {string} */ line) => console.log(line)) ? 0 : 1;
