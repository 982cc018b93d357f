// The books of the office around the story: a reversal approved, cash received, a transfer, a cheque that came back, and the board.
import { expect, type Page } from '@playwright/test';
import * as v from 'valibot';
import { boardSchema, type Board } from '../../../src/lib/core/board';
import { changeOf } from '../../../src/lib/core/cash-count';
import { formatAmount } from '../../../src/lib/core/format-amount';
import { drawOn } from '../phone';
import { open } from './office';
import type { Debtor } from './round';

/** The board of a day, as the page polls it; today's unless told. */
export async function boardOf(page: Page, day?: string): Promise<Board> {
	const answer = await page.request.get(day === undefined ? '/api/board' : `/api/board?day=${day}`);
	return v.parse(boardSchema, await answer.json());
}

/** Another person approves what the collector asked for at the door. */
export async function approveReversal(page: Page, receipt: string, asked: string): Promise<void> {
	await openReceipt(page, receipt);
	await expect(page.getByText(`« ${asked} »`)).toBeVisible();
	await page.getByLabel('Motif').fill('Billets rendus devant témoin');
	await page.getByRole('button', { name: "Approuver l'annulation" }).click();
	await expect(page.getByText('Annulé', { exact: true })).toBeVisible();
}

/** The cashier counts to the cent, takes the cheques, and both sign on his screen. */
export async function receiveCash(page: Page, collector: string, minor: number): Promise<void> {
	await open(page, '/office/cash/hand-over');
	const choice = page.getByLabel('Qui remet ?');
	const option = await choice.locator('option', { hasText: collector }).getAttribute('value');
	await choice.selectOption(option);
	await page.getByRole('button', { name: 'Choisir' }).click();
	await page.waitForURL('**/hand-over?from=*');
	await expect(page.getByText('Attendu').locator('..')).toContainText(formatAmount({ minor, currency: 'EUR' }));
	await page.getByText('Pièces', { exact: true }).click();
	for (const { unit, count } of changeOf(minor, 'EUR').pieces)
		await page.locator(`input[name="count-${unit}"]`).fill(String(count));
	await expect(page.getByText('Aucun écart')).toBeVisible();
	for (const cheque of await page.getByRole('checkbox').all()) await cheque.check();
	await drawOn(page, page.locator('canvas').nth(0));
	await drawOn(page, page.locator('canvas').nth(1));
	await page.getByRole('button', { name: 'Enregistrer la remise' }).click();
	await page.waitForURL(/\/office\/cash\/hand-over\/[0-9a-f-]{36}/);
	await expect(page.getByRole('img', { name: new RegExp(collector) })).toBeVisible();
}

/** Somebody else than the depositor saw the money on the account. */
export async function confirmDeposit(page: Page, depositor: string, slip: string): Promise<void> {
	await open(page, '/office/cash');
	const card = page.locator('section.card', { hasText: slip }).filter({ hasText: depositor });
	await card.getByRole('button', { name: 'Vu sur le relevé' }).click();
	await expect(page.getByText('Dépôt vérifié.')).toBeVisible();
}

/** The bank sends a cheque back. */
export async function returnCheque(page: Page, receipt: string): Promise<void> {
	await openReceipt(page, receipt);
	await page.getByRole('button', { name: "Enregistrer l'impayé" }).click();
	await expect(page.getByText(/Revenu impayé le .*Provision insuffisante/)).toBeVisible();
}

/** Money that reached the account of the office; it gets a receipt of the office's own series. */
export async function recordInOffice(page: Page, debtor: Debtor, means: string, amount: string): Promise<void> {
	await open(page, `/office/payments/new?q=${debtor.ref}`);
	await page.getByRole('link', { name: new RegExp(debtor.name) }).click();
	await page.getByLabel('Moyen').selectOption({ label: means });
	await page.getByLabel('Montant (EUR)').fill(amount);
	await page.getByLabel('Référence', { exact: true }).fill(`REF ${debtor.ref}`);
	await page.getByRole('button', { name: 'Enregistrer et numéroter' }).click();
	await page.waitForURL(/\/office\/receipts\/[0-9a-f-]{36}/);
	await expect(page.getByRole('heading', { level: 1 })).toHaveText(/^Q-\d{4}-T00-\d{6}$/);
}

async function openReceipt(page: Page, receipt: string): Promise<void> {
	await open(page, '/office/receipts');
	await page.getByRole('link', { name: receipt }).click();
	await page.waitForURL(/\/office\/receipts\/[0-9a-f-]{36}/);
}
