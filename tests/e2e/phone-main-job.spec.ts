// The main job, end to end: money and a signature taken with no network, seen by the manager when the phone comes back.
import { readFileSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import { readPdf } from '../unit/client/pdf-reader';
import { accountOf, drawSignature, leave, openOffice, readQr, signInOnPhone, Taps } from './phone';

const main = (name: string | RegExp) => ({ name });

test('a collector takes cash and a signature offline, and the manager sees both when the phone is back', async ({
	page,
	context,
	browser
}) => {
	const office = await openOffice(browser, accountOf('manager'));
	await signInOnPhone(page, accountOf('collector', 0));
	await leave(page);
	const stops = page.getByRole('link', main(/^Agir/));
	expect(await stops.count()).toBeGreaterThanOrEqual(10);
	await context.setOffline(true);

	let receiptUrl = '';
	await test.step('cash with a receipt takes at most six taps', async () => {
		const taps = new Taps();
		await taps.tap(stops.nth(0));
		await taps.tap(page.getByRole('link', main('Encaisser')));
		await taps.tap(page.getByText('Autre montant'));
		await page.getByLabel(/^Montant/).fill('20,00');
		await taps.tap(page.getByRole('button', main('Valider')));
		await taps.hold(page.getByRole('button', main(/^Reçu 20,00/)));
		await expect(page.getByRole('heading', { level: 1 })).toContainText('Quittance');
		await expect(page.getByText('Sur ce téléphone', { exact: true })).toBeVisible();
		await expect(page.getByText('vingt euros')).toBeVisible();
		receiptUrl = await readQr(page, page.getByRole('img', main(/vérifier|QR/i)).first());
		expect(receiptUrl).toMatch(/\/verify\/[A-Za-z0-9_-]{147}$/);
		const [download] = await Promise.all([
			page.waitForEvent('download'),
			page.getByRole('button', main('Enregistrer le PDF')).click()
		]);
		const pdf = await readPdf(readFileSync(await download.path()), true);
		expect(pdf.qr).toEqual([receiptUrl]);
		expect(pdf.pages.join(' ')).toContain('vingt euros');
		await taps.tap(page.getByRole('link', main('Terminé, suivant')));
		expect(taps.count).toBeLessThanOrEqual(6);
		await page.waitForURL('**/round');
	});

	await test.step('the debtor can check the receipt before the phone has sent it', async () => {
		const debtor = await browser.newPage({ locale: 'fr-FR' });
		await debtor.goto(receiptUrl);
		await expect(debtor.getByText('Quittance authentique, pas encore transmise', { exact: true })).toBeVisible();
		await expect(debtor.getByText(/20,00\s€/).first()).toBeVisible();
		await debtor.close();
	});

	await test.step('an absence takes at most three taps', async () => {
		const taps = new Taps();
		await taps.tap(page.getByRole('button', main(/^Absent/)).nth(1));
		await taps.tap(page.getByRole('button', main("Enregistrer l'absence")));
		await expect(page.getByRole('dialog')).toBeHidden();
		expect(taps.count).toBeLessThanOrEqual(3);
	});

	await test.step('an absence can be taken back for a moment, and is kept though the page dies meanwhile', async () => {
		const absent = page.getByRole('button', main(/^Absent/));
		const undo = page.getByRole('button', main('Annuler'));
		await expect(undo).toBeVisible();
		expect((await undo.boundingBox())?.height).toBeGreaterThanOrEqual(56);
		const left = await absent.count();
		await undo.click();
		await expect(absent).toHaveCount(left + 1);
		await absent.nth(1).click();
		await page.getByRole('button', main("Enregistrer l'absence")).click();
		await expect(undo).toBeVisible();
		await page.reload();
		await expect(page.getByRole('link', main('Avis de passage'))).toBeVisible();
		await expect(absent).toHaveCount(left);
	});

	await test.step('a signed plan takes at most ten taps, and a blank pad is refused', async () => {
		const taps = new Taps();
		await taps.tap(stops.nth(2));
		await taps.tap(page.getByRole('link', main('Échéancier')));
		await taps.tap(page.getByRole('button', main('Faire lire')));
		await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
		await taps.tap(page.getByRole('button', main(/C'est lu/)));
		await taps.tap(page.locator('label', { has: page.getByRole('checkbox') }).first());
		await page.getByLabel('Mention écrite par le débiteur').fill('Je reconnais devoir cette somme et je la paierai.');
		await page.getByRole('button', main('Signer')).click({ delay: 1_400 });
		await expect(page.getByRole('alert').first()).toBeVisible();
		await drawSignature(page);
		await taps.hold(page.getByRole('button', main('Signer')));
		await expect(page.getByRole('heading', { level: 1 })).toHaveText('Votre signature');
		await drawSignature(page);
		await taps.hold(page.getByRole('button', main('Sceller')));
		await expect(page.getByText('Enregistré sur ce téléphone').first()).toBeVisible();
		expect(taps.count).toBeLessThanOrEqual(10);
	});

	await test.step('a reload, a deep link and a new tab work without a network', async () => {
		await page.goto('/sync');
		await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
		await expect.poll(() => page.getByRole('main').getByRole('listitem').count()).toBeGreaterThanOrEqual(3);
		const tab = await context.newPage();
		await tab.goto('/cash');
		await expect(tab.getByText(/20,00\s€/).first()).toBeVisible();
		await tab.close();
	});

	await test.step('back online everything is confirmed by itself, and the open board shows it within five seconds', async () => {
		const name = accountOf('collector', 0).name;
		const collected = office.page.getByRole('link', { name: new RegExp(`${name}.*20,00`) });
		await expect(office.page.getByText(name).first()).toBeVisible();
		await expect(collected).toHaveCount(0);
		await context.setOffline(false);
		await expect(page.getByText('Confirmé par le serveur').first()).toBeVisible({ timeout: 20_000 });
		await expect(page.getByText('Sur ce téléphone', { exact: true })).toHaveCount(0);
		await expect(collected.first()).toBeVisible({ timeout: 5_000 });
	});

	await test.step('the manager opens the receipt and the signed plan with its table and strokes', async () => {
		await office.page
			.getByRole('link', { name: new RegExp(`${accountOf('collector', 0).name}.*20,00`) })
			.first()
			.click();
		await office.page.waitForURL('**/office/receipts?*');
		await expect(office.page.getByText(/Q-\d{4}-T\d{2,}-000001/).first()).toBeVisible();
		await office.page.goto('/office/protocols');
		await office.page
			.getByRole('row', { name: new RegExp(accountOf('collector', 0).name) })
			.getByRole('link')
			.first()
			.click();
		await expect(office.page.getByRole('img', main(/signature/i)).first()).toBeVisible();
		expect(await office.page.getByRole('table').first().getByRole('row').count()).toBeGreaterThan(2);
	});

	await test.step('the debtor sees that the payment was received', async () => {
		const debtor = await browser.newPage({ locale: 'fr-FR' });
		await debtor.goto(receiptUrl);
		await expect(debtor.getByText('Paiement reçu', { exact: true })).toBeVisible();
		await expect(debtor.getByText(/20,00\s€/).first()).toBeVisible();
		await debtor.goto(`${receiptUrl.slice(0, -1)}${receiptUrl.endsWith('A') ? 'Q' : 'A'}`);
		await expect(debtor.getByText('Quittance inconnue', { exact: true })).toBeVisible();
		await debtor.close();
	});
	await office.context.close();
});

test('a form survives the death of its tab', async ({ page, context }) => {
	await signInOnPhone(page, accountOf('collector', 1));
	await leave(page);
	await context.setOffline(true);
	await page.getByRole('link', main(/^Agir/)).nth(1).click();
	await page.getByRole('link', main('Encaisser')).click();
	await page.getByText('Chèque', { exact: true }).click();
	await page.getByLabel(/Numéro/).fill('7654321');
	const url = page.url();
	await page.waitForTimeout(1_200);
	await page.close();
	const again = await context.newPage();
	await again.goto(url);
	await expect(again.getByLabel(/Numéro/)).toHaveValue('7654321');
});
