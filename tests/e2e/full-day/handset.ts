// A collector's handset: a Chromium of its own with a profile on disk, a line that can be cut, and a battery that can be pulled out.
import type { BrowserContext, Page } from '@playwright/test';
import { findChromium } from '../../../scripts/browser.mjs';
import { KillableBrowser } from '../../kills/browser';
import { startLine, type Line } from './line';

/** A cheap Android phone held in one hand. */
const SCREEN = { width: 360, height: 740 } as const;

/** The cookie of the collector's session: the story goes on signed in. */
const SESSION = 'tournee_field';

export class Handset {
	/** What broke in the app while it was looked at; nothing may. */
	readonly faults: string[] = [];
	readonly #browser: KillableBrowser;
	readonly #line: Line;
	#shown: { readonly page: Page; readonly context: BrowserContext } | null = null;
	#isOffline = false;

	private constructor(browser: KillableBrowser, line: Line) {
		this.#browser = browser;
		this.#line = line;
	}

	/** Switches a new handset on; its profile is kept in `folder`. */
	static async start(folder: string, productPort: number): Promise<Handset> {
		const executable = findChromium();
		if (!executable) throw new Error('there is no Chromium');
		const handset = new Handset(new KillableBrowser(executable, folder), await startLine(productPort));
		await handset.#open();
		return handset;
	}

	/** Where the product is, as this phone sees it. */
	get origin(): string {
		return this.#line.origin;
	}

	get page(): Page {
		if (!this.#shown) throw new Error('the handset is off');
		return this.#shown.page;
	}

	async goOffline(): Promise<void> {
		this.#isOffline = true;
		this.#line.cut();
		await this.#shown?.context.setOffline(true);
	}

	async goOnline(): Promise<void> {
		this.#isOffline = false;
		this.#line.mend();
		await this.#shown?.context.setOffline(false);
	}

	/** Kills every process of the browser at once, and opens it again at an address of the product, with or without a network as before. */
	async dieAndReopen(path: string): Promise<Page> {
		await this.#browser.untilCookieIsKept(SESSION);
		await this.#browser.kill();
		await this.#open();
		await this.page.goto(this.origin + path);
		return this.page;
	}

	async end(): Promise<void> {
		await this.#browser.kill();
		await this.#line.close();
	}

	async #open(): Promise<void> {
		this.#shown = await this.#browser.start();
		const { page, context } = this.#shown;
		page.on('pageerror', (error) => this.faults.push(error.stack ?? error.message));
		await context.setOffline(this.#isOffline);
		await page.setViewportSize(SCREEN);
		const devtools = await context.newCDPSession(page);
		await devtools.send('Emulation.setTouchEmulationEnabled', { enabled: true });
	}
}
