// A new version never interrupts a form: it waits, says so once the form is closed, and takes over when the collector wants.
import { expect, test, type Page } from '@playwright/test';
import { accountOf, signInOnPhone } from './phone';

/** Installs the worker under another address, as a new release does, and returns once it waits. */
async function release(page: Page): Promise<void> {
	await page.evaluate(async () => {
		await navigator.serviceWorker.ready;
		await navigator.serviceWorker.register('/service-worker.js?next', { scope: '/' });
	});
	await expect
		.poll(() => page.evaluate(async () => Boolean((await navigator.serviceWorker.getRegistration())?.waiting)))
		.toBe(true);
}

test('a version that comes while a payment is typed waits until the form is closed and the collector agrees', async ({
	page
}) => {
	await signInOnPhone(page, accountOf('collector'));
	await page.goto('/round');
	await page.locator('main a[href^="/dossier/"]').first().click();
	await page.locator('main a[href$="/pay"]').first().click();
	await page.getByText('Autre montant').click();
	await page.getByLabel(/^Montant/).fill('12,50');
	await page.evaluate(() => (document.documentElement.dataset['page'] = 'the same'));
	const samePage = () => page.evaluate(() => document.documentElement.dataset['page'] === 'the same');

	await release(page);
	// Long enough for a reload to have happened.
	await page.waitForTimeout(1_500);
	expect(await samePage()).toBe(true);
	await expect(page.getByLabel(/^Montant/)).toHaveValue('12,50');
	const banner = page.getByText('Une nouvelle version est prête.');
	await expect(banner).toBeHidden();

	await page.goBack();
	await page.goBack();
	await expect(banner).toBeVisible();
	expect(await samePage()).toBe(true);
	const reloaded = page.waitForEvent('load');
	await page.getByRole('button', { name: 'Mettre à jour maintenant' }).click();
	await reloaded;
	expect(await samePage()).toBe(false);
	await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
	await expect(banner).toBeHidden();
});
