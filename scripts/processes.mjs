// Child processes that never outlive us: each in a group of its own, stopped as a group, watched for an early death.
import { spawn } from 'node:child_process';
import { createServer } from 'node:net';

/**
 * @typedef {object} Child
 * @property {string} name what the messages call it
 * @property {number} pid
 * @property {Promise<{code: number | null, signal: NodeJS.Signals | null}>} exited
 * @property {() => string} output the last lines it wrote, errors included
 * @property {() => string} printed the last lines of its standard output alone
 * @property {(graceMs?: number) => Promise<void>} stop ends the whole group: SIGTERM, then SIGKILL after the grace
 */

const keptOutput = 20_000;

/** Leaders of the groups that still run, to be ended whatever ends us. @type {Set<number>} */
const living = new Set();

/**
 * Starts a command in a process group of its own.
 * @param {string} name
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{cwd?: string, env?: NodeJS.ProcessEnv, show?: boolean}} [options] `show` lets it write to our own output
 * @returns {Child}
 */
export function startChild(name, command, args, { cwd, env = process.env, show = false } = {}) {
	const child = spawn(command, args, { cwd, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
	let kept = '';
	let printed = '';
	/** @type {[import('node:stream').Readable, NodeJS.WriteStream][]} */
	const streams = [
		[child.stdout, process.stdout],
		[child.stderr, process.stderr]
	];
	for (const [stream, sink] of streams) {
		stream.setEncoding('utf8');
		stream.on('data', (/** @type {string} */ text) => {
			kept = (kept + text).slice(-keptOutput);
			if (stream === child.stdout) printed = (printed + text).slice(-keptOutput);
			if (show) sink.write(text);
		});
	}
	/** @type {Child['exited']} */
	const exited = new Promise((resolve) => {
		child.once('error', (error) => {
			kept += `\n${error.message}`;
			resolve({ code: 127, signal: null });
		});
		// `close` comes after the last output, `exit` may come before it; a grandchild can keep the pipe open, so both count.
		child.once('close', (code, signal) => resolve({ code, signal }));
		child.once('exit', (code, signal) => setTimeout(() => resolve({ code, signal }), 200).unref());
	});
	const pid = child.pid ?? 0;
	watch(pid, exited);
	return {
		name,
		pid,
		exited,
		output: () => kept,
		printed: () => printed,
		stop: (graceMs = 5000) => stopGroup(pid, exited, graceMs)
	};
}

/**
 * Runs a command to its end, with our own input and output.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{cwd?: string, env?: NodeJS.ProcessEnv}} [options]
 * @returns {Promise<number>} its exit code
 */
export async function run(command, args, { cwd, env = process.env } = {}) {
	const child = spawn(command, args, { cwd, env, stdio: 'inherit' });
	/** @param {NodeJS.Signals} signal */
	const forward = (signal) => child.kill(signal);
	const signals = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']);
	for (const signal of signals) process.on(signal, forward);
	try {
		return await new Promise((resolve, reject) => {
			child.once('error', reject);
			child.once('exit', (code, signal) => resolve(code ?? (signal === 'SIGINT' ? 130 : 143)));
		});
	} finally {
		for (const signal of signals) process.off(signal, forward);
	}
}

/**
 * A port that nobody listens on now.
 * @returns {Promise<number>}
 */
export function freePort() {
	return new Promise((resolve, reject) => {
		const server = createServer();
		server.once('error', reject);
		server.listen(0, '127.0.0.1', () => {
			const address = server.address();
			server.close(() =>
				address && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port'))
			);
		});
	});
}

/**
 * Throws a clear message when a port is taken.
 * @param {number} port
 * @param {string} setting the environment variable that changes it
 */
export function assertPortFree(port, setting) {
	return new Promise((resolve, reject) => {
		const server = createServer();
		server.once('error', (error) => {
			const code = 'code' in error ? error.code : '';
			const why = code === 'EADDRINUSE' ? 'is already used by another program' : `cannot be opened (${code})`;
			reject(
				new Error(`Port ${port} ${why}. Stop that program, or choose another port: ${setting}=${port + 1} npm start`)
			);
		});
		server.listen(port, '127.0.0.1', () => server.close(() => resolve(undefined)));
	});
}

/**
 * Asks again until the answer is true, the child dies or the time is over.
 * @param {() => Promise<boolean>} ready
 * @param {Child} child
 * @param {number} timeoutMs
 */
export async function waitUntil(ready, child, timeoutMs) {
	let ended = false;
	void child.exited.then(() => (ended = true));
	const deadline = Date.now() + timeoutMs;
	while (Date.now() < deadline) {
		if (await ready().catch(() => false)) return;
		if (ended) throw new Error(`${child.name} stopped while starting:\n${child.output()}`);
		await new Promise((resolve) => setTimeout(resolve, 50));
	}
	throw new Error(`${child.name} did not answer within ${timeoutMs / 1000} s:\n${child.output()}`);
}

/**
 * A process that ends without stopping its children (an error, a test runner that is told to stop) takes them along.
 * @param {number} pid
 * @param {Promise<unknown>} exited
 */
function watch(pid, exited) {
	if (living.size === 0 && !process.listeners('exit').includes(endAll)) {
		process.on('exit', endAll);
		// Where nobody else listens, a signal would end us without a word.
		for (const signal of /** @type {const} */ (['SIGTERM', 'SIGHUP'])) {
			if (process.listenerCount(signal) === 0) process.on(signal, () => process.exit(143));
		}
	}
	living.add(pid);
	void exited.then(() => living.delete(pid));
}

function endAll() {
	for (const pid of living) signalGroup(pid, 'SIGKILL');
}

/**
 * @param {number} pid leader of the group
 * @param {Promise<unknown>} exited
 * @param {number} graceMs
 */
async function stopGroup(pid, exited, graceMs) {
	if (pid === 0 || !signalGroup(pid, 'SIGTERM')) return;
	const deadline = Date.now() + graceMs;
	await Promise.race([exited, new Promise((resolve) => setTimeout(resolve, graceMs).unref())]);
	while (groupLives(pid) && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 25));
	if (groupLives(pid)) signalGroup(pid, 'SIGKILL');
}

/** @param {number} pid */
const groupLives = (pid) => signalGroup(pid, 0);

/**
 * @param {number} pid
 * @param {NodeJS.Signals | 0} signal
 */
function signalGroup(pid, signal) {
	try {
		process.kill(-pid, signal);
		return true;
	} catch {
		return false;
	}
}
