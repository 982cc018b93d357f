// What needs attention, in a real browser: a decision by keyboard leads to the next one, and a black box of another key is told apart.
import { expect, test } from '@playwright/test';
import { toBase64url } from '../../src/lib/core/base64url';
import { accountOf, openOffice } from './phone';

test('a manager decides by keyboard, is led to the next, and finds the decision again', async ({ browser }) => {
	const { page } = await openOffice(browser, accountOf('manager', 0));
	await page.goto('/office/reviews');
	await page.locator('tbody tr', { hasText: 'Encaissement' }).last().locator('th a').click();
	await expect(page.getByRole('heading', { level: 1, name: 'Encaissement' })).toBeVisible();
	const place = page.url();
	await page.locator('h1').click();
	await page.keyboard.press('1');
	await expect(page.getByRole('radio', { name: /Accepter/ })).toBeChecked();
	await page.getByLabel(/Motif ou message/).fill('Vu avec Thomas, le débiteur a sa quittance.');
	await page.keyboard.press('Control+Enter');
	await expect(page.getByText('Décision enregistrée')).toBeVisible();
	expect(page.url()).not.toBe(place);
	await page.goto(place);
	await expect(page.getByText('« Vu avec Thomas, le débiteur a sa quittance. »')).toBeVisible();
	await expect(page.getByRole('button', { name: 'Enregistrer la décision' })).toHaveCount(0);
});

test('a phone that owes is named before its account is closed', async ({ browser }) => {
	const { page } = await openOffice(browser, accountOf('admin', 0));
	await page.goto('/office/settings');
	const row = page.getByRole('row', { name: /Awa Keïta.*awa\.keita/ });
	await row.locator('summary').click();
	await expect(row.getByText(/doit 3 opérations depuis/)).toBeVisible();
	await row.getByRole('button', { name: /Suspendre/ }).click();
	await expect(row.getByText('Actif')).toBeVisible();
	await expect(row.getByRole('checkbox')).not.toBeChecked();
});

test('a black box that is sealed to another key says so, and a file that is none too', async ({ browser }) => {
	const { page } = await openOffice(browser, accountOf('manager', 0));
	await page.goto('/office/black-box');
	await page.getByRole('button', { name: 'Utiliser le code de la démonstration' }).click();
	const upload = async (text: string) => {
		await page.setInputFiles('input[type=file]', {
			name: 'boite.txt',
			mimeType: 'text/plain',
			buffer: Buffer.from(text)
		});
		await page.getByRole('button', { name: 'Ouvrir et importer' }).click();
	};
	await upload('Bonjour');
	await expect(page.getByText("Ce n'est pas une boîte noire.")).toBeVisible();
	const org = await page.evaluate(async () => {
		const answer: unknown = await (await fetch('/api/session')).json();
		return JSON.stringify(answer).match(/"organisation":\{"id":"([^"]+)"/)?.[1] ?? '';
	});
	const point = async () => {
		const pair = await crypto.subtle.generateKey({ name: 'ECDH', namedCurve: 'P-256' }, true, ['deriveBits']);
		const { x, y } = await crypto.subtle.exportKey('jwk', pair.publicKey);
		return { x, y };
	};
	const header = {
		...{ count: 1, device: org, ephemeral: await point(), first: 1, iv: toBase64url(new Uint8Array(12)), last: 1 },
		...{ madeMs: 0, org, recovery: await point(), series: 'T09' }
	};
	await upload(`TOURNEE BLACK BOX 1\n${JSON.stringify(header)}\n${'A'.repeat(76)}\nEND\n`);
	await expect(page.getByText("Ce code est celui d'une autre clé.")).toBeVisible();
});
