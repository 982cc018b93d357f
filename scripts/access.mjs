// `npm run test:access [-- playwright options]`: every screen in three themes and two languages against the rules of access; TOURNEE_SCREENS=1 keeps pictures.
import { join } from 'node:path';
import { requireChromium } from './browser.mjs';
import { freePort, run } from './processes.mjs';
import { prepareRuntime, root } from './runtime.mjs';

await prepareRuntime();
try {
	const env = { ...process.env, CHROMIUM: await requireChromium(), TOURNEE_E2E_PORT: String(await freePort()) };
	const playwright = join(root, 'node_modules', '@playwright/test/cli.js');
	const args = [playwright, 'test', '--config', 'tests/access/playwright.config.ts', ...process.argv.slice(2)];
	process.exitCode = await run(process.execPath, args, { cwd: root, env });
} catch (error) {
	console.error(error instanceof Error ? error.message : error);
	process.exitCode = 1;
}
