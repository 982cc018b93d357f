// A hand-over on the cashier's screen: the phone's cash is counted short, explained, signed by both, and gone from the phone at its next sync.
import { expect, test } from '@playwright/test';
import { changeOf } from '../../src/lib/core/cash-count';
import { accountOf, drawOn, openOffice, signInOnPhone } from './phone';

/** What is missing in the count, in cents. */
const MISSING = 500;

test('a collector hands over cash and cheques, one note short, and the day closes at zero', async ({
	page,
	browser
}) => {
	const collector = accountOf('collector', 0);
	await signInOnPhone(page, collector);
	await page.goto('/cash/hand-over');
	await expect(page.getByText(/Dites à la caisse le numéro d'acte/)).toBeVisible();
	const office = await openOffice(browser, accountOf('cashier'));

	await test.step('the cashier counts, explains what is missing, and both sign', async () => {
		const desk = office.page;
		await desk.goto('/office/cash/hand-over');
		const choice = desk.getByLabel('Qui remet ?');
		const option = await choice.locator('option', { hasText: collector.name }).getAttribute('value');
		await choice.selectOption(option);
		await desk.getByRole('button', { name: 'Choisir' }).click();
		await desk.waitForURL('**/hand-over?from=*');
		const expected = cents(await desk.getByText('Attendu').locator('..').innerText());
		expect(expected).toBeGreaterThan(MISSING);
		await desk.getByText('Pièces', { exact: true }).click();
		for (const { unit, count } of changeOf(expected - MISSING, 'EUR').pieces)
			await desk.locator(`input[name="count-${unit}"]`).fill(String(count));
		await expect(desk.getByText(/Il manque 5,00/)).toBeVisible();
		for (const cheque of await desk.getByRole('checkbox').all()) await cheque.check();
		await drawOn(desk, desk.locator('canvas').nth(0));
		await desk.getByRole('button', { name: 'Enregistrer la remise' }).click();
		await expect(desk.getByRole('alert').filter({ hasText: /signature|écart/ })).toBeVisible();
		await desk.getByLabel("Explication de l'écart").fill('Billet de 5 € perdu en route');
		await drawOn(desk, desk.locator('canvas').nth(1));
		await desk.getByRole('button', { name: 'Enregistrer la remise' }).click();
		await desk.waitForURL(/\/office\/cash\/hand-over\/[0-9a-f-]{36}/);
		await expect(desk.getByText('« Billet de 5 € perdu en route »')).toBeVisible();
		await expect(desk.getByRole('img', { name: new RegExp(collector.name) })).toBeVisible();
	});

	await test.step('the phone learns of it, even when its page is left in the middle, and its account adds up', async () => {
		// The phone may have heard of it by itself already.
		const refresh = page.getByRole('button', { name: 'Remise faite : actualiser' });
		await refresh.or(page.getByRole('link', { name: 'Voir la caisse' })).click();
		await page.goto('/cash');
		await expect(page.getByRole('main').getByText('Caisse soldée : rien à remettre.')).toBeVisible();
		await expect(page.getByText('Le compte est juste : entrées et sorties sont égales.')).toBeVisible();
		await expect(page.getByText(new RegExp(`remis à ${accountOf('cashier').name}`)).first()).toBeVisible();
	});

	await test.step('the cash page says that the day is settled', async () => {
		await office.page.goto('/office/cash');
		const row = office.page.getByRole('row', { name: new RegExp(collector.name) }).first();
		await expect(row.getByText('Soldée')).toBeVisible();
	});
	await office.context.close();
});

const cents = (text: string): number => Number(text.replace(/[^\d,-]/g, '').replace(',', ''));
