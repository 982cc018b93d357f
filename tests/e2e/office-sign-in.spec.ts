// Signing in to the office: a wrong password is said in French and keeps the address, the account menu leads out again.
import { expect, test } from '@playwright/test';
import { accountOf, openOffice } from './phone';

test('a wrong password is said in French, keeps the e-mail address, and the right one opens the board', async ({
	page
}) => {
	const { email, password } = accountOf('legal');
	await page.goto('/sign-in?app=office');
	await page.getByLabel('Adresse e-mail').fill(email);
	await page.getByLabel('Mot de passe', { exact: true }).fill('pas le bon mot de passe');
	await page.getByRole('button', { name: 'Se connecter' }).click();
	await expect(page.getByRole('alert')).toContainText("L'adresse e-mail ou le mot de passe n'est pas le bon.");
	await expect(page.getByLabel('Adresse e-mail')).toHaveValue(email);
	await page.getByLabel('Mot de passe', { exact: true }).fill(password);
	await page.getByRole('button', { name: 'Se connecter' }).click();
	await page.waitForURL('**/office');
	await expect(page.getByRole('heading', { level: 1, name: 'Tableau du jour' })).toBeVisible();
});

test('the account menu opens by keyboard, closes with Escape, and leads to the password and out', async ({
	browser
}) => {
	const account = accountOf('cashier');
	const { page, context } = await openOffice(browser, account);
	const menu = page.getByLabel(`Mon compte : ${account.name}`);
	await menu.focus();
	await page.keyboard.press('Enter');
	await expect(page.getByRole('link', { name: 'Changer de mot de passe' })).toBeVisible();
	await page.keyboard.press('Tab');
	await expect(page.getByRole('link', { name: 'Changer de mot de passe' })).toBeFocused();
	await page.keyboard.press('Escape');
	await expect(page.getByRole('link', { name: 'Changer de mot de passe' })).toBeHidden();
	await expect(menu).toBeFocused();
	await menu.click();
	await page.getByRole('link', { name: 'Se déconnecter' }).click();
	await page.getByRole('button', { name: 'Se déconnecter' }).click();
	await expect(page).toHaveURL(/\/sign-in\?app=office/);
	await page.goto('/office');
	await expect(page).toHaveURL(/\/sign-in\?app=office/);
	await context.close();
});
