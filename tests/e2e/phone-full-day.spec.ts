// The whole day of a collector in one story: hired, sent out, offline from the preflight on, killed twice, and home with every cent.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, type Browser } from '@playwright/test';
import type { Board } from '../../src/lib/core/board';
import { formatAmount } from '../../src/lib/core/format-amount';
import { approveReversal, boardOf, confirmDeposit, receiveCash, recordInOffice, returnCheque } from './full-day/books';
import {
	depositOwn,
	fillCheque,
	moveUp,
	openStop,
	openStops,
	payAllInCash,
	promise,
	readReceipt,
	reportSituation,
	reportVisit,
	saved,
	signAcknowledgement,
	signPlan,
	typeAmount,
	type Receipt
} from './full-day/doors';
import { Handset } from './full-day/handset';
import { alertsOf, dayAfter, hire, importPortfolio, publishRound } from './full-day/office';
import { DEBTORS, STOPS } from './full-day/round';
import { accountOf, leave, openOffice, signInOnPhone, Taps } from './phone';

/** What is taken and given back again, deposited at a bank, and promised for next week; in cents. */
const [PART, OWN_DEPOSIT, PROMISED] = [5_000, 4_000, 7_550];
const ASKED = 'Le débiteur s’est ravisé';

test('a whole day offline, with two kills, adds up to the cent on the board, in the cash and on every receipt', async ({
	browser,
	baseURL
}) => {
	const [admin, manager, cashier] = await Promise.all([
		openOffice(browser, accountOf('admin')),
		openOffice(browser, accountOf('manager')),
		openOffice(browser, accountOf('cashier'))
	]);
	const folder = mkdtempSync(join(tmpdir(), 'tournee-day-'));
	const handset = await Handset.start(folder, Number(new URL(baseURL ?? '').port));
	let page = handset.page;
	const receipts: Receipt[] = [];
	try {
		const before = await boardOf(manager.page);
		const { day } = before;
		const collector =
			await test.step('the office hires, imports twelve dossiers and publishes their round', async () => {
				const hired = await hire(admin.page, 'Lucie Garnier', 'lucie.garnier@example.com');
				await importPortfolio(manager.page, hired, day);
				await publishRound(manager.page, hired);
				return hired;
			});

		await test.step('the phone is ready to leave, and has no network from then on', async () => {
			await signInOnPhone(page, collector, handset.origin);
			await leave(page);
			await handset.goOffline();
			await expect(page.getByRole('link', { name: /^Agir/ })).toHaveCount(DEBTORS.length);
		});

		await test.step('the collector puts a stop where he wants it, by a button', async () => {
			await moveUp(page, STOPS.noMoreVisits);
			await expect.poll(() => openStops(page)).toEqual(OWN_ORDER);
		});

		await test.step('absent takes at most three taps, and the visit card is offered', async () => {
			const taps = new Taps();
			await taps.tap(page.getByRole('button', { name: `Absent : ${STOPS.absent.name}` }));
			await taps.tap(page.getByRole('button', { name: "Enregistrer l'absence" }));
			await expect(page.getByRole('dialog')).toBeHidden();
			expect(taps.count).toBeLessThanOrEqual(3);
			await page.getByRole('main').getByRole('link', { name: 'Avis de passage' }).click();
			await page.waitForURL('**/card');
			await expect(page.getByRole('article')).toContainText(STOPS.absent.name);
			await expect(page.getByRole('article')).not.toContainText(/dette|doit|€|\d,\d\d/i);
			await page.getByRole('link', { name: 'Terminé, suivant' }).click();
		});

		await test.step('a debtor’s over-indebtedness, and a refusal with its note', async () => {
			await openStop(page, STOPS.refusal);
			await reportSituation(page, 'Dossier de surendettement');
			await reportVisit(page, 'Refus', 'Ne souhaite pas parler aujourd’hui.');
			await page.waitForURL('**/round');
		});

		await test.step('cash with what was counted into the hand, and its receipt, takes at most six taps', async () => {
			receipts.push(await payAllInCash(page, STOPS.cash, { 10_000: 1, 5_000: 1 }));
		});

		await test.step('a plan signed by finger takes at most ten taps', async () => {
			await signPlan(page, STOPS.plan);
			await page.getByRole('link', { name: 'Terminé, suivant' }).click();
		});

		await test.step('an acknowledgement of debt is signed by name and the code of the letter', async () => {
			await openStop(page, STOPS.acknowledgement);
			const words = 'quatre cent quatre-vingts euros et quatre-vingt-dix-neuf centimes';
			await signAcknowledgement(page, STOPS.acknowledgement, words);
			await page.getByRole('link', { name: 'Terminé, suivant' }).click();
		});

		await test.step('the browser dies while a cheque is half filled: all of it is back, with its photo', async () => {
			await openStop(page, STOPS.cheque);
			await promise(page, '250,70', day, 'Chèque');
			await fillCheque(page, STOPS.cheque);
			page = await handset.dieAndReopen(new URL(page.url()).pathname);
			await expect(page.getByText('Votre saisie a été retrouvée.')).toBeVisible();
			await expect(page.getByLabel('Numéro du chèque')).toHaveValue('7654321');
			await expect(page.getByLabel('Banque')).toHaveValue('Banque de démonstration');
			await expect(page.getByRole('img', { name: 'Photo 1' })).toBeVisible();
			await page.getByRole('button', { name: 'Valider' }).click();
			await page.getByRole('button', { name: /^Reçu 250,70/ }).click({ delay: 1_400 });
			receipts.push(await readReceipt(page));
			await page.getByRole('link', { name: 'Terminé, suivant' }).click();
		});

		await test.step('the browser dies right after a receipt was shown: it is there, and its reversal is asked', async () => {
			await openStop(page, STOPS.reversal);
			await reportVisit(page, 'Rencontré');
			await saved(page);
			await typeAmount(page, '50,00');
			await page.getByRole('button', { name: /^Reçu 50,00/ }).click({ delay: 1_400 });
			const receipt = await readReceipt(page);
			receipts.push(receipt);
			page = await handset.dieAndReopen('/cash');
			await page.getByRole('link', { name: receipt.number }).click();
			await expect(page.getByText('DUPLICATA').first()).toBeVisible();
			await page.getByRole('button', { name: "Demander l'annulation de ce paiement" }).click();
			await page.getByLabel('Motif').fill(ASKED);
			await page.getByRole('button', { name: 'Envoyer la demande' }).click();
			await expect(page.getByText('Annulation demandée : le responsable doit approuver.')).toBeVisible();
			await page.getByRole('link', { name: 'Terminé, suivant' }).click();
			// What is left stands in the collector's own order, two kills later.
			await expect.poll(() => openStops(page)).toEqual(OWN_ORDER.slice(-5));
		});

		await test.step('a dispute stops what the law stops, and says so before it is saved', async () => {
			await openStop(page, STOPS.dispute);
			await page.getByRole('link', { name: 'Signaler' }).click();
			await page.getByText('Il conteste la dette').click();
			await expect(page.getByText(/À partir de maintenant, arrêté\s: .*visites/)).toBeVisible();
			await page.getByText('Déjà payé', { exact: true }).click();
			await page.getByLabel('Pièces montrées ou annoncées').fill('Relevé bancaire de septembre');
			await page.getByRole('button', { name: 'Enregistrer', exact: true }).click();
			await saved(page);
			await reportVisit(page, 'Rencontré');
			await saved(page);
			await page.goto(`${handset.origin}/round`);
		});

		await test.step('a promise for next week', async () => {
			await openStop(page, STOPS.promise);
			await reportVisit(page, 'Rencontré');
			await saved(page);
			await promise(page, '75,50', 'Dans 1 semaine', 'Virement');
			await page.goto(`${handset.origin}/round`);
		});

		await test.step('before a third party the screen says nothing of a debt', async () => {
			await openStop(page, STOPS.thirdParty);
			await page.getByRole('link', { name: 'Visite' }).click();
			await page.getByText('Tierce personne', { exact: true }).click();
			await expect(page.getByText('Le motif de la visite ne regarde que la personne elle-même.')).toBeVisible();
			await expect(page.getByRole('main')).not.toContainText(/dett|débit|créan|recouvr|€|\d,\d\d/i);
			await page.getByRole('button', { name: 'Enregistrer', exact: true }).click();
			await page.waitForURL('**/round');
		});

		await test.step('the danger button saves first, and shows harmless notes without any name', async () => {
			await openStop(page, STOPS.danger);
			await page.getByRole('button', { name: 'Je ne suis pas en sécurité' }).click();
			await expect(page.getByRole('heading', { level: 1 })).toHaveText('Mes notes');
			await expect(page.getByRole('link', { name: 'Appeler le 112' })).toBeVisible();
			await expect(page.getByRole('main')).not.toContainText(STOPS.danger.name);
			await page.getByRole('link', { name: 'Je suis en sécurité' }).click();
			await page.getByText('Danger', { exact: true }).click();
			await page.getByRole('button', { name: 'Enregistrer', exact: true }).click();
			await page.waitForURL('**/round');
		});

		await test.step('each situation says what it stops; no more visits is one of them', async () => {
			await openStop(page, STOPS.noMoreVisits);
			await page.getByRole('link', { name: 'Signaler' }).click();
			for (const [situation, stops] of SITUATIONS) {
				await page.getByText(situation, { exact: true }).click();
				await expect(page.getByText(stops).first(), situation).toBeVisible();
			}
			await page.getByRole('button', { name: 'Enregistrer', exact: true }).click();
			await saved(page);
			await reportVisit(page, 'Refus');
			await page.waitForURL('**/round');
			await expect(page.getByRole('link', { name: /^Agir/ })).toHaveCount(0);
		});

		await test.step('a part of the cash goes to the bank, with a photo of the slip', async () => {
			await page.goto(`${handset.origin}/cash/deposit`);
			await depositOwn(page, '40,00', 'BDR-40');
		});

		await test.step('Journée counts the day and ends the round', async () => {
			await page.goto(`${handset.origin}/day`);
			const taken = STOPS.cash.owed + STOPS.cheque.owed + PART;
			await expect(page.getByRole('main')).toContainText(euros(taken));
			await expect(page.getByRole('main')).toContainText(`${DEBTORS.length} sur ${DEBTORS.length}`);
			await page.getByRole('button', { name: 'Terminer la tournée' }).click({ delay: 1_400 });
			await expect(page.getByText('Tournée terminée')).toBeVisible();
		});

		await test.step('the network is back: everything goes up by itself and is confirmed', async () => {
			await page.goto(`${handset.origin}/sync`);
			await expect(page.getByText('Sur ce téléphone', { exact: true }).first()).toBeVisible();
			await handset.goOnline();
			await expect(page.getByText('Tout est envoyé. Rien à faire.')).toBeVisible({ timeout: 60_000 });
			await expect(page.getByText('Sur ce téléphone', { exact: true })).toHaveCount(0);
			await expect(page.getByText('Non pris en compte')).toHaveCount(0);
		});

		await test.step('receipts have no gap, and each is right at its code', async () => {
			expect(receipts.map(({ number }) => number.slice(-6))).toEqual(['000001', '000002', '000003']);
			const amounts = [STOPS.cash.owed, STOPS.cheque.owed, PART];
			for (const [index, { verify, number }] of receipts.entries()) {
				const verdict = index === 2 ? 'Annulation demandée' : 'Paiement reçu';
				await expectVerified(browser, verify, [verdict, number, euros(amounts[index] ?? 0)]);
			}
		});

		await test.step('the manager approves the reversal, and the receipt says so', async () => {
			const { number, verify } = receipts[2] ?? { number: '', verify: '' };
			await approveReversal(manager.page, number, ASKED);
			await expectVerified(browser, verify, ['Paiement annulé', number]);
		});

		await test.step('the board shows the sum of the story, to the cent', async () => {
			const after = await boardOf(manager.page, day);
			const [cash, cheque] = [STOPS.cash.owed, STOPS.cheque.owed];
			expect(grown(before, after)).toEqual({ collected: cash + cheque, cash, cheque, bank: OWN_DEPOSIT, protocols: 2 });
			const own = (row: { readonly name: string }) => row.name === collector.name;
			expect(after.byCollector.filter(own)).toMatchObject([{ minor: cash + cheque, count: 2 }]);
			expect(after.visits.filter(own)).toMatchObject([{ planned: DEBTORS.length, done: DEBTORS.length }]);
			expect(await alertsOf(manager.page)).toEqual(REPORTED);
			expect(after.cash.filter(own)).toMatchObject([{ minor: cash - OWN_DEPOSIT, place: 'collector' }]);
			expect(after.phones.filter(own)).toMatchObject([{ operations: 0, receipts: 0, files: 0 }]);
			const signed = after.protocols.filter((row) => row.collector === collector.name).map(({ minor }) => minor);
			expect(signed.sort()).toEqual([STOPS.plan.owed, STOPS.acknowledgement.owed].sort());
			expect(promised(after, 'kept') - promised(before, 'kept')).toBe(cheque);
			expect(promised(await boardOf(manager.page, dayAfter(day, 7)), 'open')).toBeGreaterThanOrEqual(PROMISED);
			await manager.page.goto('/office');
			await expect(
				manager.page
					.getByRole('link', {
						name: new RegExp(`${collector.name}.*${euros(cash + cheque).replaceAll(/\s/g, '\\s')}`)
					})
					.first()
			).toBeVisible();
		});

		await test.step('the cashier takes the rest, both sign, and the day closes at zero', async () => {
			await receiveCash(cashier.page, collector.name, STOPS.cash.owed - OWN_DEPOSIT);
			await confirmDeposit(cashier.page, collector.name, 'BDR-40');
			await page.goto(`${handset.origin}/cash/hand-over`);
			// Opening the page asks the server; nothing has to be tapped.
			const settled = page.getByRole('main').getByText('Caisse soldée : rien à remettre.');
			await expect(settled).toBeVisible();
			await page.getByRole('link', { name: 'Voir la caisse' }).click();
			await page.waitForURL('**/cash');
			await expect(settled).toBeVisible();
			await expect(page.getByText('Le compte est juste : entrées et sorties sont égales.')).toBeVisible();
			await cashier.page.goto('/office/cash');
			const row = cashier.page.getByRole('row', { name: new RegExp(collector.name) }).first();
			await expect(row.getByText('Soldée')).toBeVisible();
			await manager.page.goto('/office/rounds');
			const round = manager.page.getByRole('listitem').filter({ hasText: collector.name });
			await expect(round).toContainText('Rapprochée');
			// The collector's order was his own: the office still reads the one that it published.
			await round.getByRole('link').first().click();
			await expect(manager.page.getByText(/^\d+\. /)).toHaveText(
				DEBTORS.map(({ name }, index) => `${index + 1}. ${name}`)
			);
		});

		await test.step('a transfer and a money order keep a promise; a cheque that comes back opens one again', async () => {
			await recordInOffice(cashier.page, STOPS.promise, 'Virement', '50,00');
			await recordInOffice(cashier.page, STOPS.promise, 'Mandat', '25,50');
			const next = await boardOf(manager.page, dayAfter(day, 7));
			expect(promised(next, 'kept')).toBeGreaterThanOrEqual(PROMISED);
			await returnCheque(cashier.page, receipts[1]?.number ?? '');
			const after = await boardOf(manager.page, day);
			expect(promised(after, 'kept')).toBe(promised(before, 'kept'));
			expect(grown(before, after).cheque).toBe(0);
		});
		expect(handset.faults).toEqual([]);
	} catch (failure) {
		console.error([...handset.faults, page.url(), await page.locator('body').innerText()].join('\n'));
		await test.info().attach('phone', { body: await page.screenshot(), contentType: 'image/png' });
		throw failure;
	} finally {
		await handset.end();
		rmSync(folder, { recursive: true, force: true });
	}
});

