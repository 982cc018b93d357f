// A hand-over on the cashier's screen: the phone's cash is counted short, explained, signed by both, and gone from the phone at its next sync.
import { expect, test, type Page } from '@playwright/test';
import { changeOf } from '../../src/lib/core/cash-count';
import { accountOf, openOffice, signInOnPhone } from './phone';

/** What is missing in the count, in cents. */
const MISSING = 500;

test('a collector hands over cash and cheques, one note short, and the day closes at zero', async ({
	page,
	browser
}) => {
	test.setTimeout(120_000);
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
		await sign(desk, 0);
		await desk.getByRole('button', { name: 'Enregistrer la remise' }).click();
		await expect(desk.getByRole('alert').filter({ hasText: /signature|écart/ })).toBeVisible();
		await desk.getByLabel("Explication de l'écart").fill('Billet de 5 € perdu en route');
		await sign(desk, 1);
		await desk.getByRole('button', { name: 'Enregistrer la remise' }).click();
		await desk.waitForURL(/\/office\/cash\/hand-over\/[0-9a-f-]{36}/);
		await expect(desk.getByText('« Billet de 5 € perdu en route »')).toBeVisible();
		await expect(desk.getByRole('img', { name: new RegExp(collector.name) })).toBeVisible();
	});

	await test.step('the phone learns of it, and its account adds up to nothing held', async () => {
		await page.getByRole('button', { name: 'Remise faite : actualiser' }).click();
		await page.goto('/cash');
		await expect(page.getByText('Caisse soldée : rien à remettre.')).toBeVisible();
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

/** Draws a zigzag on one of the pads of a page. */
async function sign(page: Page, index: number): Promise<void> {
	const pad = page.locator('canvas').nth(index);
	await pad.scrollIntoViewIfNeeded();
	const box = await pad.boundingBox();
	if (!box) throw new Error('no signature pad');
	await page.mouse.move(box.x + 30, box.y + box.height / 2);
	await page.mouse.down();
	for (let step = 1; step <= 24; step += 1)
		await page.mouse.move(
			box.x + 30 + (step * (box.width - 60)) / 24,
			box.y + box.height / 2 + Math.sin(step / 2) * (box.height / 3)
		);
	await page.mouse.up();
}

const cents = (text: string): number => Number(text.replace(/[^\d,-]/g, '').replace(',', ''));
