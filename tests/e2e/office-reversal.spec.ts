// A payment is reversed by two persons: one asks, another approves, and the board of the day counts it no more.
import { expect, test, type Page } from '@playwright/test';
import { accountOf, openOffice } from './phone';

test('a reversal asked by one manager is approved by another, and leaves the board', async ({ browser }) => {
	const first = await openOffice(browser, accountOf('manager', 0));
	const second = await openOffice(browser, accountOf('manager', 1));
	await first.page.goto('/office/receipts?status=recorded');
	const row = first.page.locator('tbody tr').first();
	const amount = cents(await row.getByText(/\d\s€/).innerText());
	await row.getByRole('link').first().click();
	await first.page.waitForURL(/\/office\/receipts\/[0-9a-f-]{36}/);
	const address = first.page.url();
	const back = await first.page.getByRole('link', { name: 'Retour' }).getAttribute('href');
	const board = `/office?${back?.split('?')[1] ?? ''}`;
	const before = await collected(first.page, board);

	await test.step('who asks cannot approve, not even by hand', async () => {
		await first.page.goto(address);
		await first.page.getByLabel('Motif').fill('Chèque rendu au débiteur');
		await first.page.getByRole('button', { name: "Demander l'annulation" }).click();
		await expect(first.page.getByText('Annulation demandée').first()).toBeVisible();
		await expect(first.page.getByText("Une autre personne que l'agent ou le demandeur doit approuver.")).toBeVisible();
		await expect(first.page.getByRole('button', { name: "Approuver l'annulation" })).toHaveCount(0);
		const forced = await first.page.request.post(`${address}?/approve`, {
			form: { reason: 'Je me réponds' },
			headers: { origin: new URL(address).origin, accept: 'application/json', 'x-sveltekit-action': 'true' }
		});
		expect(await forced.json()).toMatchObject({ type: 'failure' });
		expect(await collected(first.page, board)).toBe(before);
	});

	await test.step('another manager approves, and the board counts it no more', async () => {
		await second.page.goto(address);
		await expect(second.page.getByText('« Chèque rendu au débiteur »')).toBeVisible();
		await second.page.getByLabel('Motif').fill('Vérifié avec la banque');
		await second.page.getByRole('button', { name: "Approuver l'annulation" }).click();
		await expect(second.page.getByText('Annulé', { exact: true })).toBeVisible();
		await expect(second.page.getByText('« Vérifié avec la banque »')).toBeVisible();
		expect(await collected(second.page, board)).toBe(before - amount);
	});
	await first.context.close();
	await second.context.close();
});

/** What a board says was collected, in cents. */
async function collected(page: Page, board: string): Promise<number> {
	await page.goto(board);
	return cents(await page.getByTestId('board-collected').innerText());
}

const cents = (text: string): number => Number(text.replace(/[^\d,-]/g, '').replace(',', ''));
