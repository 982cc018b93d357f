// Records payments in a browser that is killed at random moments; every receipt that was shown must be found again exactly once.
import { createClient } from '@libsql/client/http';
import type { Page } from '@playwright/test';
import * as v from 'valibot';
import { chanceOf } from '../../scripts/seed/chance';
import { KillableBrowser } from './browser';

export type Wish = {
	readonly origin: string;
	readonly libsqlUrl: string;
	readonly account: { readonly email: string; readonly password: string };
	readonly executable: string;
	readonly profile: string;
	readonly kills: number;
	readonly seed: string;
	readonly say: (text: string) => void;
};
export type Outcome = {
	readonly kills: number;
	/** Receipts whose number was on the screen before a kill. */
	readonly shown: number;
	/** Payments that were saved though their receipt was not seen any more. */
	readonly unseen: number;
	/** Payments under way that left nothing, as if never begun. */
	readonly none: number;
	readonly damage: readonly string[];
};

/** A kill falls at some moment of the second and a half of pressing, saving and showing, or of what follows. */
const SPAN_MS = 3_200;
/** A receipt as it is printed, e.g. Q-2026-T02-000039. */
const NUMBER = /Q-\d{4}-T\d{2,}-\d{6}/;

export async function killing(wish: Wish): Promise<Outcome> {
	const dice = chanceOf(`kills ${wish.seed}`);
	const browser = new KillableBrowser(wish.executable, wish.profile);
	/** Receipts that must be there: read by a person, or found on the phone after a restart. */
	const shown = new Set<string>();
	/** Numbers that a person could have read before the browser died. */
	const seen = new Set<string>();
	const damage: string[] = [];
	let [saved, none] = [0, 0];
	try {
		const first = await browser.start();
		await enter(first.page, wish);
		const doors = await doorsOf(first.page, wish.origin);
		let page = first.page;
		for (let kill = 1; kill <= wish.kills; kill += 1) {
			const door = doors[kill % doors.length];
			if (!door) throw new Error('the round has no stop to pay at');
			await untilKilled(page, wish.origin + door, dice.next() * SPAN_MS, browser, (number) => {
				shown.add(number);
				seen.add(number);
			});
			({ page } = await browser.start());
			const found = await receiptsOf(page, wish.origin, shown);
			damage.push(...differences(shown, found));
			none += found.length === saved ? 1 : 0;
			saved = found.length;
			for (const number of found) shown.add(number);
			if (kill % 10 === 0) wish.say(`${kill} of ${wish.kills} kills, ${saved} receipts on the phone`);
		}
		await sendAll(page, wish.origin);
		damage.push(...(await differencesInDatabase(wish, shown)));
		return { kills: wish.kills, shown: seen.size, unseen: saved - seen.size, none, damage };
	} finally {
		await browser.kill();
	}
}

async function enter(page: Page, { origin, account }: Wish): Promise<void> {
	await page.goto(origin);
	await page.locator('input[type=email]').fill(account.email);
	await page.locator('input[type=password]').fill(account.password);
	await page.locator('input[type=password]').press('Enter');
	await page.waitForURL('**/preflight');
	const begin = page.getByRole('button', { name: /Commencer|Continuer la tournée/ });
	await begin.waitFor();
	await page.waitForFunction(() => {
		const buttons = [...document.querySelectorAll('button')];
		return buttons.some((button) => /Commencer|Continuer/.test(button.textContent) && !button.disabled);
	});
	await begin.click();
	await page.waitForURL('**/round');
}

/** Addresses of the pay screens of the round's stops. */
async function doorsOf(page: Page, origin: string): Promise<readonly string[]> {
	await page.goto(`${origin}/round`);
	const links = page.locator('main a[href^="/dossier/"]');
	await links.first().waitFor();
	const paths = await links.evaluateAll((found) => found.map((link) => link.getAttribute('href') ?? ''));
	return [...new Set(paths.map((path) => /^\/dossier\/[0-9a-f-]+/.exec(path)?.[0]))]
		.filter((path) => path !== undefined)
		.map((path) => `${path}/pay`);
}

