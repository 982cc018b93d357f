// `npm run test:slow [-- --seed S and playwright options]`: the browser tests behind a line on which scripts and answers come late.
import { runPlaywright } from './playwright.mjs';
import { prepareRuntime } from './runtime.mjs';

/** The seed, and what is left for playwright. */
function readArguments() {
	const args = process.argv.slice(2);
	const at = args.indexOf('--seed');
	if (at < 0) return { seed: String(Date.now()), rest: args };
	const seed = args[at + 1];
	if (seed === undefined) throw new Error('--seed takes a word.');
	return { seed, rest: args.toSpliced(at, 2) };
}

await prepareRuntime();
try {
	const { seed, rest } = readArguments();
	console.log(`Seed ${seed}. Scripts come 2.5 s after their page, answers up to 3 s late…`);
	process.exitCode = await runPlaywright('e2e', rest, { TOURNEE_E2E_SLOW: seed });
} catch (error) {
	console.error(error instanceof Error ? error.message : error);
	process.exitCode = 1;
}
