// A collector's phone in real Chromium for the benchmarks: its size, its sign-in, and its processor slowed down.
import { chromium, type BrowserContext, type Page } from '@playwright/test';
import { chromiumFlags, requireChromium } from '../../scripts/browser.mjs';
import { freePort } from '../../scripts/processes.mjs';
import type { Context } from './bench';

/** How much slower the phone's processor is made. */
export const SLOWER = 4;

export type BrowserPhone = { readonly browser: BrowserContext; readonly page: Page; readonly port: number };

/** Opens Chromium with a profile of its own; it ends with the benchmark. What the service worker keeps is measured by its own budget. */
export async function openBrowser(context: Context, profile: string): Promise<BrowserPhone> {
	const port = await freePort();
	const browser = await chromium.launchPersistentContext(context.folder(profile), {
		executablePath: await requireChromium(),
		args: [...chromiumFlags, `--remote-debugging-port=${port}`],
		locale: 'fr-FR',
		timezoneId: 'Europe/Paris',
		viewport: { width: 360, height: 740 },
		deviceScaleFactor: 2,
		isMobile: true,
		hasTouch: true,
		serviceWorkers: 'block'
	});
	context.atEnd(() => browser.close());
	return { browser, page: await browser.newPage(), port };
}

/** Fills in the sign-in page that is open, as anyone does, so that the phone is enrolled and has its round. */
export async function enter(page: Page, account: { readonly email: string; readonly password: string }): Promise<void> {
	await page.getByLabel('Adresse e-mail').fill(account.email);
	await page.getByLabel('Mot de passe', { exact: true }).fill(account.password);
	await page.getByRole('button', { name: 'Se connecter' }).click();
	await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'));
	await page.waitForLoadState('networkidle');
}

/** From now on the page's own work takes `rate` times as long; 1 is as fast as the machine. */
export async function slowDown(page: Page, rate: number): Promise<void> {
	const devtools = await page.context().newCDPSession(page);
	await devtools.send('Emulation.setCPUThrottlingRate', { rate });
}
