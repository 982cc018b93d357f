// How long a slow phone takes to make the PDF of a receipt and of a signed agreement, in real Chromium.
import type { Page } from '@playwright/test';
import * as v from 'valibot';
import { drawSignature } from '../e2e/phone';
import { judged, median, milliseconds, type Context, type Row } from './bench';
import { enter, openBrowser, SLOWER, slowDown } from './browser-phone';
import { drawCompany, PASSWORD, writeCompany } from './company';

export const title = 'Documents as PDF';

/** A quarter of them is in the round of today. */
const DOSSIERS = 80;
const RECEIPTS = 7;
const AGREEMENTS = 5;
const AIM_MS = 1_500;

const madeSchema = v.object({ page: v.number(), worker: v.number() });
type Made = v.InferOutput<typeof madeSchema>;

export async function run(context: Context): Promise<readonly Row[]> {
	const { origin, libsqlUrl } = await context.product();
	const company = drawCompany('pdf', DOSSIERS);
	await writeCompany(libsqlUrl, company);
	const { page } = await openBrowser(context, 'pdf');
	await page.addInitScript(timeWorkers);
	await page.goto(`${origin}/sign-in?app=field`);
	await enter(page, { email: company.collector.email, password: PASSWORD });
	await page.goto(`${origin}/round`, { waitUntil: 'networkidle' });
	await slowDown(page, SLOWER);
	const receipts: Made[] = [];
	for (let index = 0; index < RECEIPTS; index += 1) receipts.push(await receipt(page, index));
	const agreements: Made[] = [];
	for (let index = 0; index < AGREEMENTS; index += 1) agreements.push(await agreement(page));
	return [row('a receipt', receipts), row('a signed agreement', agreements)];
}

/** The brake of Chromium holds only the page: what its worker did is counted as often as the brake is strong. */
const onSlowPhone = ({ page, worker }: Made): number => page + SLOWER * worker;

function row(what: string, made: readonly Made[]): Row {
	const ms = median(made.map(onSlowPhone));
	const worker = median(made.map((one) => one.worker));
	return judged(
		`${what} as a PDF, at ${SLOWER}× CPU throttle, median of ${made.length} (worker unthrottled: ${milliseconds(worker)})`,
		milliseconds(ms),
		`≤ ${AIM_MS} ms`,
		ms <= AIM_MS
	);
}

async function receipt(page: Page, index: number): Promise<Made> {
	await open(page, 'Encaisser');
	await page.getByText('Carte', { exact: true }).first().click();
	await page.getByText('Autre montant').click();
	await page.getByLabel(/^Montant/).fill('1,00');
	await page.getByLabel(/^Référence/).fill(`TPE ${index + 1}`);
	await page.getByRole('button', { name: 'Valider' }).click();
	await page.getByRole('button', { name: /^Reçu 1,00/ }).press('Enter');
	await page.waitForURL('**/receipt/*');
	return timeOfPdf(page);
}

async function agreement(page: Page): Promise<Made> {
	await open(page, 'Échéancier');
	await page.getByRole('button', { name: 'Faire lire' }).click();
	await page.getByRole('button', { name: /^C'est lu/ }).click();
	await page.getByRole('checkbox').first().check();
	await page.getByLabel('Mention écrite par le débiteur').fill('Je reconnais devoir cette somme et je la paierai.');
	await drawSignature(page);
	await page.getByRole('button', { name: 'Signer' }).press('Enter');
	await drawSignature(page);
	await page.getByRole('button', { name: 'Sceller' }).press('Enter');
	return timeOfPdf(page);
}

/** The next dossier of the round where nothing was done yet, and one of its acts. */
async function open(page: Page, act: string): Promise<void> {
	await page.locator('a[href="/round"]').last().click();
	await page.getByRole('link', { name: /^Agir/ }).first().click();
	await page.getByRole('link', { name: act }).click();
}

async function timeOfPdf(page: Page): Promise<Made> {
	await page.getByText('PDF', { exact: true }).waitFor();
	const made = v.parse(madeSchema, await page.evaluate('globalThis.lastPdf'));
	// The screen may have looked at the operation again after its sync.
	await page.waitForTimeout(500);
	return made;
}

/** Runs in the page before anything else: from the paper that the worker is given to its answer, and on to the button that hands the file over. */
function timeWorkers(): void {
	const Plain = globalThis.Worker;
	globalThis.Worker = class extends Plain {
		asked = 0;
		constructor(address: string | URL, options?: WorkerOptions) {
			super(address, options);
			this.addEventListener('message', () => {
				const answered = performance.now();
				const worker = answered - this.asked;
				requestAnimationFrame(() =>
					setTimeout(() => Object.assign(globalThis, { lastPdf: { worker, page: performance.now() - answered } }))
				);
			});
		}
		override postMessage(paper: unknown): void {
			this.asked = performance.now();
			super.postMessage(paper);
		}
	};
}
