// A portfolio comes in as a French accounting program exports it, with two bad lines; then again, and again with a new amount.
import { readFile } from 'node:fs/promises';
import { expect, test, type Page } from '@playwright/test';
import { accountOf, openOffice } from './phone';

const HEADINGS =
	'Réf. dossier;Créancier;Débiteur;Adresse;Code postal;Ville;Téléphone;N° facture;Libellé;Échéance;Montant dû';
const bad = [
	'IMP-0003;Énergie du Val;Rémi Noël;3 quai d’Orléans;37000;TOURS;06 39 98 77 03;FA-9003;Fourniture;31/02/2026;95,00',
	'IMP-0004;Énergie du Val;Zoé Prévôt;4 quai d’Orléans;37000;TOURS;06 39 98 77 04;FA-9004;Fourniture;15/03/2026;douze'
];
const good = (amount: string): readonly string[] => [
	`IMP-0001;Énergie du Val;Sœurs Réunies;1 quai d’Orléans;37000;TOURS;06 39 98 77 01;FA-9001;Dépannage;31/01/2026;${amount}`,
	'IMP-0002;Énergie du Val;Hélène Aubé;2 quai d’Orléans;37000;TOURS;06 39 98 77 02;FA-9002;Fourniture;15/02/2026;240'
];

test('a French file in Windows-1252 is imported, its errors are listed, and nothing changes without a tick', async ({
	browser
}) => {
	const { page, context } = await openOffice(browser, accountOf('manager'));
	const commit = page.getByRole('button', { name: 'Importer', exact: true });

	await test.step('errors are listed by line and column, and the other lines are written', async () => {
		await judge(page, [...good('1 280,71'), ...bad]);
		await expect(page.getByRole('row', { name: /^4 .*chéance.* 31\/02\/2026$/ })).toBeVisible();
		await expect(page.getByRole('row', { name: /^5 Principal.* douze$/ })).toBeVisible();
		const [download] = await Promise.all([
			page.waitForEvent('download'),
			page.getByRole('button', { name: /Télécharger/ }).click()
		]);
		expect(await readFile(await download.path(), 'utf8')).toContain('31/02/2026');
		expect(await count(page, 'nouveaux dossiers')).toBe('2');
		await commit.click();
		await expect(page.getByText('Import terminé')).toBeVisible();
		await page.goto('/office/portfolio?q=IMP-000');
		await expect(page.getByRole('row', { name: /IMP-0001.*Sœurs Réunies.*1\s280,71\s€/ })).toBeVisible();
		await expect(page.getByRole('row', { name: /IMP-0002.*Hélène Aubé.*240,00\s€/ })).toBeVisible();
		await expect(page.getByText(/IMP-000[34]/)).toHaveCount(0);
	});

	await test.step('the same file again changes nothing', async () => {
		await judge(page, good('1 280,71'));
		await expect(page.getByText("Ce fichier est déjà dans le portefeuille : il n'y a rien à changer.")).toBeVisible();
		expect(await count(page, 'créances inchangées')).toBe('2');
		await expect(commit).toBeDisabled();
	});

	await test.step('a changed amount is listed and needs its tick', async () => {
		await judge(page, good('1 300,00'));
		await expect(page.getByRole('row', { name: /FA-9001.*1\s280,71\s€.*1\s300,00\s€/ })).toBeVisible();
		await expect(commit).toBeDisabled();
		await page.getByRole('checkbox', { name: 'Reprendre le changement de FA-9001' }).check();
		await commit.click();
		await expect(page.getByText('Import terminé')).toBeVisible();
		await page.goto('/office/portfolio?q=IMP-0001');
		await expect(page.getByRole('row', { name: /IMP-0001.*1\s300,00\s€/ })).toBeVisible();
	});
	await context.close();
});

test('a file that is no text is refused in words, and nothing is written', async ({ browser }) => {
	const { page, context } = await openOffice(browser, accountOf('manager'));
	await page.goto('/office/import');
	await choose(
		page,
		'photo.csv',
		Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0x0d, 0, 1, 2, 3])
	);
	await expect(page.getByRole('alert')).toContainText("Rien n'a été écrit.");
	await context.close();
});

/** Chooses a file of these lines, checks that all was recognised, and asks for the dry run. */
async function judge(page: Page, lines: readonly string[]): Promise<void> {
	await page.goto('/office/import');
	await choose(page, 'portefeuille.csv', windows1252([HEADINGS, ...lines].join('\r\n')));
	await expect(page.getByText(`portefeuille.csv : ${lines.length} lignes, Windows-1252`)).toBeVisible();
	await page.getByRole('button', { name: 'Vérifier sans rien écrire' }).click();
	await expect(page.getByRole('heading', { name: "Ce que l'import ferait" })).toBeVisible();
}

const choose = (page: Page, name: string, buffer: Buffer): Promise<void> =>
	page.locator('input[type=file]').setInputFiles({ name, mimeType: 'text/csv', buffer });

/** The bytes that a French Windows writes; œ and ’ are where Latin-1 has control characters. */
const windows1252 = (text: string): Buffer =>
	Buffer.from(text.replaceAll('œ', '\u009c').replaceAll('’', '\u0092'), 'latin1');

/** The figure of a count of the dry run. */
const count = (page: Page, label: string): Promise<string> =>
	page.locator('dl > div', { hasText: label }).locator('dd').innerText();
