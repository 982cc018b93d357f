// A round from the portfolio to the phone: made, ordered, published, found at the next sync; and an edit reaches it too.
import { expect, test, type Page } from '@playwright/test';
import { accountOf, openOffice, signInOnPhone } from './phone';

test('a round is made from the portfolio, ordered, published, and found on the phone; an edit reaches it too', async ({
	browser,
	page: phone
}) => {
	const collector = accountOf('collector', 3);
	await phone.setViewportSize({ width: 360, height: 740 });
	await signInOnPhone(phone, collector);
	const { page, context } = await openOffice(browser, accountOf('manager'));
	let dossier = '';

	await test.step('ticked dossiers become a draft', async () => {
		await page.goto('/office/portfolio?letter=sent&min=100&sort=city');
		await page.getByRole('combobox', { name: 'Agent', exact: true }).first().selectOption({ label: collector.name });
		await page.getByRole('button', { name: 'Filtrer' }).click();
		await page.waitForURL(/collector=[^&]/);
		const rows = page.locator('tbody tr');
		await expect(rows.filter({ hasText: collector.name }).nth(2)).toBeVisible();
		dossier = (await rows.nth(2).getByRole('link').first().getAttribute('href')) ?? '';
		for (const index of [0, 1, 2]) await rows.nth(index).getByRole('checkbox').check();
		const bulk = page.getByRole('region', { name: 'Actions sur les dossiers cochés' });
		await bulk.getByLabel('Agent').selectOption({ label: collector.name });
		// The demo company has rounds for today and tomorrow.
		const day = bulk.getByLabel('Jour de la tournée');
		await bulk.getByRole('button', { name: 'Créer une tournée' }).click();
		await expect(page.getByRole('alert')).toContainText('a déjà une tournée ce jour-là');
		await day.fill(dayAfter(await day.inputValue()));
		await bulk.getByRole('button', { name: 'Créer une tournée' }).click();
		await page.waitForURL(/\/office\/rounds\/[0-9a-f-]{36}/);
	});

	await test.step('buttons put the last stop first, and the order is published', async () => {
		const last = (await names(page)).at(-1) ?? '';
		for (let place = (await names(page)).length; place > 1; place -= 1)
			await page.getByRole('button', { name: `Monter ${place}. ${last}`, exact: true }).click();
		expect((await names(page))[0]).toBe(last);
		await giveReasons(page);
		await page.getByRole('button', { name: 'Publier la tournée' }).click();
		await expect(page.getByText('Tournée publiée.')).toBeVisible();
		await page.reload();
		expect((await names(page))[0]).toBe(last);
	});

	await test.step('the phone has the round and its dossiers at its next sync', async () => {
		const stops = (await names(page)).length;
		// A day about now goes without its year on the phone.
		const day = (await page.locator('h1 + p').innerText()).replace(/ \d{4}$/, '');
		await phone.goto('/day');
		await expect(phone.getByRole('main')).toContainText(
			`${day} : ${stops} ${stops > 1 ? 'arrêts prévus' : 'arrêt prévu'}`
		);
		await phone.goto(dossier.replace('/office', ''));
		await expect(phone.getByRole('main').getByRole('heading', { level: 1 })).toBeVisible();
		await expect(phone.getByRole('main')).not.toContainText("n'est pas sur ce téléphone");
	});

	await test.step('a change of the order of today reaches the phone', async () => {
		await page.goto('/office/rounds');
		await page.getByRole('link', { name: collector.name }).click();
		await expect(page.getByRole('heading', { level: 1 })).toContainText(collector.name);
		// The last ones: what is done is folded on the phone.
		const before = await names(page);
		const place = before.length - 1;
		const [earlier = '', later = ''] = before.slice(-2);
		await page.getByRole('button', { name: `Descendre ${place}. ${earlier}`, exact: true }).click();
		await expect(page.getByText('Des changements ne sont pas encore publiés.')).toBeVisible();
		await giveReasons(page);
		await page.getByRole('button', { name: 'Publier les changements' }).click();
		await expect(page.getByText('Tournée publiée.')).toBeVisible();
		await phone.goto('/round');
		await expect(phone.locator('article h2').last()).toHaveText(earlier);
		await expect(phone.locator('article h2').nth(-2)).toHaveText(later);
	});
	await context.close();
});

/** The debtors of the stops, in the order of the round. */
async function names(page: Page): Promise<readonly string[]> {
	const shown = page.getByRole('listitem').filter({ has: page.getByRole('button', { name: /^Monter / }) });
	await expect(shown.first()).toBeVisible();
	const texts = await shown
		.locator('p')
		.filter({ hasText: /^\d+\. / })
		.allInnerTexts();
	return texts.map((text) => text.replace(/^\d+\. /, ''));
}

/** On a Sunday or where another rule speaks, a stop is published with the reason of whoever plans it. */
async function giveReasons(page: Page): Promise<void> {
	for (const field of await page.getByLabel('Raison de planifier malgré tout').all())
		await field.fill('Rendez-vous pris');
}

const dayAfter = (day: string): string => new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10);
