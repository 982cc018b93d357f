// `npm run test:mutants [-- words]`: seeds one bug after the other in a copy of the product; the simulation or the tests must notice each.
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { spawn } from 'node:child_process';
import { prepareRuntime, root } from './runtime.mjs';

/** @typedef {import('../tests/mutants/mutant.ts').Mutant} Mutant */

/** What a copy needs to run the simulation and the tests. */
const PARTS = [
	...['src', 'tests', 'scripts', 'migrations', 'messages', 'static', 'project.inlang', '.svelte-kit'],
	...['package.json', 'package-lock.json', 'tsconfig.json', 'vitest.config.ts', 'vite.config.ts', 'svelte.config.js']
];
const TIME_LIMIT_MS = 600_000;

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
		const child = spawn(process.execPath, args, { cwd: folder, stdio: ['ignore', 'pipe', 'ignore'] });
		const timer = setTimeout(() => child.kill('SIGKILL'), TIME_LIMIT_MS);
		let said = '';
		child.stdout.on('data', (part) => (said += part));
		child.on('close', (code) => {
			clearTimeout(timer);
			resolve(code === 0 ? null : said);
		});
	});
}

const simulation = ['scripts/sim.mjs', '--quick'];

/** @param {string} test */
const testRun = (test) => [
	join('node_modules', 'vitest', 'vitest.mjs'),
	...[
		'run',
		'--config',
		'vitest.config.ts',
		'--bail',
		'1',
		'--project',
		test.startsWith('tests/server/') ? 'server' : 'unit',
		test
	]
];

/**
 * Seeds one bug and asks the judges in turn; the name of the one that noticed, or null.
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
		const complaint = await complaintOf(folder, simulation);
		if (complaint !== null) return `simulation, ${/law ([^:]+):/.exec(complaint)?.[1] ?? 'no answer'}`;
		for (const test of tests) if ((await complaintOf(folder, testRun(test))) !== null) return basename(test);
		return null;
	} finally {
		writeFileSync(path, original);
	}
}

/** @param {readonly Mutant[]} mutants */
function applicable(mutants) {
	const stale = mutants.filter(({ file, find }) => readFileSync(join(root, file), 'utf8').split(find).length !== 2);
	for (const { name, file } of stale)
		console.error(`Does not apply any more (its text is not once in ${file}): ${name}`);
	return stale.length === 0;
}

/** @param {readonly string[]} words */
async function main(words) {
	await import('./typescript.mjs');
	const { PHONE_MUTANTS } = await import('../tests/mutants/phone.ts');
	const { SERVER_MUTANTS } = await import('../tests/mutants/server.ts');
	const mutants = [...PHONE_MUTANTS, ...SERVER_MUTANTS].filter(({ name }) =>
		words.every((word) => name.includes(word))
	);
	if (!applicable(mutants)) return 1;
	const folder = copyOfProduct();
	const survivors = [];
	try {
		const complaint = await complaintOf(folder, simulation);
		if (complaint !== null) throw new Error(`The simulation fails without any seeded bug.\n${complaint}`);
		for (const mutant of mutants) {
			const started = performance.now();
			const killer = await killerOf(folder, mutant);
			if (killer === null) survivors.push(mutant);
			const seconds = ((performance.now() - started) / 1000).toFixed(0).padStart(4);
			console.log(`${seconds} s  ${(killer ?? 'SURVIVES').padEnd(24)} ${mutant.name}`);
		}
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
	console.log(`${mutants.length - survivors.length} passed, ${survivors.length} failed`);
	return survivors.length === 0 ? 0 : 1;
}

await prepareRuntime();
process.exitCode = await main(process.argv.slice(2));
