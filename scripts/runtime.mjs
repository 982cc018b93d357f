// Makes sure that scripts run on a recent Node: Node 20 fetches the dependencies and hands over to the Node 24 that they bring.
import { createHash } from 'node:crypto';
import { chmodSync, existsSync, readFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run } from './processes.mjs';

/** The project's folder. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** A fingerprint of some text, to see whether it changed. @param {string} text */
export const fingerprint = (text) => createHash('sha256').update(text).digest('hex');

/**
 * To be awaited first by every command: installs what is missing, and on an old Node runs the same command again with a recent one.
 * Returns only in a process that may go on.
 */
export async function prepareRuntime() {
	try {
		await prepare();
	} catch (error) {
		console.error(error instanceof Error ? error.message : error);
		process.exit(1);
	}
}

async function prepare() {
	process.chdir(root);
	if (!dependenciesAreFresh()) await install();
	if (isRecent(process.versions.node)) {
		// Tools that say `#!/usr/bin/env node` must find this one.
		process.env.PATH = [dirname(process.execPath), join(root, 'node_modules', '.bin'), process.env.PATH].join(
			delimiter
		);
		return;
	}
	process.exit(await run(recentNode(), [...process.execArgv, ...process.argv.slice(1)]));
}

/**
 * Whether node_modules holds what the lock file asks for on this machine.
 * @param {string} [folder]
 */
export function dependenciesAreFresh(folder = root) {
	const hidden = join(folder, 'node_modules', '.package-lock.json');
	if (!existsSync(hidden)) return false;
	const wanted = packagesOf(join(folder, 'package-lock.json'));
	const installed = packagesOf(hidden);
	return Object.entries(wanted).every(([path, entry]) => {
		if (path === '' || entry.link) return true;
		const here = installed[path];
		if (here) return here.version === entry.version;
		return entry.optional === true && !fitsThisMachine(entry);
	});
}

/**
 * @param {string} file
 * @returns {Record<string, {version?: string, optional?: boolean, link?: boolean, os?: string[], cpu?: string[], libc?: string[]}>}
 */
const packagesOf = (file) => JSON.parse(readFileSync(file, 'utf8')).packages ?? {};

/** @param {{os?: string[], cpu?: string[], libc?: string[]}} entry */
function fitsThisMachine({ os, cpu, libc }) {
	// Only a package that names this machine is sure to be installable; others (musl, wasm fallbacks) are npm's own choice.
	return Boolean(os?.includes(process.platform) && cpu?.includes(process.arch) && !libc);
}

async function install() {
	console.log('Installing the dependencies (npm ci)…');
	const code = await run('npm', ['ci', '--no-audit', '--no-fund']);
	if (code !== 0) throw new Error(`npm ci failed (exit code ${code}).`);
}

/** @param {string} version */
function isRecent(version) {
	const [major = 0, minor = 0] = version.split('.').map(Number);
	return major > 22 || (major === 22 && minor >= 18);
}

function recentNode() {
	const path = join(root, 'node_modules', `node-${process.platform}-${process.arch}`, 'bin', 'node');
	if (existsSync(path)) {
		chmodSync(path, 0o755);
		return path;
	}
	throw new Error(
		`Node ${process.versions.node} is too old to run this, and no newer one comes for ${process.platform}-${process.arch}: install Node 22.18 or newer.`
	);
}
