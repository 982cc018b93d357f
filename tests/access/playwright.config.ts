// Proof of access: every screen in every theme and language, on a phone and a desktop; `npm run test:access` runs it.
import { defineConfig } from '@playwright/test';
import { chromiumFlags, findChromium } from '../../scripts/browser.mjs';
import { freePort } from '../../scripts/processes.mjs';

// The workers read this file too, and inherit the port that was chosen first.
process.env.TOURNEE_E2E_PORT ??= String(await freePort());
const chromium = findChromium();

export default defineConfig({
	testDir: '.',
	outputDir: '../../test-results',
	globalSetup: '../e2e/product.ts',
	workers: 1,
	fullyParallel: false,
	forbidOnly: true,
	retries: 0,
	timeout: 900_000,
	expect: { timeout: 20_000 },
	reporter: 'list',
	use: {
		baseURL: `http://localhost:${process.env.TOURNEE_E2E_PORT}`,
		timezoneId: 'Europe/Paris',
		actionTimeout: 20_000,
		launchOptions: { ...(chromium === null ? {} : { executablePath: chromium }), args: [...chromiumFlags] }
	},
	projects: [
		{
			name: 'phone',
			testMatch: 'phone-*.spec.ts',
			use: { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true, deviceScaleFactor: 1 }
		},
		{ name: 'office', testMatch: 'office-*.spec.ts', use: { viewport: { width: 1280, height: 800 } } }
	]
});
