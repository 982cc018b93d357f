// Every page of the office in three themes and two languages, with its menus and folds open, and at the widths of a phone.
import { expect, test, type Page } from '@playwright/test';
import { accountOf } from '../e2e/phone';
import { freshPage, Walk } from './walk';

/** Pages by the name of their picture. */
const PAGES = [
	['board', '/office'],
	['collectors', '/office/collectors'],
	['portfolio', '/office/portfolio'],
	['rounds', '/office/rounds'],
	['round-new', '/office/rounds/new'],
	['receipts', '/office/receipts'],
	['protocols', '/office/protocols'],
	['margin', '/office/protocols/margin'],
	['cash', '/office/cash'],
	['cash-hand-over', '/office/cash/hand-over'],
	['cash-deposit', '/office/cash/deposit'],
	['reviews', '/office/reviews'],
	['import', '/office/import'],
	['black-box', '/office/black-box'],
	['settings', '/office/settings'],
	['mandates', '/office/settings/mandates'],
	['parameters', '/office/settings/parameters'],
	['password', '/password?app=office'],
	['sign-out', '/sign-out?app=office']
] as const;

/** Pages of one thing: the list that leads there, and its link. */
const DETAILS = [
	['dossier', '/office/portfolio', 'tbody th a'],
	['round', '/office/rounds', 'main li a'],
	['receipt', '/office/receipts', 'tbody th a'],
	['proposal', '/office/protocols', 'a[href*="/protocols/proposals/"]'],
	['protocol', '/office/protocols', 'a[href^="/office/protocols/0"]'],
	['review', '/office/reviews', 'a[href^="/office/reviews/0"]'],
	['cash-day', '/office/cash', 'a[href^="/office/cash/of/"]'],
	['hand-over', '/office/cash', 'a[href^="/office/cash/hand-over/0"]']
] as const;

for (const locale of ['fr', 'en'] as const)
	test.describe(`in ${locale}`, () => {
		let page: Page;
		let walk: Walk;
		let as: 'manager' | 'admin' | null = null;

		test.beforeAll(async ({ browser }) => {
			page = await freshPage(browser, locale);
			walk = new Walk(page, locale, 'office');
		});

		test('the sign-in page', async () => {
			await lookAt('sign-in', '/sign-in?app=office');
		});

		for (const [name, path] of PAGES)
			test(`the page ${name}`, async () => {
				await enterAs(path.startsWith('/office/settings') ? 'admin' : 'manager');
				await lookAt(name, path);
			});

		for (const [name, list, link] of DETAILS)
			test(`the page of one ${name}`, async () => {
				await enterAs('manager');
				await page.goto(list);
				const href = await page.locator(link).first().getAttribute('href');
				await lookAt(name, href ?? '');
			});

		/** Signs in once for each role; who works in the settings may not take payments, and the other way round. */
		async function enterAs(role: 'manager' | 'admin'): Promise<void> {
			if (as === role) return;
			await page.context().clearCookies();
			await page.goto('/sign-in?app=office');
			await walk.signIn(accountOf(role));
			await page.waitForURL('**/office');
			as = role;
		}

		async function lookAt(name: string, path: string): Promise<void> {
			await page.goto(path);
			expect(new URL(page.url()).pathname, 'the page itself, not another one').toBe(new URL(path, page.url()).pathname);
			await walk.look(name);
			await walk.unfold();
			await walk.look(`${name}-unfolded`);
			walk.expectNoFaults();
		}
	});
