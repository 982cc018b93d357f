// What a collector does at each door, in taps and typed words, on the screens as they are.
import { expect, type Page } from '@playwright/test';
import { drawSignature, readQr, Taps } from '../phone';
import type { Debtor } from './round';

/** From Tournée to the dossier of a stop. */
export async function openStop(page: Page, debtor: Debtor, taps = new Taps()): Promise<void> {
	await taps.tap(page.getByRole('link', { name: `Agir : ${debtor.name}` }));
	await expect(page.getByRole('heading', { level: 1 })).toHaveText(debtor.name);
}

/** Names of the stops that are still to do, as Tournée or the page of its order lists them. */
export const openStops = (page: Page): Promise<readonly string[]> => page.locator('main ol h2').allInnerTexts();

/** From Tournée: one stop a place up, by its button; back on Tournée. */
export async function moveUp(page: Page, debtor: Debtor): Promise<void> {
	await page.getByRole('link', { name: 'Réorganiser' }).click();
	await page.getByRole('button', { name: `Monter ${debtor.name}`, exact: true }).click();
	await expect(page.getByRole('main').getByText(new RegExp(`^${debtor.name}, \\d+ sur \\d+$`))).toBeVisible();
	await page.getByRole('link', { name: 'Terminé' }).click();
}

/** The report of a visit: its outcome, and a note where there is one. */
export async function reportVisit(page: Page, outcome: string, note = ''): Promise<void> {
	await page.getByRole('link', { name: 'Visite' }).click();
	await page.getByText(outcome, { exact: true }).click();
	if (note) await page.getByLabel(/^Note/).fill(note);
	await page.getByRole('button', { name: 'Enregistrer', exact: true }).click();
}

/** A situation that the debtor is in, reported from the dossier. */
export async function reportSituation(page: Page, situation: string): Promise<void> {
	await page.getByRole('link', { name: 'Signaler' }).click();
	await page.getByText(situation, { exact: true }).click();
	await page.getByRole('button', { name: 'Enregistrer', exact: true }).click();
	await saved(page);
}

/** What a receipt on the screen says. */
export type Receipt = { readonly number: string; readonly verify: string };

/** Reads number and code of the receipt that is shown. */
export async function readReceipt(page: Page): Promise<Receipt> {
	await expect(page.getByRole('heading', { level: 1 })).toHaveText('Quittance');
	const text = await page.getByRole('main').innerText();
	const [number] = /Q-\d{4}-T\d{2,}-\d{6}/.exec(text) ?? [];
	if (!number) throw new Error('the receipt has no number');
	return { number, verify: await readQr(page, page.getByRole('img', { name: /vérifier/ }).first()) };
}

/** All of a debt in cash, with what was counted into the hand and what goes back; ends on the next stop. Six taps. */
export async function payAllInCash(
	page: Page,
	debtor: Debtor,
	given: Readonly<Record<number, number>>
): Promise<Receipt> {
	const taps = new Taps();
	await openStop(page, debtor, taps);
	await taps.tap(page.getByRole('link', { name: 'Encaisser' }));
	await taps.tap(page.getByText('Remis par le débiteur'));
	for (const [unit, count] of Object.entries(given))
		await page.locator(`input[name="count-${unit}"]`).fill(String(count));
	await expect(page.getByText('À rendre', { exact: true })).toBeVisible();
	await taps.tap(page.getByRole('button', { name: 'Valider' }));
	await taps.hold(page.getByRole('button', { name: /^Reçu / }));
	const receipt = await readReceipt(page);
	await taps.tap(page.getByRole('link', { name: 'Terminé, suivant' }));
	expect(taps.count, 'taps of a cash payment').toBeLessThanOrEqual(6);
	return receipt;
}

/** Another amount in cash, from the dossier, up to where it is confirmed. */
export async function typeAmount(page: Page, amount: string): Promise<void> {
	await page.getByRole('link', { name: 'Encaisser' }).click();
	await page.getByText('Autre montant').click();
	await page.getByLabel(/^Montant/).fill(amount);
	await page.getByRole('button', { name: 'Valider' }).click();
}

/** A form that was saved leads back to its dossier. */
export const saved = (page: Page): Promise<void> => page.waitForURL(/\/dossier\/[0-9a-f-]+$/);

