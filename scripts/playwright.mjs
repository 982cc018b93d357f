// Runs the browser tests of a folder in the Chromium of this machine, on a port of their own.
import { join } from 'node:path';
import { requireChromium } from './browser.mjs';
import { freePort, run } from './processes.mjs';
import { root } from './runtime.mjs';

/**
 * The exit code of playwright.
 * @param {'e2e' | 'access'} folder below tests/
 * @param {readonly string[]} options
 * @param {Readonly<Record<string, string>>} more environment
 * @returns {Promise<number>}
 */
export async function runPlaywright(folder, options = [], more = {}) {
	const own = { CHROMIUM: await requireChromium(), TOURNEE_E2E_PORT: String(await freePort()) };
	const config = ['--config', `tests/${folder}/playwright.config.ts`];
	const args = [join(root, 'node_modules', '@playwright/test/cli.js'), 'test', ...config, ...options];
	return run(process.execPath, args, { cwd: root, env: { ...process.env, ...own, ...more } });
}
