// Every screen of the collector, offline, as a thumb and a screen reader meet it.
import { expect, test, type Page } from '@playwright/test';
import { accountOf, leave, signInOnPhone } from './phone';
import { expectAccessible, overflow, smallTargets } from './screens';

/** Opens every screen of one dossier and of the four tabs, and hands each to `look`. */
async function everyScreen(page: Page, look: (name: string) => Promise<void>): Promise<void> {
	await page.goto('/round');
	await page.getByRole('link', { name: /^Agir/ }).nth(2).click();
	await page.waitForURL('**/dossier/*');
	const dossier = page.url();
	await look('dossier');
	for (const part of ['visit', 'pay', 'plan']) {
		await page.goto(`${dossier}/${part}`);
		await look(part);
	}
	for (const tab of ['day', 'round', 'round/order', 'cash', 'cash/hand-over', 'cash/deposit', 'sync', 'preflight']) {
		await page.goto(`/${tab}`);
		await look(tab.replace('/', '-'));
	}
}

test('every screen of the collector is accessible, fits its width, and has targets of 56 pixels, offline', async ({
	page,
	context
}) => {
	await signInOnPhone(page, accountOf('collector', 2));
	await leave(page);
	await context.setOffline(true);
	await everyScreen(page, async (name) => {
		await expectAccessible(page, name);
		expect(await smallTargets(page, 56), name).toEqual([]);
	});
	await page.setViewportSize({ width: 320, height: 640 });
	await everyScreen(page, async (name) => {
		await expect(page.getByRole('heading', { level: 1 }).first()).toBeVisible();
		expect(await overflow(page), `${name} at 320 px`).toBe(0);
	});
});

test('the order of the round is the collector’s: by buttons, by dragging, kept over a reload, taken back, offline', async ({
	page,
	context
}) => {
	await signInOnPhone(page, accountOf('collector', 1));
	await leave(page);
	await context.setOffline(true);
	const names = () => page.locator('main ol h2').allInnerTexts();
	await page.getByRole('link', { name: 'Réorganiser' }).click();
	await expect(page.getByRole('heading', { level: 1 })).toHaveText('Ordre de la tournée');
	const [a, b, c, ...rest] = await names();
	await page.getByRole('button', { name: `Descendre ${a}`, exact: true }).click();
	await expect.poll(names).toEqual([b, a, c, ...rest]);
	await expect(page.getByRole('button', { name: `Descendre ${a}`, exact: true })).toBeFocused();
	const handle = await page.getByRole('button', { name: `Déplacer ${b} ` }).boundingBox();
	if (!handle) throw new Error('no handle');
	const [x, y] = [handle.x + handle.width / 2, handle.y + handle.height / 2];
	await page.mouse.move(x, y);
	await page.mouse.down();
	await page.mouse.move(x, y + 2 * ((await rowStep(page)) ?? 0), { steps: 8 });
	await page.mouse.up();
	await expect.poll(names).toEqual([a, c, b, ...rest]);
	await expect(page.getByRole('main').getByText(new RegExp(`^${b}, \\d+ sur 12$`))).toBeVisible();
	await page.reload();
	await expect.poll(names).toEqual([a, c, b, ...rest]);
	await page.getByRole('button', { name: `Monter ${c}`, exact: true }).click();
	await expect.poll(names).toEqual([c, a, b, ...rest]);
	await page.getByRole('button', { name: 'Annuler', exact: true }).click();
	await expect.poll(names).toEqual([a, c, b, ...rest]);
	await page.getByRole('link', { name: 'Terminé' }).click();
	await page.getByRole('link', { name: 'Journée' }).click();
	await expect(page.getByRole('main').getByText(a ?? 'a name', { exact: true })).toBeVisible();
});

test('a payment that the law or the figures forbid is refused with its reason, and nothing typed is lost', async ({
	page,
	context
}) => {
	await signInOnPhone(page, accountOf('collector', 2));
	await leave(page);
	await context.setOffline(true);
	await page.getByRole('link', { name: /^Agir/ }).first().click();
	await page.getByRole('link', { name: 'Encaisser' }).click();
	await page.getByText('Espèces', { exact: true }).click();
	await page.getByText('Autre montant').click();
	const amount = page.getByLabel(/^Montant/);
	for (const wrong of ['0', '-5']) {
		await amount.fill(wrong);
		await page.getByRole('button', { name: 'Valider' }).click();
		await expect(page.getByText(/^Montant\s: /), wrong).toBeVisible();
		await expect(amount).toHaveValue(wrong);
		await expect(page).toHaveURL(/\/pay$/);
	}
	await amount.fill('999999');
	await expect(page.getByRole('alert').first()).toBeVisible();
	await expect(page.getByRole('button', { name: 'Valider' })).toBeDisabled();
	await expect(amount).toHaveValue('999999');
});

test('signing out with unsent work says that nothing is lost, and keeps it', async ({ page, context }) => {
	await signInOnPhone(page, accountOf('collector', 4));
	await leave(page);
	await context.setOffline(true);
	await page
		.getByRole('button', { name: /^Absent/ })
		.first()
		.click();
	await page.getByRole('button', { name: "Enregistrer l'absence" }).click();
	await expect(page.getByRole('dialog')).toBeHidden();
	await page.getByRole('button', { name: /Réglages/ }).click();
	await page
		.getByRole('button', { name: /Se déconnecter|Déconnexion/ })
		.first()
		.click();
	await expect(page.getByText(/rien n'est perdu|rien ne sera perdu|reste.* sur ce téléphone/i).first()).toBeVisible();
});

test('a wrong password says so, keeps the address, and an unknown one gets the same words', async ({ page }) => {
	await page.goto('/sign-in');
	const words: string[] = [];
	for (const email of [accountOf('collector', 3).email, 'personne@example.com']) {
		await page.getByLabel('Adresse e-mail').fill(email);
		await page.getByLabel('Mot de passe', { exact: true }).fill('wrong password');
		await page.getByRole('button', { name: 'Se connecter' }).click();
		const problem = page.getByRole('alert').first();
		await expect(problem).toBeVisible();
		await expect(page.getByLabel('Adresse e-mail')).toHaveValue(email);
		words.push((await problem.innerText()).trim());
		await page.goto('/sign-in');
	}
	expect(words[0]).toBe(words[1]);
	await expectAccessible(page, 'sign-in');
});

test('English is one tap away', async ({ page }) => {
	await page.goto('/sign-in');
	await page.getByRole('button', { name: 'EN English' }).click();
	await expect(page.getByRole('heading', { level: 1 })).toHaveText('Sign in');
	await expect(page.locator('html')).toHaveAttribute('lang', 'en');
});

/** Pixels from one row of a list to the next. */
async function rowStep(page: Page): Promise<number | undefined> {
	const [first, second] = await page
		.locator('main ol > li')
		.evaluateAll((rows) => rows.slice(0, 2).map((row) => row.getBoundingClientRect().top));
	return first === undefined || second === undefined ? undefined : second - first;
}
