// What the office does around the story: hires the collector, imports the portfolio, publishes the round.
import { expect, type Page } from '@playwright/test';
import { DEBTORS, portfolioFile } from './round';

/** Opens a page of the office and waits until it is alive: what is chosen before that is forgotten when it wakes up. */
export async function open(page: Page, path: string): Promise<void> {
	await page.goto(path);
	await page.locator('#svelte-announcer').waitFor({ state: 'attached' });
}

export type Hired = { readonly name: string; readonly email: string; readonly password: string };

/** An admin adds a collector and reads out the temporary password. */
export async function hire(page: Page, name: string, email: string): Promise<Hired> {
	await open(page, '/office/settings');
	await page.getByText('Ajouter un utilisateur').click();
	await page.getByLabel('Nom', { exact: true }).fill(name);
	await page.getByLabel('Adresse e-mail').fill(email);
	await page.getByLabel('Rôle').selectOption('collector');
	await page.getByLabel('Téléphone', { exact: true }).fill('06 39 98 80 01');
	await page.getByLabel(/carte/i).fill('VLR-900');
	await page.getByRole('button', { name: 'Créer le compte' }).click();
	const password = await page.locator('p.font-mono').innerText();
	return { name, email, password };
}

/** A manager imports the file of twelve debtors; they belong to the collector from then on. */
export async function importPortfolio(page: Page, collector: Hired, today: string): Promise<void> {
	await open(page, '/office/import');
	const file = { name: 'journee.csv', mimeType: 'text/csv', buffer: portfolioFile(collector.email, today) };
	await page.locator('input[type=file]').setInputFiles(file);
	await page.getByRole('button', { name: 'Vérifier sans rien écrire' }).click();
	const created = page.locator('dl > div', { hasText: 'nouveaux dossiers' }).locator('dd');
	await expect(created).toHaveText(String(DEBTORS.length));
	await page.getByRole('button', { name: 'Importer', exact: true }).click();
	await expect(page.getByText('Import terminé')).toBeVisible();
}

/** A manager makes today's round of them and publishes it; answers the day. */
export async function publishRound(page: Page, collector: Hired): Promise<void> {
	await open(page, '/office/portfolio?q=JOUR-');
	await page.getByRole('checkbox', { name: new RegExp(`Tous les dossiers du filtre \\(${DEBTORS.length}\\)`) }).check();
	const bulk = page.getByRole('region', { name: 'Actions sur les dossiers cochés' });
	await bulk.getByLabel('Agent').selectOption({ label: collector.name });
	const day = bulk.getByLabel('Jour de la tournée');
	await day.fill((await day.getAttribute('min')) ?? '');
	await bulk.getByRole('button', { name: 'Créer une tournée' }).click();
	await page.waitForURL(/\/office\/rounds\/[0-9a-f-]{36}/);
	// On a Sunday, or at night, a stop is published with the reason of whoever plans it.
	for (const field of await page.getByLabel('Raison de planifier malgré tout').all())
		await field.fill('Rendez-vous pris');
	await page.getByRole('button', { name: 'Publier la tournée' }).click();
	await expect(page.getByText('Tournée publiée.')).toBeVisible();
}

/** The alerts that the office reads in its portfolio, by debtor, for those who have any. */
export async function alertsOf(page: Page): Promise<Readonly<Record<string, readonly string[]>>> {
	await open(page, '/office/portfolio?q=JOUR-');
	const cells = await page
		.locator('tbody tr > td:nth-of-type(2)')
		.evaluateAll((found) => found.map((cell) => [...cell.children].map((child) => child.textContent.trim())));
	return Object.fromEntries(
		cells.map(([name = '', ...alerts]) => [name, alerts]).filter(([, alerts]) => alerts?.length)
	);
}

/** The civil day so many days later. */
export const dayAfter = (day: string, days: number): string =>
	new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10);
