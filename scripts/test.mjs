// `npm test [stage…]`: types, lint, architecture, unit, server, sim, worker, e2e; the last line is `N passed, N failed`.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GENERATORS } from './generated.mjs';
import { run, startChild } from './processes.mjs';
import { prepareRuntime, root } from './runtime.mjs';

/** @typedef {{passed: number, failed: number}} Count */
/** @typedef {Count & {line: string}} Verdict */

const reports = mkdtempSync(join(tmpdir(), 'tournee-reports-'));

/** @param {string} path where a package keeps its command */
const tool = (path) => join(root, 'node_modules', path);

/**
 * Runs a command; one check passed or failed.
 * @param {string} script
 * @param {readonly string[]} args
 * @returns {Promise<Count>}
 */
async function check(script, args) {
	const code = await run(process.execPath, [tool(script), ...args], { cwd: root });
	return code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

/**
 * The same beside other stages: its output comes at its end, in one piece.
 * @param {string} script
 * @param {readonly string[]} args
 * @returns {Promise<Count>}
 */
async function checkBeside(script, args) {
	const child = startChild(script, process.execPath, [tool(script), ...args], { cwd: root });
	const { code } = await child.exited;
	if (code === 0) return { passed: 1, failed: 0 };
	console.log(`\n── ${script}\n${child.output()}`);
	return { passed: 0, failed: 1 };
}

/**
 * @param {string} project
 * @param {readonly string[]} options
 * @returns {Promise<Count>}
 */
async function vitest(project, options = []) {
	const report = join(reports, `${project}.json`);
	const args = ['run', '--config', 'vitest.config.ts', '--project', project];
	const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
	const code = await run(process.execPath, [tool('vitest/vitest.mjs'), ...args, ...reporters, ...options], {
		cwd: root
	});
	const { numPassedTests: passed, numFailedTests, numFailedTestSuites } = readReport(report);
	// A file that cannot even be loaded has no tests, and an unhandled error fails none of them: both are failures.
	return failedIf(code, { passed: passed ?? 0, failed: numFailedTests || numFailedTestSuites || 0 });
}

/** The short simulation; one schedule counts as one test. @returns {Promise<Count>} */
async function simulate() {
	const report = join(reports, 'sim.json');
	const env = { ...process.env, TOURNEE_SIM_REPORT: report };
	const code = await run(process.execPath, [join(root, 'scripts', 'sim.mjs')], { cwd: root, env });
	const { passed, failed } = readReport(report);
	return failedIf(code, { passed: passed ?? 0, failed: failed ?? 0 });
}

/** @returns {Promise<Count>} */
async function playwright() {
	const { runPlaywright } = await import('./playwright.mjs');
	const report = join(reports, 'e2e.json');
	const code = await runPlaywright('e2e', [], { TOURNEE_E2E_REPORT: report });
	const { expected, unexpected, flaky } = readReport(report).stats ?? {};
	return failedIf(code, { passed: expected ?? 0, failed: (unexpected ?? 0) + (flaky ?? 0) });
}

/**
 * A command that ends badly never counts as passed, whatever its report says.
 * @param {number} code
 * @param {Count} count
 */
const failedIf = (code, count) => (code !== 0 && count.failed === 0 ? { ...count, failed: 1 } : count);

/** @param {string} file */
function readReport(file) {
	try {
		return JSON.parse(readFileSync(file, 'utf8'));
	} catch {
		return {};
	}
}

/** The units also measure the core: fewer branches tested than `vitest.config.ts` asks for is a failure. */
const measured = [
	'--coverage',
	'--coverage.reporter=text-summary',
	`--coverage.reportsDirectory=${join(reports, 'coverage')}`
];

/** What the type checks read is generated first: SvelteKit's types and the messages. */
const generate = GENERATORS.map(
	([script, args]) =>
		() =>
			check(script, args)
);

const stages = {
	types: [
		...generate,
		() => check('svelte-check/bin/svelte-check', ['--tsconfig', 'tsconfig.json', '--fail-on-warnings']),
		() => check('typescript/bin/tsc', ['--noEmit', '-p', 'scripts/tsconfig.json']),
		() => check('typescript/bin/tsc', ['--noEmit', '-p', 'src/lib/core/tsconfig.json']),
		() => check('typescript/bin/tsc', ['--noEmit', '-p', 'src/service-worker/tsconfig.json'])
	],
	lint: [
		() => checkBeside('eslint/bin/eslint.js', ['.', '--max-warnings', '0']),
		() => checkBeside('prettier/bin/prettier.cjs', ['--check', '--log-level', 'warn', '.'])
	],
	architecture: [...generate, () => vitest('architecture')],
	unit: [...generate, () => vitest('unit', measured)],
	server: [...generate, () => vitest('server')],
	sim: [simulate],
	worker: [...generate, () => vitest('worker')],
	e2e: [playwright]
};

/** @param {readonly string[]} wanted */
async function main(wanted) {
	const unknown = wanted.filter((name) => !(name in stages));
	if (unknown.length > 0)
		throw new Error(`No such stage: ${unknown.join(', ')}. Stages: ${Object.keys(stages).join(', ')}.`);
	const done = new Set();
	/** @type {Promise<Verdict>[]} */
	const verdicts = [];
	for (const [name, steps] of Object.entries(stages)) {
		if (wanted.length > 0 && !wanted.includes(name)) continue;
		// What shows how fast the product is has the machine to itself.
		if (ALONE.has(name)) await Promise.all(verdicts);
		const fresh = steps.filter((step) => !done.has(step));
		for (const step of fresh) done.add(step);
		const verdict = judged(name, fresh);
		verdicts.push(verdict);
		if (!BESIDE.has(name)) await verdict;
	}
	const all = await Promise.all(verdicts);
	const [passed, failed] = [sum(all.map((verdict) => verdict.passed)), sum(all.map((verdict) => verdict.failed))];
	console.log(`\n${all.map(({ line }) => line).join('\n')}\n\n${passed} passed, ${failed} failed`);
	return failed === 0 ? 0 : 1;
}

/** Needs one core, and nothing that other stages make: it runs beside the tests that come after it. */
const BESIDE = new Set(['lint']);
const ALONE = new Set(['sim', 'worker', 'e2e']);

/** @param {readonly number[]} numbers */
const sum = (numbers) => numbers.reduce((total, number) => total + number, 0);

/**
 * The steps of a stage, one after the other.
 * @param {string} name
 * @param {readonly (() => Promise<Count>)[]} steps
 * @returns {Promise<Verdict>}
 */
async function judged(name, steps) {
	const started = Date.now();
	const count = { passed: 0, failed: 0 };
	console.log(`\n── ${name}`);
	for (const step of steps) {
		const { passed, failed } = await step();
		count.passed += passed;
		count.failed += failed;
	}
	const seconds = ((Date.now() - started) / 1000).toFixed(0);
	return { ...count, line: `${name.padEnd(12)} ${count.passed} passed, ${count.failed} failed (${seconds} s)` };
}

await prepareRuntime();
let code = 1;
try {
	code = await main(process.argv.slice(2));
} catch (error) {
	console.error(error instanceof Error ? error.message : error);
	console.log('0 passed, 1 failed');
} finally {
	rmSync(reports, { recursive: true, force: true });
}
process.exitCode = code;
