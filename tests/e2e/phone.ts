// A collector's phone in the hands of a test: signs in, leaves prepared, counts taps, signs with a finger, reads a QR.
import { expect, type Browser, type BrowserContext, type Locator, type Page } from '@playwright/test';
import jsqr from 'jsqr';
import * as v from 'valibot';

const accountsSchema = v.array(
	v.object({ email: v.string(), password: v.string(), role: v.string(), name: v.string() })
);

/** The demo logins of a role, as `npm start` prints them. */
export function accountsOf(role: string): v.InferOutput<typeof accountsSchema> {
	const accounts = v.parse(accountsSchema, JSON.parse(process.env.TOURNEE_E2E_ACCOUNTS ?? '[]'));
	return accounts.filter((account) => account.role === role);
}

/** The demo account number `index` of a role. */
export function accountOf(role: string, index = 0): { email: string; password: string; name: string } {
	const account = accountsOf(role)[index];
	if (!account) throw new Error(`no demo account ${role} ${index}`);
	return account;
}

/** Signs in on a phone that nobody has used yet and waits until the preflight says that everything is there; `origin` where the test has no base address. */
export async function signInOnPhone(
	page: Page,
	account: { email: string; password: string },
	origin = ''
): Promise<void> {
	await page.goto(`${origin}/`);
	await page.getByLabel('Adresse e-mail').fill(account.email);
	await page.getByLabel('Mot de passe', { exact: true }).fill(account.password);
	await page.getByRole('button', { name: 'Se connecter' }).click();
	await page.waitForURL('**/preflight');
	await expect(page.getByRole('main').getByText('Vous pouvez partir')).toBeVisible({ timeout: 20_000 });
}

/** Starts the round (or goes on with it) once the screens are kept for offline use. */
export async function leave(page: Page): Promise<void> {
	await page.evaluate(async () => {
		await navigator.serviceWorker.ready;
	});
	await page.getByRole('button', { name: /Commencer|Continuer la tournée/ }).click();
	await page.waitForURL('**/round');
}

/** Counts the taps between two moments of a test. */
export class Taps {
	count = 0;

	/** One tap on something that must be visible and large enough for a thumb. */
	async tap(target: Locator): Promise<void> {
		await target.scrollIntoViewIfNeeded();
		const box = await target.boundingBox();
		expect(box?.height ?? 0, 'height of what is tapped').toBeGreaterThanOrEqual(44);
		await target.click();
		this.count += 1;
	}

	/** Holds a button until it confirms; counts as one tap. */
	async hold(target: Locator): Promise<void> {
		await target.scrollIntoViewIfNeeded();
		await target.click({ delay: 1_400 });
		this.count += 1;
	}
}

/** Draws a wave on the last signature pad of a screen, as a finger would. */
export const drawSignature = (page: Page): Promise<void> => drawOn(page, page.locator('canvas').last());

/** Draws a wave on a signature pad. */
export async function drawOn(page: Page, pad: Locator): Promise<void> {
	await pad.evaluate((element) => element.scrollIntoView({ block: 'center' }));
	const box = await pad.boundingBox();
	if (!box) throw new Error('no signature pad');
	await page.mouse.move(box.x + 30, box.y + box.height / 2);
	await page.mouse.down();
	for (let step = 1; step <= 40; step += 1) {
		const x = box.x + 30 + (step * (box.width - 60)) / 40;
		const y = box.y + box.height / 2 + Math.sin(step / 2) * (box.height / 3);
		await page.mouse.move(x, y);
		if (step % 8 === 0) await page.waitForTimeout(20);
	}
	await page.mouse.up();
}

/** What a phone's camera reads from a QR on the screen. */
export async function readQr(page: Page, code: Locator): Promise<string> {
	await code.evaluate((element) => element.scrollIntoView({ block: 'center' }));
	const png = await code.screenshot();
	const image = await page.evaluate(async (base64) => {
		const picture = new Image();
		picture.src = `data:image/png;base64,${base64}`;
		await picture.decode();
		const canvas = document.createElement('canvas');
		[canvas.width, canvas.height] = [picture.width, picture.height];
		const context = canvas.getContext('2d');
		if (!context) throw new Error('no canvas');
		context.drawImage(picture, 0, 0);
		const { data, width, height } = context.getImageData(0, 0, picture.width, picture.height);
		return { data: Array.from(data), width, height };
	}, png.toString('base64'));
	const read = jsqr(new Uint8ClampedArray(image.data), image.width, image.height);
	if (!read) throw new Error('the QR could not be read');
	return read.data;
}

/** A desktop browser signed in to the office. */
export async function openOffice(
	browser: Browser,
	account: { email: string; password: string }
): Promise<{ context: BrowserContext; page: Page }> {
	const context = await browser.newContext({
		viewport: { width: 1280, height: 800 },
		locale: 'fr-FR',
		timezoneId: 'Europe/Paris'
	});
	const page = await context.newPage();
	await page.goto('/sign-in');
	await page.getByLabel('Adresse e-mail').fill(account.email);
	await page.getByLabel('Mot de passe', { exact: true }).fill(account.password);
	await page.getByRole('button', { name: 'Se connecter' }).click();
	await page.waitForURL('**/office');
	return { context, page };
}
