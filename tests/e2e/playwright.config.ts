// Browser tests: the product as `npm start` runs it, on ports and data of its own, in Chromium at two sizes.
import { defineConfig } from '@playwright/test';
import { chromiumFlags, findChromium } from '../../scripts/browser.mjs';
import { freePort } from '../../scripts/processes.mjs';

// The workers read this file too, and inherit the port that was chosen first.
process.env.TOURNEE_E2E_PORT ??= String(await freePort());
const port = Number(process.env.TOURNEE_E2E_PORT);
const chromium = findChromium();
const reports = process.env.TOURNEE_E2E_REPORT;
/** On a slow line everything takes longer, and nothing else may change. */
const patience = process.env.TOURNEE_E2E_SLOW === undefined ? 1 : 3;

export default defineConfig({
	testDir: '.',
	outputDir: '../../test-results',
	globalSetup: './product.ts',
	// One database for all: tests run one after the other, in the order of the files.
	workers: 1,
	fullyParallel: false,
	forbidOnly: true,
	retries: 0,
	timeout: 300_000 * patience,
	expect: { timeout: 20_000 * patience },
	reporter: reports ? [['line'], ['json', { outputFile: reports }]] : 'list',
	use: {
		baseURL: `http://localhost:${port}`,
		locale: 'fr-FR',
		timezoneId: 'Europe/Paris',
		trace: 'retain-on-failure',
		launchOptions: { ...(chromium === null ? {} : { executablePath: chromium }), args: [...chromiumFlags] }
	},
	projects: [
		{
			name: 'phone',
			testMatch: 'phone-*.spec.ts',
			use: { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 }
		},
		{ name: 'desktop', testMatch: 'office-*.spec.ts', use: { viewport: { width: 1280, height: 800 } } }
	]
});