/** Types an amount, presses, and dies some time later. */
async function untilKilled(
	page: Page,
	address: string,
	afterMs: number,
	browser: KillableBrowser,
	onShown: (number: string) => void
): Promise<void> {
	await page.exposeFunction('tourneeShown', onShown);
	await page.goto(address);
	await page.getByText('Autre montant').click();
	await page.getByLabel(/^Montant/).fill('1,00');
	await page.getByRole('button', { name: 'Valider' }).click();
	const confirm = page.getByRole('button', { name: /^Reçu 1,00/ });
	await confirm.waitFor();
	await page.evaluate((pattern) => {
		const tell = (number: string): void => {
			if ('tourneeShown' in window && typeof window.tourneeShown === 'function') window.tourneeShown(number);
		};
		const look = (): void => {
			const text = location.pathname.includes('/receipt/') ? document.querySelector('main')?.textContent : null;
			const number = text ? new RegExp(pattern).exec(text)?.[0] : undefined;
			if (number) tell(number);
		};
		new MutationObserver(look).observe(document.body, { childList: true, subtree: true, characterData: true });
	}, NUMBER.source);
	const pressing = confirm.click({ delay: 1_400 }).catch(() => undefined);
	await new Promise((resolve) => setTimeout(resolve, afterMs));
	await browser.kill();
	await pressing;
}

/** A cold start on a slow machine reads its database for so long. */
const READING_MS = 15_000;

/** The receipts of today as Caisse lists them after a cold start; what is missing is waited for before it is called lost. */
async function receiptsOf(page: Page, origin: string, shown: ReadonlySet<string>): Promise<readonly string[]> {
	await page.goto(`${origin}/cash`);
	await page.locator('h1').waitFor();
	const until = Date.now() + READING_MS;
	for (let calm = 0, last = ''; ; await page.waitForTimeout(100)) {
		const links = await page.locator('main a[href*="/receipt/"]').allTextContents();
		const found = links.map((text) => NUMBER.exec(text)?.[0]).filter((number) => number !== undefined);
		calm = found.join() === last ? calm + 1 : 0;
		last = found.join();
		const isAll = [...shown].every((number) => found.includes(number));
		if ((isAll && calm >= 10) || Date.now() > until) return found;
	}
}

function differences(shown: ReadonlySet<string>, found: readonly string[]): readonly string[] {
	const once = new Set(found);
	return [
		...[...shown].filter((number) => !once.has(number)).map((number) => `${number} was shown and is lost`),
		...found.filter((number, index) => found.indexOf(number) !== index).map((number) => `${number} is there twice`)
	];
}

/** The phone sends by itself once it is open; here it is only waited for. */
async function sendAll(page: Page, origin: string): Promise<void> {
	await page.goto(`${origin}/sync`);
	await page
		.getByText(/^Tout est envoyé/)
		.first()
		.waitFor();
}

const row = v.object({ series: v.string(), year: v.number(), number: v.number(), copies: v.number() });

/** On the server: each receipt once, and a series without a hole. */
async function differencesInDatabase({ libsqlUrl }: Wish, shown: ReadonlySet<string>): Promise<readonly string[]> {
	const series = /T\d+/.exec([...shown][0] ?? '')?.[0] ?? '';
	const db = createClient({ url: libsqlUrl });
	const result = await db.execute({
		sql: `SELECT series, year, number, COUNT(*) AS copies FROM payment WHERE series = ?
			GROUP BY org, series, year, number ORDER BY year, number`,
		args: [series]
	});
	db.close();
	const rows = result.rows.map((each) => v.parse(row, each));
	const numbers = rows.map(({ number }) => number);
	return [
		...rows.filter(({ copies }) => copies !== 1).map(({ number }) => `${series} ${number} was counted more than once`),
		...(rows.length === shown.size ? [] : [`${rows.length} receipts on the server, ${shown.size} on the phone`]),
		...numbers.filter((number, index) => number !== index + 1).map((number) => `a hole in the series before ${number}`)
	];
}
