// Serves the product in workerd through wrangler (or from its sources through Vite), without any account, telemetry or prompt.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startChild, waitUntil } from './processes.mjs';
import { root } from './runtime.mjs';

/**
 * @typedef {object} Settings
 * @property {string} folder the data folder
 * @property {number} port
 * @property {Record<string, string>} environment what the worker finds in its `env`
 * @property {(child: import('./processes.mjs').Child) => void} [started] is told of the process before it answers
 */

/**
 * Starts wrangler and returns when the worker answers.
 * @param {Settings} settings
 * @returns {Promise<{origin: string, child: import('./processes.mjs').Child}>}
 */
export async function startWorker({ folder, port, environment, started }) {
	const args = [
		join(root, 'node_modules', 'wrangler', 'bin', 'wrangler.js'),
		...['dev', '--config', join(root, 'wrangler.toml')],
		...['--ip', '127.0.0.1', '--port', String(port), '--inspector-port', '0'],
		...['--env-file', writeEnvironment(folder, environment), '--persist-to', join(folder, 'wrangler')],
		...['--show-interactive-dev-session=false', '--log-level', 'error']
	];
	const child = startChild('The web server (wrangler)', process.execPath, args, {
		cwd: root,
		env: { ...process.env, ...quiet(folder) }
	});
	return untilItAnswers(child, port, started);
}

/**
 * Starts Vite's development server instead: the sources, with instant reloads.
 * @param {Settings} settings
 * @returns {Promise<{origin: string, child: import('./processes.mjs').Child}>}
 */
export async function startVite({ folder, port, environment, started }) {
	const args = [join(root, 'node_modules', 'vite', 'bin', 'vite.js'), 'dev', '--port', String(port), '--strictPort'];
	const child = startChild('The development server (vite)', process.execPath, args, {
		cwd: root,
		env: { ...process.env, ...quiet(folder), TOURNEE_DEV: writeEnvironment(folder, environment) },
		show: true
	});
	return untilItAnswers(child, port, started);
}

/**
 * @param {import('./processes.mjs').Child} child
 * @param {number} port
 * @param {Settings['started']} started
 */
async function untilItAnswers(child, port, started) {
	started?.(child);
	const origin = `http://localhost:${port}`;
	try {
		// Not a static file: the worker itself must answer, whatever it says; its headers tell that it was not wrangler.
		const isUp = async () => (await fetch(`${origin}/api/ready`, within(5000))).headers.has('permissions-policy');
		await waitUntil(isUp, child, 60_000);
	} catch (error) {
		await child.stop();
		throw error;
	}
	return { origin, child };
}

/** Wrangler asks no question, calls nobody and writes nothing outside of the data folder. @param {string} folder */
const quiet = (folder) => ({
	CI: 'true',
	CLOUDFLARE_CF_FETCH_ENABLED: 'false',
	WRANGLER_SEND_METRICS: 'false',
	WRANGLER_SEND_ERROR_REPORTS: 'false',
	WRANGLER_HIDE_BANNER: 'true',
	WRANGLER_LOG_PATH: join(folder, 'logs'),
	WRANGLER_REGISTRY_PATH: join(folder, 'wrangler-registry')
});

/**
 * Readable by its owner only: it holds the server's key.
 * @param {string} folder
 * @param {Record<string, string>} environment
 */
function writeEnvironment(folder, environment) {
	const lines = Object.entries(environment).map(([name, value]) => {
		if (/['\n]/.test(value)) throw new Error(`The setting ${name} cannot hold a quote or a line break.`);
		return `${name}='${value}'\n`;
	});
	mkdirSync(folder, { recursive: true });
	const file = join(folder, 'worker.env');
	writeFileSync(file, lines.join(''), { mode: 0o600 });
	return file;
}

/** @param {number} ms */
const within = (ms) => ({ signal: AbortSignal.timeout(ms) });
