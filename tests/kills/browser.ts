// A real Chromium with a profile on disk, that can be killed without warning and started again where it was.
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { chromium, type Browser, type BrowserContext, type Page } from '@playwright/test';
import { chromiumFlags } from '../../scripts/browser.mjs';
import { freePort } from '../../scripts/processes.mjs';

const PATIENCE_MS = 30_000;

export class KillableBrowser {
	readonly #executable: string;
	readonly #profile: string;
	#process: ChildProcess | null = null;
	#browser: Browser | null = null;

	constructor(executable: string, profile: string) {
		this.#executable = executable;
		this.#profile = profile;
	}

	/** Starts the browser on its profile and opens one page of a phone's size. */
	async start(): Promise<{ readonly page: Page; readonly context: BrowserContext }> {
		const port = await freePort();
		this.#process = spawn(
			this.#executable,
			[
				...chromiumFlags,
				'--headless=new',
				'--hide-scrollbars',
				'--lang=fr-FR',
				'--accept-lang=fr-FR',
				'--window-size=360,740',
				`--remote-debugging-port=${port}`,
				`--user-data-dir=${this.#profile}`,
				'about:blank'
			],
			{ detached: true, stdio: 'ignore', env: { ...process.env, TZ: 'Europe/Paris', LANGUAGE: 'fr' } }
		);
		this.#browser = await untilItAnswers(`http://127.0.0.1:${port}`);
		const [context] = this.#browser.contexts();
		if (!context) throw new Error('the browser has no context');
		const page = context.pages()[0] ?? (await context.newPage());
		page.setDefaultTimeout(PATIENCE_MS);
		return { page, context };
	}

	/**
	 * Waits until a cookie is on the disk: Chromium writes cookies every half minute, and who is killed before has to sign in again
	 * when he is back.
	 */
	async untilCookieIsKept(name: string): Promise<void> {
		const until = Date.now() + 2 * PATIENCE_MS;
		// Where Chromium keeps them, and where some builds do.
		const files = ['Default/Cookies', 'Default/Network/Cookies'].map((file) => join(this.#profile, file));
		const isKept = (): boolean => files.some((file) => existsSync(file) && readFileSync(file).includes(name));
		while (!isKept()) {
			if (Date.now() > until) throw new Error(`the browser has not kept the cookie ${name}`);
			await pause(500);
		}
	}

	/** Ends the browser and all of its processes as the system does when memory runs out: nothing is told, nothing is flushed. */
	async kill(): Promise<void> {
		const { pid } = this.#process ?? {};
		const gone = new Promise<void>((resolve) => {
			if (this.#process?.exitCode !== null || !pid) resolve();
			else this.#process.once('exit', () => resolve());
		});
		if (pid) process.kill(-pid, 'SIGKILL');
		await gone;
		// The line to a dead browser closes by itself; closing it says so to Playwright.
		await this.#browser?.close().catch(() => undefined);
		this.#process = null;
		this.#browser = null;
	}
}

async function untilItAnswers(endpoint: string): Promise<Browser> {
	const until = Date.now() + PATIENCE_MS;
	for (;;) {
		try {
			return await chromium.connectOverCDP(endpoint);
		} catch (failure) {
			if (Date.now() > until) throw failure;
			await pause(100);
		}
	}
}
