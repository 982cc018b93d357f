// The whole product on this machine: database, migrations, demo company, worker. Used by start, the browser tests and the benchmarks.
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { buildIfStale } from './build.mjs';
import { serverKey } from './keys.mjs';
import { migrate } from './migrate.mjs';
import { assertPortFree, freePort, startChild } from './processes.mjs';
import { root } from './runtime.mjs';
import { startSqld } from './sqld.mjs';
import { startVite, startWorker } from './worker.mjs';

/**
 * @typedef {object} Settings
 * @property {string} folder where the data is
 * @property {number} [port] of the web server; a free one unless told
 * @property {number} [databasePort] a free one unless told
 * @property {string} [publicOrigin] what receipts' codes point to; the local address unless told
 * @property {boolean} [demo] seeds the demo company and shows its logins; true unless told
 * @property {string} [today] yyyy-mm-dd, the civil day in Paris unless told
 * @property {boolean} [fromSource] serves from the sources with instant reloads, instead of the production build
 * @property {(step: string) => void} [say]
 * @property {AbortSignal} [signal] gives up starting
 */

/** @typedef {{email: string, password: string, role: string, name: string}} Account */

/**
 * @typedef {object} Product
 * @property {string} origin
 * @property {string} libsqlUrl
 * @property {number} databaseAdminPort
 * @property {readonly Account[]} accounts
 * @property {string} folder
 * @property {Promise<string>} broken settles with the name of a part that died by itself
 * @property {() => Promise<void>} stop ends every process; safe to call twice
 */

/**
 * Starts everything and returns when it answers. On failure nothing is left running.
 * @param {Settings} settings
 * @returns {Promise<Product>}
 */
export async function startProduct(settings) {
	const {
		port,
		databasePort,
		demo = true,
		today = todayInParis(),
		say = () => {},
		fromSource = false,
		signal
	} = settings;
	const folder = isAbsolute(settings.folder) ? settings.folder : join(root, settings.folder);
	mkdirSync(folder, { recursive: true });
	const unlock = lockFolder(folder);
	const children = groupOfChildren();
	const stop = async () => {
		await children.stop();
		unlock();
	};
	const giveUp = () => void children.stop();
	signal?.addEventListener('abort', giveUp);
	try {
		if (port) await assertPortFree(port, 'TOURNEE_PORT');
		if (databasePort) await assertPortFree(databasePort, 'TOURNEE_DB_PORT');
		if (!fromSource && (await buildIfStale())) say('Built for production.');
		signal?.throwIfAborted();
		const sqld = await startSqld({ folder, port: databasePort, started: (child) => children.add(child) });
		const applied = await migrate(sqld.url);
		say(`Database ready (${applied.length === 0 ? 'up to date' : `${applied.length} migrations applied`}).`);
		signal?.throwIfAborted();
		const key = await serverKey(folder);
		const accounts = demo ? await seedDemo(sqld.url, today, key, children) : [];
		signal?.throwIfAborted();
		const webPort = port ?? (await freePort());
		const publicOrigin = settings.publicOrigin ?? `http://localhost:${webPort}`;
		const environment = { LIBSQL_URL: sqld.url, SERVER_KEY: key, PUBLIC_ORIGIN: publicOrigin, DEMO: demo ? '1' : '0' };
		const serve = fromSource ? startVite : startWorker;
		const { origin } = await serve({ folder, port: webPort, environment, started: (child) => children.add(child) });
		signal?.throwIfAborted();
		const { broken } = children;
		return { origin, libsqlUrl: sqld.url, databaseAdminPort: sqld.adminPort, accounts, folder, broken, stop };
	} catch (error) {
		await stop();
		throw error;
	} finally {
		signal?.removeEventListener('abort', giveUp);
	}
}

/** The civil day in Paris, yyyy-mm-dd. */
export function todayInParis() {
	return new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Paris' }).format(new Date());
}

/**
 * Puts the demo company into the database where it is missing, and today's rounds where there are none.
 * @param {string} url
 * @param {string} today
 * @param {string} key
 * @param {ReturnType<typeof groupOfChildren>} children
 * @returns {Promise<Account[]>}
 */
async function seedDemo(url, today, key, children) {
	const scripts = join(root, 'scripts');
	const typescript = pathToFileURL(join(scripts, 'typescript.mjs')).href;
	const args = ['--no-warnings', '--import', typescript, join(scripts, 'seed.mjs'), '--url', url, '--today', today];
	const seed = startChild('The demo company (seed)', process.execPath, args, {
		cwd: root,
		env: { ...process.env, SERVER_KEY: key }
	});
	children.add(seed, { ends: true });
	const { code } = await seed.exited;
	if (code !== 0) throw new Error(`The demo company could not be made:\n${seed.output()}`);
	return JSON.parse(seed.printed().trim().split('\n').at(-1) ?? '').accounts;
}

/** The processes of a product: stopped together, and `broken` tells when one dies by itself. */
function groupOfChildren() {
	/** @type {Set<import('./processes.mjs').Child>} */
	const children = new Set();
	/** @type {Promise<void> | undefined} */
	let stopping;
	/** @type {(message: string) => void} */
	let tellBroken;
	/** @type {Promise<string>} */
	const broken = new Promise((resolve) => (tellBroken = resolve));
	return {
		broken,
		/**
		 * @param {import('./processes.mjs').Child} child
		 * @param {{ends?: boolean}} [options] `ends`: it does one job and leaves
		 */
		add(child, { ends = false } = {}) {
			children.add(child);
			// Told to stop while this one was being started.
			if (stopping) void child.stop();
			void child.exited.then(() => {
				children.delete(child);
				if (!stopping && !ends) tellBroken(`${child.name} stopped by itself:\n${child.output()}`);
			});
		},
		stop() {
			stopping ??= stopInOrder([...children].reverse());
			return stopping;
		}
	};
}

/** The worker first: it must not answer errors because its database left before it. @param {import('./processes.mjs').Child[]} children */
async function stopInOrder(children) {
	for (const child of children) await child.stop();
}

/**
 * Two starts on one data folder would share a database file: the second one is told so.
 * @param {string} data
 * @returns {() => void} unlocks
 */
function lockFolder(data) {
	const file = join(data, 'running.pid');
	const other = existsSync(file) ? Number(readFileSync(file, 'utf8')) : 0;
	if (other > 0 && other !== process.pid && isAlive(other)) {
		throw new Error(
			`Tournée already runs on ${data} (process ${other}). Stop it first, or choose another folder with TOURNEE_DATA.`
		);
	}
	writeFileSync(file, String(process.pid));
	return () => rmSync(file, { force: true });
}

/** @param {number} pid */
function isAlive(pid) {
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		return error instanceof Error && 'code' in error && error.code === 'EPERM';
	}
}
