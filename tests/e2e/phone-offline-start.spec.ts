// The collector's app starts without a network, at any address, after one load with a network.
import { expect, test, type Page } from '@playwright/test';
import * as v from 'valibot';

const never = '/dossier/0199f3b0-0000-7000-8000-00000000dead/visit';

/** Signs in on this browser and waits until the service worker has kept its files. */
async function enrol(page: Page): Promise<void> {
	await page.goto('/sign-in?app=field');
	await page.getByRole('button', { name: /Inès Carpentier/ }).click();
	await expect(page).not.toHaveURL(/sign-in/, { timeout: 30_000 });
	await page.evaluate(() => navigator.serviceWorker.ready);
	await expect.poll(() => page.evaluate(() => navigator.serviceWorker.controller !== null)).toBe(true);
	await expect.poll(() => filesMissing(page), { timeout: 60_000 }).toBe(0);
}

/** How many files of the collector's screens are not on this phone yet; preflight waits for the same. */
async function filesMissing(page: Page): Promise<number> {
	const answer = await page.evaluate(
		() =>
			new Promise((resolve) => {
				const { port1, port2 } = new MessageChannel();
				port1.onmessage = ({ data }) => resolve(data);
				navigator.serviceWorker.controller?.postMessage('files-kept', [port2]);
			})
	);
	const { present, expected } = v.parse(v.object({ present: v.number(), expected: v.number() }), answer);
	return expected - present;
}

test('after one load, a closed app starts offline at an address that was never visited', async ({ page, context }) => {
	await enrol(page);
	await page.close();
	await context.setOffline(true);
	const cold = await context.newPage();
	const answer = await cold.goto(never);
	expect(answer?.fromServiceWorker()).toBe(true);
	await expect(cold.getByRole('main')).toContainText('pas sur ce téléphone');
	await cold.reload();
	await expect(cold.getByRole('main')).toContainText('pas sur ce téléphone');
	await cold.goto('/day');
	await expect(cold.getByRole('heading', { level: 1 })).toBeVisible();
});

test('no page breaks the content policy', async ({ page }) => {
	const broken: string[] = [];
	page.on('console', (message) => {
		if (/Content Security Policy|Permissions-Policy/.test(message.text())) broken.push(message.text());
	});
	await enrol(page);
	for (const path of ['/day', '/round', '/cash', '/sync', '/preflight', never, '/sign-in', '/no/such/page']) {
		await page.goto(path);
		await expect(page.locator('#svelte-announcer, main').first()).toBeAttached();
	}
	expect(broken).toEqual([]);
});

test('no answer of the server that belongs to somebody is kept by the service worker', async ({ page }) => {
	await enrol(page);
	await page.goto('/day');
	const kept = await page.evaluate(async () => {
		const names = await caches.keys();
		const requests = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
		return requests.flat().map((request) => new URL(request.url).pathname);
	});
	expect(kept).toContain('/shell');
	expect(
		kept.filter((path) => path.startsWith('/api') || path.includes('__data') || path === '/sign-in' || path === '/')
	).toEqual([]);
});