/** The plan that is proposed first, read, written and signed by finger: ten taps. Ends on the signed paper. */
export async function signPlan(page: Page, debtor: Debtor): Promise<void> {
	const taps = new Taps();
	await openStop(page, debtor, taps);
	await taps.tap(page.getByRole('link', { name: 'Échéancier' }));
	await taps.tap(page.getByRole('button', { name: 'Faire lire' }));
	await taps.tap(page.getByRole('button', { name: /C'est lu/ }));
	await taps.tap(page.locator('label', { has: page.getByRole('checkbox') }).first());
	await page.getByLabel('Mention écrite par le débiteur').fill('Je reconnais devoir cette somme et je la paierai.');
	await drawSignature(page);
	await taps.hold(page.getByRole('button', { name: 'Signer' }));
	await countersign(page, taps);
	expect(taps.count, 'taps of a signed plan').toBeLessThanOrEqual(10);
}

/** An acknowledgement of debt: the debtor writes the sum himself, and signs by his name and the code of his letter. */
export async function signAcknowledgement(page: Page, debtor: Debtor, words: string): Promise<void> {
	await page.getByRole('link', { name: 'Échéancier' }).click();
	await page.getByRole('button', { name: 'Reconnaissance' }).click();
	await page.getByRole('button', { name: 'Faire lire' }).click();
	await page.getByRole('button', { name: /C'est lu/ }).click();
	await page
		.locator('label', { has: page.getByRole('checkbox') })
		.first()
		.click();
	await page
		.getByLabel('La somme en chiffres, écrite par le débiteur')
		.fill((debtor.owed / 100).toFixed(2).replace('.', ','));
	await page.getByLabel('La somme en toutes lettres, écrite par le débiteur').fill(words);
	await page.getByRole('button', { name: 'Nom et code de la lettre' }).click();
	await expect(page.getByText(`sa lettre ${debtor.letter}`)).toBeVisible();
	await page.getByLabel('Nom, tapé par le débiteur').fill(debtor.name);
	await page.getByLabel('Code de la lettre').fill(debtor.code.toLowerCase());
	await page.getByRole('button', { name: 'Signer' }).click({ delay: 1_400 });
	await countersign(page, new Taps());
}

async function countersign(page: Page, taps: Taps): Promise<void> {
	await expect(page.getByRole('heading', { level: 1 })).toHaveText('Votre signature');
	await drawSignature(page);
	await taps.hold(page.getByRole('button', { name: 'Sceller' }));
	await expect(page.getByText('Enregistré sur ce téléphone').first()).toBeVisible();
	await expect(page.getByRole('img', { name: /exemplaire du débiteur/ })).toBeVisible();
}

/** A cheque of the whole debt, up to where only "Valider" is left to press. */
export async function fillCheque(page: Page, debtor: Debtor): Promise<void> {
	await page.getByRole('link', { name: 'Encaisser' }).click();
	await page.getByText('Chèque', { exact: true }).click();
	await page.getByLabel('Numéro du chèque').fill('7654321');
	await page.getByLabel('Banque').fill('Banque de démonstration');
	await page.getByLabel(/^Tireur/).fill(debtor.name);
	await takePhoto(page);
}

/** A picture as a camera hands it over. */
export async function takePhoto(page: Page): Promise<void> {
	const buffer = await page.screenshot({ type: 'jpeg' });
	await page.getByLabel('Prendre une photo').setInputFiles({ name: 'photo.jpg', mimeType: 'image/jpeg', buffer });
	await expect(page.getByRole('img', { name: 'Photo 1' })).toBeVisible();
}

/** A promise, from the dossier; `when` is one of the usual days or a date. */
export async function promise(page: Page, amount: string, when: string, means: string): Promise<void> {
	await page.getByRole('link', { name: 'Promesse', exact: true }).click();
	await page.getByLabel(/^Montant promis/).fill(amount);
	if (/^\d/.test(when)) await page.getByLabel('Jour promis').fill(when);
	else await page.getByRole('button', { name: when }).click();
	await page.getByRole('button', { name: means, exact: true }).click();
	await page.getByRole('button', { name: 'Enregistrer la promesse' }).click();
	await saved(page);
}

/** Cash that the collector takes to a bank himself, with the slip that he got. */
export async function depositOwn(page: Page, amount: string, slip: string): Promise<void> {
	await page.getByLabel('Espèces déposées').fill(amount);
	await page.getByLabel('Référence du bordereau de la banque').fill(slip);
	await takePhoto(page);
	await page.getByRole('button', { name: 'Enregistrer le dépôt' }).click({ delay: 1_400 });
	await page.waitForURL('**/cash');
}
