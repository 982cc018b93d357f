// What only a real browser shows: sending with no page open, storage that is full, and storage that was taken away.
import { expect, test, type BrowserContext, type CDPSession, type Page } from '@playwright/test';
import { accountOf, leave, openOffice, readQr, signInOnPhone } from './phone';
import { expectAccessible } from './screens';

const main = (name: string | RegExp) => ({ name });

test('a payment goes up with no page open, and the next opening is told so', async ({ page, context, browser }) => {
	await signInOnPhone(page, accountOf('collector', 2));
	await leave(page);
	await context.setOffline(true);
	await takeCard(page, '11,00');
	const receipt = await readQr(page, page.getByRole('img', main(/vérifier|QR/i)).first());
	// The screen asked to be woken; Chromium keeps the wish while there is no network.
	await expect.poll(() => page.evaluate(wishes)).toContain('tournee-outbox');
	const browserSide = await context.newPage();
	const registration = await registrationOf(context, browserSide);
	await page.close();
	await context.setOffline(false);
	await registration.dispatch('tournee-outbox');
	const debtor = await browser.newPage({ locale: 'fr-FR' });
	await expect(async () => {
		await debtor.goto(receipt);
		await expect(debtor.getByText('Paiement reçu', { exact: true })).toBeVisible({ timeout: 1_000 });
	}).toPass({ timeout: 20_000 });
	const again = await context.newPage();
	await again.goto('/sync');
	await expect(again.getByText('Confirmé par le serveur').first()).toBeVisible();
	await expect(again.getByText('Sur ce téléphone', { exact: true })).toHaveCount(0);
	await expect(again.getByText(/11,00/)).toHaveCount(1);
	// With a page open the same event wakes the page, which sends by itself.
	await registration.dispatch('tournee-outbox');
	await debtor.close();
});

test('a full phone still takes a payment, and the other tab shows it', async ({ page, context }) => {
	await signInOnPhone(page, accountOf('collector', 2));
	await leave(page);
	await page.goto('/sync');
	await expect(page.getByText('en place')).toBeVisible();
	const tab = await context.newPage();
	await tab.goto('/sync');
	await expect(tab.getByRole('heading', { level: 1 })).toBeVisible();
	await page.goto('/round');
	await expect(page.getByRole('link', main(/^Agir/)).first()).toBeVisible();
	const usage = await page.evaluate(async () => (await navigator.storage.estimate()).usage ?? 0);
	const storage = await context.newCDPSession(page);
	await storage.send('Storage.overrideQuotaForOrigin', { origin: originOf(page), quotaSize: usage - 100_000 });
	// Chromium believes for half a minute that there is the room that it saw before.
	await page.waitForTimeout(31_000);
	await takeCard(page, '12,00');
	expect(await page.evaluate(() => caches.has('tournee-reserve'))).toBe(false);
	await expect(tab.getByText(/12,00/)).toHaveCount(1);
});

test('a phone whose storage was cleared says what is safe and what is not, and starts again with a series of its own', async ({
	page,
	context
}) => {
	await signInOnPhone(page, accountOf('collector', 2));
	await leave(page);
	await context.setOffline(true);
	await takeCard(page, '14,00');
	await page.goto('/sync');
	await expect(page.getByText('Sur ce téléphone', { exact: true }).first()).toBeVisible();
	const storage = await context.newCDPSession(page);
	await context.setOffline(false);
	await storage.send('Storage.clearDataForOrigin', { origin: originOf(page), storageTypes: 'indexeddb' });
	await page.goto('/day');
	await expect(page.getByRole('heading', { level: 1 })).toContainText('ont été effacées');
	await expect(page.getByText(/^1 élément n'était pas encore envoyé : il n'est plus/)).toBeVisible();
	await page.getByRole('button', main(/reconnecter ce téléphone/)).click();
	await expect(page.getByText('Tournée', { exact: true }).first()).toBeVisible();
	await page.goto('/round');
	await takeCard(page, '15,00');
	await expect(page.getByText(/Q-\d{4}-T\d{2,}-000001/).first()).toBeVisible();
});

