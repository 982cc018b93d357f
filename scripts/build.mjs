// Builds for production when the sources have changed since the last build: the app, its headers, and the lists of files kept offline.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { run } from './processes.mjs';
import { prepareRuntime, root } from './runtime.mjs';

const built = join(root, '.svelte-kit', 'cloudflare');
const stamp = join(root, '.svelte-kit', 'tournee-build.json');
const sources = [
	'src',
	'static',
	'messages',
	'project.inlang/settings.json',
	'package-lock.json',
	'svelte.config.js',
	'vite.config.ts',
	'tsconfig.json'
];
const ownSources = [
	'adapter.toml',
	'build.mjs',
	'chunk-groups.mjs',
	'headers.mjs',
	'plain-icons.mjs',
	'precache.mjs'
].map((name) => `scripts/${name}`);

/**
 * Builds unless the last build was made from the same sources.
 * @param {{force?: boolean}} [options]
 * @returns {Promise<boolean>} whether it built
 */
export async function buildIfStale({ force = false } = {}) {
	const version = sourcesFingerprint();
	if (!force && existsSync(stamp) && existsSync(built) && JSON.parse(readFileSync(stamp, 'utf8')).version === version)
		return false;
	const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js');
	// A test runner sets NODE_ENV to `test`, which would put the libraries' development code into the build.
	const env = { ...process.env, NODE_ENV: 'production', TOURNEE_VERSION: version.slice(0, 12) };
	const code = await run(process.execPath, [vite, 'build', '--logLevel', 'warn'], { cwd: root, env });
	if (code !== 0) throw new Error(`The build failed (exit code ${code}).`);
	const { writePrecacheLists } = await import('./precache.mjs');
	const { writeHeaders } = await import('./headers.mjs');
	writePrecacheLists(built, join(root, '.svelte-kit', 'output', 'client', '.vite', 'manifest.json'));
	writeHeaders(built);
	writeFileSync(stamp, JSON.stringify({ version }));
	return true;
}

function sourcesFingerprint() {
	const hash = createHash('sha256');
	for (const file of [...sources, ...ownSources].flatMap(filesBelow))
		hash
			.update(`${file}\0`)
			.update(readFileSync(join(root, file)))
			.update('\0');
	return hash.digest('hex');
}

/** @param {string} path @returns {string[]} */
function filesBelow(path) {
	// Generated from messages/ by the build itself.
	if (path === 'src/lib/i18n/paraglide') return [];
	if (statSync(join(root, path)).isFile()) return [path];
	const entries = readdirSync(join(root, path), { withFileTypes: true });
	return entries
		.sort((a, b) => (a.name < b.name ? -1 : 1))
		.flatMap((entry) => (entry.isDirectory() ? filesBelow(`${path}/${entry.name}`) : [`${path}/${entry.name}`]));
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
	await prepareRuntime();
	console.log(
		(await buildIfStale({ force: process.argv.includes('--force') })) ? 'Built.' : 'The build is up to date.'
	);
}
