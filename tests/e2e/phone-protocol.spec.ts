// An agreement beyond the margin: asked at the door, approved in the office, then signed on the phone by name and the letter's code.
import { expect, test } from '@playwright/test';
import { accountOf, drawSignature, leave, openOffice, readQr, signInOnPhone } from './phone';

test('terms beyond the margin are approved in the office, then signed on the phone with the code of the letter', async ({
	page,
	browser
}) => {
	const collector = accountOf('collector', 1);
	await signInOnPhone(page, collector);
	await leave(page);
	await page.getByRole('link', { name: /^Agir/ }).nth(3).click();
	await page.getByRole('link', { name: 'Échéancier' }).click();
	await expect(page.getByRole('heading', { level: 1 })).toHaveText('Échéancier');
	const plan = page.url();

	await test.step('nothing can be read or signed before the manager agrees', async () => {
		await page.getByText('Autre plan').click();
		await page.getByLabel("Nombre d'échéances").fill('1');
		await page.getByLabel('Première échéance').fill(`${new Date().getFullYear() + 3}-06-15`);
		await expect(page.getByText(/^Durée : \d+ mois, au lieu de 24 au plus/)).toBeVisible();
		await expect(page.getByRole('button', { name: 'Faire lire' })).toHaveCount(0);
		await page.getByLabel(/^Pourquoi/).fill('Vente du fonds prévue dans deux ans');
		await page.getByRole('button', { name: "Demander l'accord du responsable" }).click();
		await expect(page.getByText(/^En attente du responsable/)).toBeVisible();
	});

	await test.step('the manager sees by how much it goes beyond the margin, and approves in one press', async () => {
		const office = await openOffice(browser, accountOf('manager'));
		const row = office.page.getByRole('row', { name: new RegExp(`${collector.name}.*36|${collector.name}.*mois`) });
		await expect(async () => {
			await office.page.goto('/office/protocols');
			await expect(row.first()).toBeVisible({ timeout: 2_000 });
		}).toPass({ timeout: 30_000 });
		await row.getByRole('link').first().click();
		await expect(office.page.getByText('Vente du fonds prévue dans deux ans')).toBeVisible();
		await office.page.getByRole('button', { name: 'Approuver tel quel' }).click();
		await expect(office.page.getByText('approuvé', { exact: true }).first()).toBeVisible();
		await office.context.close();
	});

	await test.step('the answer comes with the next sync; the debtor signs by his name and the code of his letter', async () => {
		await page.goto('/sync');
		await page.getByRole('button', { name: /Envoyer|Chercher maintenant/ }).click();
		await page.goto(plan);
		await page.getByRole('link', { name: "Faire lire l'accord approuvé" }).click({ timeout: 20_000 });
		await page.getByRole('button', { name: /C'est lu/ }).click();
		await page
			.locator('label', { has: page.getByRole('checkbox') })
			.first()
			.click();
		await page.getByLabel('Mention écrite par le débiteur').fill('Je paierai cette somme à la date dite.');
		await page.getByRole('button', { name: 'Nom et code de la lettre' }).click();
		const help = await page.getByText(/code imprimé sur sa lettre/).innerText();
		const letter = /LR-(\d+)/.exec(help)?.[1] ?? '';
		await page.getByLabel('Nom, tapé par le débiteur').fill('Signé par lui-même');
		await page.getByLabel('Code de la lettre').fill('DEMO0000');
		await page.getByRole('button', { name: 'Signer' }).click({ delay: 1_400 });
		await drawSignature(page);
		await page.getByRole('button', { name: 'Sceller' }).click({ delay: 1_400 });
		await expect(page.getByText(/Ce n'est pas le code de la lettre/)).toBeVisible();
		await page.getByRole('button', { name: /Revenir à la signature/ }).click();
		await page.getByLabel('Code de la lettre').fill(`demo ${letter}`);
		await page.getByRole('button', { name: 'Signer' }).click({ delay: 1_400 });
		await page.getByRole('button', { name: 'Sceller' }).click({ delay: 1_400 });
		await expect(page.getByText('Enregistré sur ce téléphone').first()).toBeVisible();
	});

	await test.step('the debtor opens his copy by its code once it was sent', async () => {
		const address = await readQr(page, page.getByRole('img', { name: /exemplaire du débiteur/ }));
		const debtor = await browser.newPage({ locale: 'fr-FR' });
		await expect(async () => {
			await debtor.goto(address);
			await expect(debtor.getByText('Accord signé et enregistré.')).toBeVisible({ timeout: 2_000 });
		}).toPass({ timeout: 30_000 });
		await expect(debtor.getByText(/Signé par le nom « Signé par lui-même »/)).toBeVisible();
		await debtor.close();
	});
});