test('a phone that is taken out of service hands in what it has, then holds no dossier any more', async ({
	page,
	context,
	browser
}) => {
	await signInOnPhone(page, accountOf('collector', 4));
	await leave(page);
	await context.setOffline(true);
	await takeCard(page, '16,00');
	const receipt = await page
		.getByText(/Q-\d{4}-T\d{2,}-\d{6}/)
		.first()
		.innerText();
	const office = await openOffice(browser, accountOf('admin'));
	await office.page.goto('/office/settings');
	const row = office.page.getByRole('row', { name: new RegExp(` ${receipt.split('-')[2]} `) });
	await row.locator('summary', { hasText: 'Retirer du service' }).click();
	await row.getByRole('button', main('Oui, retirer du service')).click();
	await expect(row.getByText('Retiré du service')).toBeVisible();
	await page.goto('/sync');
	await context.setOffline(false);
	await expect(page.getByText('Sur ce téléphone', { exact: true })).toHaveCount(0);
	await page.getByRole('button', main('Chercher maintenant')).click();
	await expect(page.getByRole('heading', { level: 1 })).toHaveText('Ce téléphone a été retiré du service');
	await expect(page.getByText('Tout ce que vous avez enregistré est au bureau')).toBeVisible();
	await expectAccessible(page, 'out of service');
	expect(await page.evaluate(recordsOf, ['dossiers', 'rounds', 'drafts', 'outbox'])).toEqual([0, 0, 0, 2]);
	// It stays so without a network and on every screen.
	await context.setOffline(true);
	await page.goto('/round');
	await expect(page.getByText('Les dossiers ont été effacés de ce téléphone')).toBeVisible();
	await expect(page.getByText(receipt)).toHaveCount(0);
	await office.page.goto('/office/reviews');
	const setAside = office.page.getByRole('row', { name: /^Encaissement/ }).filter({ hasText: 'retiré du service' });
	await setAside
		.filter({ hasText: accountOf('collector', 4).name })
		.getByRole('link')
		.first()
		.click();
	await expect(office.page.getByRole('heading', { level: 1, name: 'Encaissement' })).toBeVisible();
	await expect(office.page.getByText(receipt).first()).toBeVisible();
	await office.context.close();
});

/** How many records lie in each store of the phone's database. */
async function recordsOf(stores: readonly string[]): Promise<readonly number[]> {
	const names = (await indexedDB.databases()).map(({ name = '' }) => name);
	const settled = <T>(request: IDBRequest<T>) =>
		new Promise<T>((resolve, reject) => {
			request.onsuccess = () => resolve(request.result);
			request.onerror = () => reject(request.error ?? new Error('IndexedDB'));
		});
	for (const name of names) {
		const db = await settled(indexedDB.open(name));
		const isPhone = stores.every((store) => db.objectStoreNames.contains(store));
		const counts =
			isPhone && (await Promise.all(stores.map((store) => settled(db.transaction(store).objectStore(store).count()))));
		db.close();
		if (counts) return counts;
	}
	return [];
}

async function takeCard(page: Page, amount: string): Promise<void> {
	await enterCard(page, amount);
	await expect(page.getByRole('heading', { level: 1 })).toContainText('Quittance');
}

async function enterCard(page: Page, amount: string): Promise<void> {
	await page.getByRole('link', main(/^Agir/)).first().click();
	await page.getByRole('link', main('Encaisser')).click();
	await page.getByText('Carte', { exact: true }).click();
	await page.getByLabel('Référence du ticket carte').fill('A1');
	await page.getByText('Autre montant').click();
	await page.getByLabel(/^Montant/).fill(amount);
	await page.getByRole('button', main('Valider')).click();
	await page.getByRole('button', main(new RegExp(`^Reçu ${amount}`))).click({ delay: 1_400 });
}

/** What this browser was asked to wake the worker for; the types do not know Background Sync. */
async function wishes(): Promise<readonly string[]> {
	const sync: unknown = Reflect.get(await navigator.serviceWorker.ready, 'sync');
	const getTags: unknown = typeof sync === 'object' && sync !== null ? Reflect.get(sync, 'getTags') : null;
	if (typeof getTags !== 'function') return [];
	const tags: unknown = await getTags.call(sync);
	return Array.isArray(tags) ? tags.map(String) : [];
}

const originOf = (page: Page): string => new URL(page.url()).origin;

/** Lets the test do what the browser does when there is a network again. */
async function registrationOf(context: BrowserContext, page: Page) {
	const session: CDPSession = await context.newCDPSession(page);
	const found = new Promise<{ registrationId: string; scopeURL: string }>((resolve) => {
		session.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
			const [registration] = registrations;
			if (registration) resolve(registration);
		});
	});
	await session.send('ServiceWorker.enable');
	const { registrationId, scopeURL } = await found;
	const origin = new URL(scopeURL).origin;
	return {
		dispatch: (tag: string) =>
			session.send('ServiceWorker.dispatchSyncEvent', { origin, registrationId, tag, lastChance: true })
	};
}
