// Every page of the office in French and English: accessible, titled, no wider than its screen, and within the content policy.
import { expect, test, type Page } from '@playwright/test';
import { accountOf, openOffice } from './phone';
import { expectAccessible, overflow } from './screens';

const PAGES = [
	'/office',
	'/office/collectors',
	'/office/portfolio',
	'/office/rounds',
	'/office/rounds/new',
	'/office/receipts',
	'/office/protocols',
	'/office/protocols/margin',
	'/office/cash',
	'/office/reviews',
	'/office/import',
	'/office/settings',
	'/office/settings/mandates',
	'/office/settings/parameters',
	'/password?app=office',
	'/sign-out?app=office'
];
/** Pages of one thing: the list that leads there, and its link. */
const DETAILS = [
	['/office/portfolio', 'tbody th a'],
	['/office/rounds', 'main li a'],
	['/office/receipts', 'tbody th a'],
	['/office/protocols', 'a[href*="/protocols/proposals/"]'],
	['/office/protocols', 'a[href^="/office/protocols/0"]']
] as const;

test('every page of the office is accessible, has its title, and fits 320, 360 and 1280 pixels', async ({
	browser
}) => {
	const { page, context } = await openOffice(browser, accountOf('admin'));
	const broken: string[] = [];
	page.on('console', (message) => {
		if (/Content Security Policy|Permissions-Policy/.test(message.text())) broken.push(message.text());
	});
	const titles = new Set<string>();
	const paths = [...PAGES, ...(await detailPages(page))];
	for (const path of paths) {
		await page.setViewportSize({ width: 1280, height: 800 });
		await page.goto(path);
		await expectAccessible(page, `${path} at 1280`);
		await expect(page.locator('h1')).toHaveCount(1);
		titles.add(await page.title());
		for (const width of [360, 320]) {
			await page.setViewportSize({ width, height: 740 });
			await expect.poll(() => overflow(page), `${path} at ${width}`).toBe(0);
		}
	}
	expect(titles.size).toBe(paths.length);
	expect(broken).toEqual([]);
	await context.close();
});

test('on a phone lists are cards, boxes scroll, menus fold, and all of it is accessible', async ({ browser }) => {
	const { page, context } = await openOffice(browser, accountOf('manager'));
	const paths = ['/office', '/office/receipts', ...(await detailPages(page))];
	await page.setViewportSize({ width: 360, height: 740 });
	for (const path of paths) {
		await page.goto(path);
		await expectAccessible(page, `${path} at 360`);
	}
	await context.close();
});

test('the sign-in page is accessible and fits its screen', async ({ page }) => {
	for (const width of [1280, 360, 320]) {
		await page.setViewportSize({ width, height: 740 });
		await page.goto('/sign-in?app=office');
		await expectAccessible(page, `sign-in at ${width}`);
	}
});

test('the office speaks English, keeps its filters folded on a phone, and says how many are active', async ({
	browser
}) => {
	const { page, context } = await openOffice(browser, accountOf('manager'));
	await page.getByRole('button', { name: 'EN English' }).click();
	await expect(page.locator('html')).toHaveAttribute('lang', 'en');
	await page.setViewportSize({ width: 360, height: 740 });
	await page.goto('/office/portfolio?letter=sent&min=100');
	await expect(page.getByText('Filters (2 active)')).toBeVisible();
	await expect(page.getByRole('searchbox')).toBeHidden();
	await page.getByText('Filters (2 active)').click();
	await page.getByRole('searchbox').fill('TOURS');
	await page.keyboard.press('Enter');
	await expect(page.getByText('Filters (3 active)')).toBeVisible();
	await expect(page.getByRole('searchbox')).toBeHidden();
	await expectAccessible(page, 'portfolio in English');
	await context.close();
});

async function detailPages(page: Page): Promise<readonly string[]> {
	const paths: string[] = [];
	for (const [list, link] of DETAILS) {
		await page.goto(list);
		paths.push((await page.locator(link).first().getAttribute('href')) ?? '');
	}
	return paths;
}
