// `npm run test:mutants [-- words]`: seeds one bug after the other in a copy of the product; the simulation or the tests must notice each.
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { spawn } from 'node:child_process';
import { generate } from './generated.mjs';
import { prepareRuntime, root } from './runtime.mjs';

/** @typedef {import('../tests/mutants/mutant.ts').Mutant} Mutant */
/** @typedef {{name: string, file: string, killer: string | null, seconds: number}} Verdict */

/** What a copy needs to run the simulation and the tests. */
const PARTS = [
	...['src', 'tests', 'scripts', 'migrations', 'messages', 'static', 'project.inlang', '.svelte-kit'],
	...['package.json', 'package-lock.json', 'tsconfig.json', 'vitest.config.ts', 'vite.config.ts', 'svelte.config.js'],
	'wrangler.toml'
];
const TIME_LIMIT_MS = 600_000;
/** Schedules that are asked first: most bugs need a few. And those that are asked when no test noticed anything. */
const FEW = '60';
const MANY = '400';

/** A copy of the product in a folder of its own. */
function copyOfProduct() {
	const folder = mkdtempSync(join(tmpdir(), 'tournee-mutants-'));
	for (const part of PARTS) cpSync(join(root, part), join(folder, part), { recursive: true });
	symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
	return folder;
}

/**
 * Runs a command in the copy; what it said when it ended badly or took too long, null when it ended well.
 * @param {string} folder
 * @param {readonly string[]} args
 * @returns {Promise<string | null>}
 */
function complaintOf(folder, args) {
	return new Promise((resolve) => {
		const child = spawn(process.execPath, args, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
		const timer = setTimeout(() => child.kill('SIGKILL'), TIME_LIMIT_MS);
		let said = '';
		for (const stream of [child.stdout, child.stderr]) stream.on('data', (part) => (said += part));
		child.on('close', (code) => {
			clearTimeout(timer);
			resolve(code === 0 ? null : said);
		});
	});
}

/** @param {string} schedules */
const simulation = (schedules) => ['scripts/sim.mjs', '--quick', '--schedules', schedules];

/** @param {string} test */
const testRun = (test) => [
	join('node_modules', 'vitest', 'vitest.mjs'),
	...['run', '--config', 'vitest.config.ts', '--bail', '1'],
	...['--project', test.startsWith('tests/server/') ? 'server' : 'unit', test]
];

/**
 * Seeds one bug and asks the judges in turn; what noticed it, or null.
 * @param {string} folder
 * @param {Mutant} mutant
 */
async function killerOf(folder, { file, find, replace, tests }) {
	const path = join(folder, file);
	const original = readFileSync(path, 'utf8');
	writeFileSync(
		path,
		original.replace(find, () => replace)
	);
	try {
		const soon = lawIn(await complaintOf(folder, simulation(FEW)));
		if (soon) return `simulation: ${soon}`;
		for (const test of tests) {
			const title = titleIn(await complaintOf(folder, testRun(test)));
			if (title) return `${basename(test)}: ${title}`;
		}
		const late = lawIn(await complaintOf(folder, simulation(MANY)));
		return late && `simulation: ${late}`;
	} finally {
		writeFileSync(path, original);
	}
}

/** The law that the simulation names; null for none: what merely does not run has noticed nothing. @param {string | null} said */
const lawIn = (said) => /, law ([^:]+):/.exec(said ?? '')?.[1] ?? null;

/** The test that failed, without the colours of a terminal. @param {string | null} said */
function titleIn(said) {
	// eslint-disable-next-line no-control-regex
	const plain = (said ?? '').replace(/\u001B\[\d+m/g, '');
	return /FAIL .* > (.+)/.exec(plain)?.[1]?.trim() ?? null;
}

/** @param {readonly Mutant[]} mutants */
function applicable(mutants) {
	const stale = mutants.filter(({ file, find }) => readFileSync(join(root, file), 'utf8').split(find).length !== 2);
	for (const { name, file } of stale)
		console.error(`Does not apply any more (its text is not once in ${file}): ${name}`);
	return stale.length === 0;
}

/**
 * Each mutant in turn, told as it comes.
 * @param {readonly Mutant[]} mutants
 * @returns {Promise<Verdict[]>}
 */
async function judgeAll(mutants) {
	await generate();
	const folder = copyOfProduct();
	const verdicts = [];
	try {
		const complaint = await complaintOf(folder, simulation(FEW));
		if (complaint !== null) throw new Error(`The simulation fails without any seeded bug.\n${complaint}`);
		for (const test of new Set(mutants.flatMap(({ tests }) => tests))) {
			const said = await complaintOf(folder, testRun(test));
			if (said !== null) throw new Error(`${test} fails without any seeded bug.\n${said}`);
		}
		for (const mutant of mutants) {
			const started = performance.now();
			const killer = await killerOf(folder, mutant);
			const seconds = Math.round((performance.now() - started) / 1000);
			verdicts.push({ name: mutant.name, file: mutant.file, killer, seconds });
			console.log(`${String(seconds).padStart(4)} s  ${mutant.name}  →  ${killer ?? 'SURVIVES'}`);
		}
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
	return verdicts;
}

/** The table of a full run. @param {readonly Verdict[]} verdicts */
function writeReport(verdicts) {
	const cell = (/** @type {string} */ text) => text.replaceAll('|', '\\|');
	const line = (/** @type {Verdict} */ { name, file, killer, seconds }) =>
		`| ${cell(name)} | \`${file.replace('src/lib/', '')}\` | ${cell(killer ?? '**survives**')} | ${seconds} |`;
	const killed = verdicts.filter(({ killer }) => killer !== null).length;
	const bySimulation = verdicts.filter(({ killer }) => killer?.startsWith('simulation')).length;
	const text = `# Seeded bugs

\`npm run test:mutants\` puts one bug after the other into a copy of the product. The simulation is asked first (${FEW} schedules, it stops at the
first broken law), then the tests of that part, then ${MANY} schedules. Of ${verdicts.length} bugs ${killed} are noticed, ${bySimulation} of them by the simulation.

| Bug | File | Noticed by | Seconds |
| --- | --- | --- | --- |
${verdicts.map(line).join('\n')}
`;
	mkdirSync(join(root, 'docs'), { recursive: true });
	writeFileSync(join(root, 'docs', 'mutants.md'), text);
}

/** @param {readonly string[]} words */
async function main(words) {
	await import('./typescript.mjs');
	const { PHONE_MUTANTS } = await import('../tests/mutants/phone.ts');
	const { SERVER_MUTANTS } = await import('../tests/mutants/server.ts');
	const { ATTENTION_MUTANTS } = await import('../tests/mutants/attention.ts');
	const all = [...PHONE_MUTANTS, ...SERVER_MUTANTS, ...ATTENTION_MUTANTS];
	if (!applicable(all)) return 1;
	const verdicts = await judgeAll(all.filter(({ name }) => words.every((word) => name.includes(word))));
	const killed = verdicts.filter(({ killer }) => killer !== null).length;
	if (words.length === 0) writeReport(verdicts);
	else console.log('Only a run of all bugs writes docs/mutants.md.');
	console.log(`${killed} passed, ${verdicts.length - killed} failed`);
	return killed === verdicts.length && killed > 0 ? 0 : 1;
}

await prepareRuntime();
process.exitCode = await main(process.argv.slice(2));
