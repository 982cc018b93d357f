// One person's way through the app: goes from screen to screen as links do, looks at each, and keeps every fault found.
import { expect, type Browser, type Locator, type Page } from '@playwright/test';
import { focused } from './fit';
import { faultsOf, type Screen } from './look';
import { wordsOf, type Words } from './words';

export type Locale = Screen['locale'];

const TAGS = { fr: 'fr-FR', en: 'en-GB' } as const;

/** A page of a browser that nobody has used yet. */
export async function freshPage(browser: Browser, locale: Locale): Promise<Page> {
	const context = await browser.newContext({ locale: TAGS[locale] });
	return context.newPage();
}

export class Walk {
	readonly page: Page;
	readonly locale: Locale;
	readonly kind: Screen['kind'];
	readonly say: Words;
	private faults: string[] = [];

	constructor(page: Page, locale: Locale, kind: Screen['kind']) {
		this.page = page;
		this.locale = locale;
		this.kind = kind;
		this.say = wordsOf(locale);
	}

	/** Fills in the form of the sign-in page. */
	async signIn(account: { readonly email: string; readonly password: string }): Promise<void> {
		const { page, say } = this;
		await page.getByLabel(say('auth_email')).fill(account.email);
		await page.getByLabel(say('auth_password'), { exact: true }).fill(account.password);
		await page.getByRole('button', { name: say('auth_sign_in'), exact: true }).click();
	}

	/** Follows a link within the app; the heading of the screen must take the focus. */
	async to(path: string): Promise<void> {
		await this.page.evaluate((href) => {
			const link = document.createElement('a');
			link.href = href;
			document.querySelector<HTMLElement>('#app')?.appendChild(link);
			link.click();
			link.remove();
		}, path);
		await this.page.waitForURL((url) => url.pathname === new URL(path, url).pathname);
		await this.arrived(path);
	}

	/** The heading of the screen has the focus. */
	async arrived(path: string): Promise<void> {
		await expect
			.poll(() => focused(this.page), { timeout: 3_000 })
			.toMatch(/^h1 /)
			.catch(async () =>
				this.faults.push(`${this.locale} ${path}: the focus is on ${await focused(this.page)}, not on the heading`)
			);
	}

	/** Looks at what is open now. */
	async look(name: string): Promise<void> {
		await expect(this.page.getByRole('heading').first(), name).toBeVisible();
		this.faults.push(...(await faultsOf(this.page, { name, kind: this.kind, locale: this.locale })));
	}

	/** The button of this name; of several, the first. */
	button(name: string | RegExp): Locator {
		return this.page.getByRole('button', { name, exact: typeof name === 'string' }).first();
	}

	/** The text of a tile or a chip, itself and not a longer one that contains it. */
	tile(name: string): Locator {
		return this.page.locator('.tile', { hasText: name }).first();
	}

	/** Opens everything that is folded in the page. */
	async unfold(): Promise<void> {
		await this.page.locator('main details').evaluateAll((folds) => {
			for (const fold of folds) fold.setAttribute('open', '');
		});
		await this.page.waitForTimeout(200);
	}

	/** Leaves the dialog that is open. */
	async closeDialog(): Promise<void> {
		await this.page.keyboard.press('Escape');
		await expect(this.page.getByRole('dialog')).toBeHidden();
	}

	/** Nothing was wrong since this was last asked. */
	expectNoFaults(): void {
		const found = this.faults;
		this.faults = [];
		expect(found).toEqual([]);
	}
}
