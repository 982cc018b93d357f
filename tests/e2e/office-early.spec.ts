// What is done on a page before its scripts run is done once they do: the scripts are held back here until it has been done.
import { expect, test, type Page } from '@playwright/test';
import { accountOf, openOffice } from './phone';

/** Holds back the scripts of the pages that are opened next; what it returns lets them come. */
async function holdScripts(page: Page): Promise<() => void> {
	let release = (): void => undefined;
	const released = new Promise<void>((resolve) => (release = resolve));
	await page.route('**/_app/immutable/entry/*.js', async (route) => {
		await released;
		await route.fallback();
	});
	return release;
}

test('a language chosen before the scripts run is the language', async ({ page }) => {
	const release = await holdScripts(page);
	await page.goto('/sign-in', { waitUntil: 'commit' });
	await page.getByRole('button', { name: 'EN English' }).click();
	await expect(page.getByRole('heading', { level: 1 })).toHaveText('Connexion');
	release();
	await expect(page.getByRole('heading', { level: 1 })).toHaveText('Sign in');
});

test('a choice, a text, a count and a key of before the scripts run are what the page goes on with', async ({
	browser
}) => {
	const { page, context } = await openOffice(browser, accountOf('cashier'));
	await page.goto('/office/cash/hand-over');
	const collector = await page.getByLabel('Qui remet ?').locator('option').nth(1).getAttribute('value');
	await test.step('counts by field and by button', async () => {
		const release = await holdScripts(page);
		await page.goto(`/office/cash/hand-over?from=${collector}`, { waitUntil: 'commit' });
		await page.locator('input[name="count-5000"]').fill('2');
		const more = page.getByRole('button', { name: /^Un de plus : 10,00/ });
		await more.click();
		await more.click();
		await expect(page.getByText('120,00')).toHaveCount(0);
		release();
		await expect(page.getByText('120,00').first()).toBeVisible();
		await expect(page.locator('input[name="count-1000"]')).toHaveValue('2');
	});
	await test.step('the account menu closes by Escape', async () => {
		const release = await holdScripts(page);
		await page.goto('/office/cash', { waitUntil: 'commit' });
		const menu = page.getByLabel(/^Mon compte : /);
		await menu.click();
		await page.keyboard.press('Escape');
		release();
		await expect(page.getByRole('link', { name: 'Changer de mot de passe' })).toBeHidden();
	});
	await context.close();
});

test('a means of payment chosen before the scripts run keeps its fields, and what is typed beside it', async ({
	browser
}) => {
	const { page, context } = await openOffice(browser, accountOf('manager'));
	await page.goto('/office/portfolio');
	const dossier = (await page.locator('tbody tr').first().getByRole('link').first().getAttribute('href')) ?? '';
	const release = await holdScripts(page);
	await page.goto(`/office/payments/new?dossier=${dossier.split('/').at(-1)}`, { waitUntil: 'commit' });
	await page.getByLabel('Moyen', { exact: true }).selectOption('cheque');
	await page.getByLabel(/^Payé par/).fill('Étude Martin');
	await expect(page.getByLabel('Numéro du chèque')).toHaveCount(0);
	release();
	await expect(page.getByLabel('Numéro du chèque')).toBeVisible();
	await expect(page.getByLabel('Moyen', { exact: true })).toHaveValue('cheque');
	await expect(page.getByLabel(/^Payé par/)).toHaveValue('Étude Martin');
	await context.close();
});

test('a form sent before the scripts run is sent once, and what is refused is still there', async ({ browser }) => {
	const { page, context } = await openOffice(browser, accountOf('manager'));
	const release = await holdScripts(page);
	await page.goto('/office/portfolio?letter=sent', { waitUntil: 'commit' });
	const boxes = page.locator('tbody').getByRole('checkbox');
	await boxes.nth(1).check();
	const bulk = page.getByRole('region', { name: 'Actions sur les dossiers cochés' });
	const sent: string[] = [];
	page.on('request', (request) => {
		if (request.method() === 'POST') sent.push(new URL(request.url()).search);
	});
	const send = bulk.getByRole('button', { name: 'Créer une tournée' });
	await send.click();
	await send.click();
	expect(sent).toEqual([]);
	release();
	await expect(page.getByRole('alert').first()).toBeVisible();
	expect(sent).toEqual(['?letter=sent&/round']);
	await expect(boxes.nth(1)).toBeChecked();
	await context.close();
});
