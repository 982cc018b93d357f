// `npm run test:sim [-- --long | --schedules N | --from N | --seed S]`: random days of phones, network, server and office, every law after every step.
import { writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { Worker } from 'node:worker_threads';
import { prepareRuntime, root } from './runtime.mjs';

/** @typedef {import('../tests/sim/share.ts').Share} Share */
/** @typedef {import('../tests/sim/share.ts').Failure} Failure */

/** @typedef {import('../tests/sim/share.ts').Wish} Wish */

const SHORT = 300;
const LONG = 10_000;
/** Seeds of one share; small ones keep all threads busy to the end. */
const PORTION = 25;
/** Seeds that also run with the platform's own cryptography. */
const REAL = 5;
/** So many schedules run twice for certain; of more of them a smaller share does. */
const TWICE = 100;

/**
 * One seed of a portion runs twice: it must end byte for byte as the first time. Three failures are enough to look at.
 * @type {Omit<Wish, 'seeds'>}
 */
const THOROUGH = { mostFailures: 3, twiceEvery: PORTION, shrinks: true, crypto: 'simulated', shapes: false };
/** For seeded bugs: the first failure as it is, and nothing twice. @type {Omit<Wish, 'seeds'>} */
const QUICK = { ...THOROUGH, mostFailures: 1, twiceEvery: Infinity, shrinks: false };

/**
 * Runs schedules on all cores and gathers what came of them; no portion begins once enough has failed.
 * @param {readonly string[]} seeds
 * @param {Omit<Wish, 'seeds'>} wish
 * @param {(done: number) => void} tell
 * @returns {Promise<Share[]>}
 */
async function runAll(seeds, wish, tell) {
	/** @type {(readonly string[])[]} */
	const portions = [];
	for (let start = 0; start < seeds.length; start += PORTION) portions.push(seeds.slice(start, start + PORTION));
	/** @type {Share[]} */
	const shares = [];
	const threads = Array.from({ length: Math.min(availableParallelism(), portions.length) }, startThread);
	/** Ends when one thread has seen enough, or when all have nothing left. */
	await new Promise((resolve, reject) => {
		let atWork = threads.length;
		const everyNth = Math.max(1, Math.floor(portions.length / TWICE));
		let taken = 0;
		const work = async (/** @type {Worker} */ thread) => {
			for (let portion = portions.shift(); portion; portion = portions.shift()) {
				const twiceEvery = taken % everyNth === 0 ? wish.twiceEvery : Infinity;
				taken += 1;
				const share = await ask(thread, { ...wish, twiceEvery, seeds: portion });
				shares.push(share);
				tell(shares.reduce((sum, { schedules }) => sum + schedules, 0));
				if (share.failures.length >= wish.mostFailures) return resolve(null);
			}
			atWork -= 1;
			return atWork === 0 ? resolve(null) : null;
		};
		for (const thread of threads) work(thread).catch(reject);
	});
	await Promise.all(threads.map((thread) => thread.terminate()));
	return shares;
}

/**
 * Runs some seeds with the stand-ins and with real WebCrypto: all but keys, signatures and what contains them must be the same.
 * @param {readonly string[]} seeds
 * @returns {Promise<readonly string[]>} the seeds that ended differently
 */
async function compareWithReal(seeds) {
	const runWith = async (/** @type {Wish['crypto']} */ crypto) => {
		const thread = startThread();
		const { states } = await ask(thread, { ...THOROUGH, seeds, crypto, shapes: true });
		await thread.terminate();
		return states.map(([, state]) => state);
	};
	const [simulated, real] = await Promise.all([runWith('simulated'), runWith('real')]);
	return seeds.filter((_, index) => simulated[index] !== real[index]);
}

const startThread = () =>
	new Worker(join(root, 'tests', 'sim', 'worker.ts'), {
		execArgv: ['--import', join(root, 'scripts', 'typescript.mjs'), '--no-warnings'],
		resourceLimits: { maxYoungGenerationSizeMb: 192 }
	});

/**
 * @param {Worker} thread
 * @param {object} wish
 * @returns {Promise<Share>}
 */
const ask = (thread, wish) =>
	new Promise((resolve, reject) => {
		thread.once('error', reject);
		thread.once('message', (share) => {
			thread.off('error', reject);
			resolve(share);
		});
		thread.postMessage(wish);
	});

/** @param {readonly Share[]} shares */
function tellCounts(shares) {
	const counts = new Map();
	for (const [what, times] of shares.flatMap((share) => share.counts))
		counts.set(what, (counts.get(what) ?? 0) + times);
	const named = [...counts].sort(([a], [b]) => (a < b ? -1 : 1));
	const faults = named.filter(([what]) => !what.startsWith('not '));
	const list = (/** @type {[string, number][]} */ entries) =>
		entries.map(([what, times]) => `${what} ${times}`).join(', ');
	console.log(`Faults and events (${faults.length} kinds): ${list(faults)}`);
	console.log(`Refused on the screen: ${list(named.filter(([what]) => what.startsWith('not ')))}`);
	console.log(`Not looked at: ${shares[0]?.unseen.join('; ')}`);
	for (const failure of shares.flatMap((share) => share.failures)) console.log(tellFailure(failure));
}

/** @param {Failure} failure */
const tellFailure = ({ seed, law, message, step, of, shrunken }) =>
	[
		`\nSeed ${seed}, step ${step} of ${of}, law ${law}: ${message}`,
		`Still broken by ${shrunken.length} steps: ${shrunken.map(({ kind }) => kind).join(', ')}`,
		`Replay: npm run test:sim -- --seed ${seed}`
	].join('\n');

async function main() {
	const { values } = parseArgs({
		options: {
			long: { type: 'boolean', default: false },
			schedules: { type: 'string' },
			from: { type: 'string', default: '0' },
			seed: { type: 'string' },
			quick: { type: 'boolean', default: false }
		}
	});
	const count = Number(values.schedules ?? (values.long ? LONG : SHORT));
	const from = Number(values.from);
	const seeds = values.seed ? [values.seed] : Array.from({ length: count }, (_, index) => String(from + index));
	console.log(`Simulation: seeds ${seeds[0]} to ${seeds.at(-1)}`);
	const started = performance.now();
	const seconds = () => ((performance.now() - started) / 1000).toFixed(0);
	let told = 0;
	const shares = await runAll(seeds, values.quick ? QUICK : THOROUGH, (done) => {
		if (done - told < 500) return;
		told = done;
		console.log(`${done} schedules, ${seconds()} s`);
	});
	tellCounts(shares);
	const unlike = values.quick ? [] : await compareWithReal(seeds.slice(0, REAL));
	if (unlike.length > 0) console.log(`Ends otherwise with real WebCrypto: seeds ${unlike.join(', ')}`);
	else if (!values.quick) console.log(`With real WebCrypto ${Math.min(REAL, seeds.length)} of them end alike.`);
	return tellResult(shares, unlike.length, seconds());
}

/**
 * @param {readonly Share[]} shares
 * @param {number} unlike
 * @param {string} seconds
 */
function tellResult(shares, unlike, seconds) {
	const sum = (/** @type {(share: Share) => number} */ of) => shares.reduce((total, share) => total + of(share), 0);
	const [schedules, operations] = [sum((share) => share.schedules), sum((share) => share.operations)];
	const states = shares.flatMap((share) => share.states);
	if (states.length > 0) console.log(`${states.length} ran twice to the same state; seed ${states[0]?.join(': ')}`);
	const { user, system } = process.cpuUsage();
	const cpu = ((user + system) / 1e6).toFixed(0);
	console.log(`${schedules} schedules, ${operations} operations, ${seconds} s (${cpu} s of processor time)`);
	const failed = sum((share) => share.failures.length) + unlike;
	const passed = schedules - failed;
	console.log(`${passed} passed, ${failed} failed`);
	const report = process.env['TOURNEE_SIM_REPORT'];
	if (report) writeFileSync(report, JSON.stringify({ passed, failed }));
	return failed === 0 ? 0 : 1;
}

// Compiled at once, what runs a few times costs less than interpreted; what is hot is optimised all the same.
setFlagsFromString('--always-sparkplug');
await prepareRuntime();
process.exitCode = await main();