/** As published, but that the last stop goes before the one with the danger. */
const OWN_ORDER = DEBTORS.map(({ name }) => name).toSpliced(-2, 2, STOPS.noMoreVisits.name, STOPS.danger.name);

/** What was reported at the doors, as the office reads it. */
const REPORTED = {
	[STOPS.refusal.name]: ['Surendettement'],
	[STOPS.dispute.name]: ['Créance contestée'],
	[STOPS.danger.name]: ['Danger signalé'],
	[STOPS.noMoreVisits.name]: ['Ne souhaite plus de visite']
};

/** What the collector sees of each situation before it is saved: it stops, or it warns. The last one is the one that is reported. */
const SITUATIONS: readonly (readonly [string, RegExp])[] = [
	['Dossier de surendettement', /^À partir de maintenant, arrêté\s: /],
	['Procédure collective', /^À partir de maintenant, arrêté\s: /],
	['Débiteur décédé', /^À partir de maintenant, arrêté\s: /],
	['Débiteur mineur', /^À partir de maintenant, arrêté\s: /],
	['Majeur protégé', /^À partir de maintenant, arrêté\s: /],
	["N'habite plus ici", /^(?:À partir de maintenant, arrêté|Avec prudence)\s: /],
	['Il ne veut plus de visite', /^À partir de maintenant, arrêté\s: .*visites/]
];

