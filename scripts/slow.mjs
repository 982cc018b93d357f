// `npm run test:slow [-- --seed S and playwright options]`: the browser tests behind a line on which scripts and answers come late.
import { join } from 'node:path';
import { requireChromium } from './browser.mjs';
import { freePort, run } from './processes.mjs';
import { prepareRuntime, root } from './runtime.mjs';

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
	const env = { CHROMIUM: await requireChromium(), TOURNEE_E2E_PORT: String(await freePort()), TOURNEE_E2E_SLOW: seed };
	console.log(`Seed ${seed}. Scripts come 2.5 s after their page, answers up to 3 s late…`);
	const playwright = join(root, 'node_modules', '@playwright/test/cli.js');
	const args = [playwright, 'test', '--config', 'tests/e2e/playwright.config.ts', ...rest];
	process.exitCode = await run(process.execPath, args, { cwd: root, env: { ...process.env, ...env } });
} catch (error) {
	console.error(error instanceof Error ? error.message : error);
	process.exitCode = 1;
}
