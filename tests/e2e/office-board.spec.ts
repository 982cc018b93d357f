// The board without a network: it says so, keeps the figures with their time, and goes on by itself.
import { expect, test } from '@playwright/test';
import { accountOf, openOffice } from './phone';

test('a board that lost the network keeps its figures, says their time, and recovers by itself', async ({
	browser
}) => {
	const { page, context } = await openOffice(browser, accountOf('manager'));
	const collected = page.getByTestId('board-collected');
	const before = await collected.innerText();
	await context.setOffline(true);
	const said = page.getByText(/Pas de réseau : ces chiffres datent de \d{1,2}\sh\s\d{2}/);
	await expect(said).toBeVisible();
	await expect(collected).toHaveText(before);
	await expect(page.getByTestId('board-freshness')).toContainText('téléphones à jour');
	await context.setOffline(false);
	await expect(said).toBeHidden();
	await context.close();
});

test('a board whose session has ended says so and keeps its figures', async ({ browser }) => {
	const { page, context } = await openOffice(browser, accountOf('manager'));
	const before = await page.getByTestId('board-collected').innerText();
	await context.clearCookies();
	await expect(page.getByRole('main').getByRole('link', { name: 'Se connecter' })).toBeVisible();
	await expect(page.getByTestId('board-collected')).toHaveText(before);
	await context.close();
});