/** By how much the board of the day grew, in cents; the agreements by number. */
function grown(before: Board, after: Board): Readonly<Record<string, number>> {
	const by = (figure: (board: Board) => number): number => figure(after) - figure(before);
	const means = (board: Board, name: string): number => sum(board.byMeans.filter((row) => row.means === name));
	return {
		collected: by((board) => sum(board.byCollector)),
		cash: by((board) => means(board, 'cash')),
		cheque: by((board) => means(board, 'cheque')),
		bank: by((board) => board.bank.reduce((total, { inTransit }) => total + inTransit, 0)),
		protocols: by((board) => board.protocols.length)
	};
}

const promised = (board: Board, status: string): number => sum(board.promises.filter((row) => row.status === status));
const sum = (rows: readonly { readonly minor: number }[]): number =>
	rows.reduce((total, { minor }) => total + minor, 0);
const euros = (minor: number): string => formatAmount({ minor, currency: 'EUR' });

/** Anybody who scans the code of a receipt reads all of this. */
async function expectVerified(browser: Browser, address: string, texts: readonly string[]): Promise<void> {
	const debtor = await browser.newPage({ locale: 'fr-FR' });
	await debtor.goto(address);
	for (const text of texts) await expect(debtor.locator('body')).toContainText(text);
	await debtor.close();
}
