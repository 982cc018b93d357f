// Every screen of the collector in three themes and two languages: rules, contrast, targets, text that fits, focus and voice.
import { expect, test, type Page } from '@playwright/test';
import { accountOf, drawSignature } from '../e2e/phone';
import { freshPage, Walk } from './walk';
import { wordsOf } from './words';

const PEOPLE = [
	['fr', 2],
	['en', 3]
] as const;

for (const [locale, person] of PEOPLE)
	test.describe(`in ${locale}`, () => {
		const say = wordsOf(locale);
		let page: Page;
		let walk: Walk;
		let dossiers: readonly string[] = [];

		/** One phone for all: it signs in, is looked at while it prepares, and leaves without a network. */
		test.beforeAll(async ({ browser }) => {
			page = await freshPage(browser, locale);
			walk = new Walk(page, locale, 'phone');
			await page.goto('/');
			await page.waitForURL('**/sign-in*');
			await walk.signIn(accountOf('collector', person));
			await page.waitForURL('**/preflight');
			await expect(page.getByRole('main').getByText(say('field_preflight_ready'))).toBeVisible({ timeout: 60_000 });
			await page.evaluate(async () => {
				await navigator.serviceWorker.ready;
			});
		});

		test('before the round', async ({ browser }) => {
			const stranger = await freshPage(browser, locale);
			await stranger.goto('/sign-in?app=field');
			const atDoor = new Walk(stranger, locale, 'phone');
			await expect(stranger.locator('h1')).toBeVisible();
			await atDoor.look('sign-in');
			await atDoor.signIn({ email: 'personne@example.com', password: 'wrong password' });
			await expect(stranger.getByRole('alert')).toBeVisible();
			await atDoor.look('sign-in-wrong');
			await stranger.context().close();
			atDoor.expectNoFaults();

			await walk.look('preflight');
			await walk.to('/day');
			await walk.look('day-before');
			await walk.to('/round');
			await walk.look('round-before');
			walk.expectNoFaults();
		});

		test('Journée and Tournée', async () => {
			await underWay();
			await walk.to('/day');
			await walk.look('day');
			await walk.to('/round');
			await walk.look('round');
			await walk.button(new RegExp(`^${say('common_outcome_absent')}`)).click();
			await expect(page.getByRole('dialog')).toBeVisible();
			await walk.look('round-absent');
			await walk.closeDialog();
			await walk.button(say('field_settings')).click();
			await expect(page.getByRole('dialog')).toBeVisible();
			await walk.look('settings');
			await walk.button(say('field_sign_out')).click();
			await walk.look('settings-sign-out');
			await walk.closeDialog();
			await walk.to('/dossier/00000000-0000-7000-8000-000000000000');
			await walk.look('dossier-missing');
			walk.expectNoFaults();
		});

		test('what stands in the way of a visit', async () => {
			await underWay();
			await walk.to('/round');
			// Where nothing stands in the way at this hour, the map opens at once.
			const gated = page.getByRole('button', { name: new RegExp(`^${say('field_route_to', { name: '' }).trim()}`) });
			if ((await gated.count()) > 0) {
				await gated.first().click();
				await expect(page.getByRole('dialog')).toBeVisible();
				await walk.look('round-go');
				await walk.closeDialog();
			}
			walk.expectNoFaults();
		});

		test('dossier and visit', async () => {
			await underWay();
			await walk.to(dossier(0));
			await walk.look('dossier');
			await walk.unfold();
			await walk.look('dossier-unfolded');
			await walk.to(`${dossier(0)}/visit`);
			await walk.look('visit');
			await walk.button(say('common_save')).click();
			await walk.look('visit-errors');
			const outcomes = [
				['danger', say('common_outcome_danger')],
				['deceased', say('common_outcome_deceased')],
				['third-party', say('common_outcome_third_party')],
				['met', say('common_outcome_met')]
			] as const;
			for (const [name, word] of outcomes) {
				await walk.tile(word).click();
				await walk.look(`visit-${name}`);
			}
			await page.getByLabel(say('field_note')).fill('Le voisin dit que sa femme a un cancer');
			await walk.look('visit-note-blocked');
			await page.getByLabel(say('field_note')).fill('');
			await page.getByText(say('door_interview')).first().click();
			await page.locator('main details').first().scrollIntoViewIfNeeded();
			for (const [index, step] of ['contact', 'understand', 'convince', 'conclude'].entries()) {
				if (index > 0) await walk.button(say('door_next')).click();
				await walk.unfold();
				await page
					.getByText(say('door_interview'))
					.first()
					.evaluate((top) => top.scrollIntoView());
				await walk.look(`interview-${step}`);
			}
			walk.expectNoFaults();
		});

		test('payment and receipt', async () => {
			await underWay();
			await walk.to(`${await forCash()}/pay`);
			await walk.look('pay');
			await walk.unfold();
			await page
				.getByRole('button', { name: say('cash_count_more', { value: '' }).trim() })
				.nth(1)
				.click();
			await walk.look('pay-change');
			for (const [name, word] of [
				['cheque', say('common_means_cheque')],
				['card', say('common_means_card')],
				['transfer', say('common_means_transfer')],
				['mobile-money', say('common_means_mobile_money')]
			] as const) {
				await walk.tile(word).click();
				await walk.look(`pay-${name}`);
			}
			await walk.button(say('field_validate')).click();
			await walk.look('pay-errors');
			await walk.tile(say('common_means_cash')).click();
			await walk.tile(say('field_chip_other')).click();
			await page.getByLabel(say('field_amount_in', { currency: 'EUR' })).fill('999999');
			await walk.look('pay-too-much');
			await page.getByLabel(say('field_amount_in', { currency: 'EUR' })).fill('20');
			await walk.look('pay-keypad');
			await walk.button(say('field_validate')).click();
			await walk.arrived('confirmation');
			await walk.look('pay-confirm');
			await page.getByRole('button', { name: /20[.,]00/ }).press('Enter');
			await page.waitForURL('**/receipt/*');
			await walk.arrived('receipt');
			await expect(page.getByText('PDF', { exact: true })).toBeVisible();
			await walk.look('receipt');
			await walk.button(say('field_reversal_ask')).click();
			await expect(page.getByRole('dialog')).toBeVisible();
			await walk.button(say('field_reversal_send')).click();
			await walk.look('receipt-reversal');
			await walk.closeDialog();
			await page.reload();
			await expect(page.getByText('DUPLICATA')).toBeVisible();
			await walk.look('receipt-duplicate');
			walk.expectNoFaults();
		});

		test('agreement and signature', async () => {
			await underWay();
			await walk.to(`${dossier(2)}/plan`);
			await walk.look('plan');
			await walk.tile(say('protocol_short_settlement')).click();
			await walk.look('plan-settlement');
			await walk.tile(say('protocol_short_acknowledgement')).click();
			await walk.look('plan-acknowledgement');
			await walk.tile(say('protocol_short_plan')).click();
			await page.locator('.tile', { hasText: say('field_by_hand') }).click();
			await page.getByLabel(say('field_instalment_count')).fill('60');
			await walk.look('plan-beyond');
			await page.locator('fieldset .tile').first().click();
			await walk.button(say('field_have_read')).click();
			await page.waitForURL('**/sign');
			await walk.arrived('sign');
			await walk.look('sign-read');
			await walk.button(say('protocol_larger')).click();
			await walk.look('sign-read-large');
			await walk.button(say('field_debtor_declines')).click();
			await walk.arrived('refusal');
			await walk.look('sign-refuse');
			await walk.button(say('field_read_again')).click();
			await walk.button(say('field_was_read')).click();
			await walk.arrived('signature');
			await walk.look('sign');
			await walk.button(say('field_sign_seal')).press('Enter');
			await walk.look('sign-errors');
			await walk.button(say('protocol_sign_code')).click();
			await walk.look('sign-code');
			await page
				.getByRole('button', { name: say('protocol_sign_drawn') })
				.last()
				.click();
			await page.getByRole('checkbox').first().check();
			await page.getByLabel(say('field_mention')).fill('Je reconnais devoir cette somme et je la paierai.');
			await drawSignature(page);
			await walk.button(say('field_sign_seal')).press('Enter');
			await walk.arrived('countersignature');
			await walk.look('sign-countersign');
			await drawSignature(page);
			await walk.button(say('protocol_way_typed')).click();
			await walk.button(say('protocol_seal')).press('Enter');
			await walk.look('sign-countersign-typed');
			await walk.button(say('protocol_sign_drawn')).click();
			await walk.button(say('protocol_seal')).press('Enter');
			await expect(page.getByText(say('field_saved_on_phone')).first()).toBeVisible();
			await walk.arrived('signed');
			await expect(page.getByText('PDF', { exact: true })).toBeVisible();
			await walk.look('signed');
			walk.expectNoFaults();
		});

		test('promise, report, card and danger', async () => {
			await underWay();
			await walk.to(`${dossier(3)}/promise`);
			await walk.look('promise');
			await walk.button(say('door_promise_save')).click();
			await walk.look('promise-errors');
			await walk.to(`${dossier(3)}/report`);
			await walk.look('report');
			await walk.tile(say('door_over_indebted')).click();
			await walk.look('report-over-indebted');
			await walk.tile(say('door_disputed')).click();
			await walk.look('report-disputed');
			await walk.to(`${dossier(3)}/card`);
			await walk.look('card');
			await walk.to(dossier(4));
			await walk.button(say('door_danger_raise')).click();
			await page.waitForURL('**/danger');
			await walk.arrived('danger');
			await walk.look('danger');
			await walk.to(dossier(4));
			await walk.look('dossier-danger');
			walk.expectNoFaults();
		});

		test('Caisse and Synchro', async () => {
			await underWay();
			await walk.to('/cash');
			await walk.look('cash');
			await walk.to('/cash/hand-over');
			await walk.look('cash-hand-over');
			await walk.unfold();
			await page
				.getByRole('button', { name: say('cash_count_more', { value: '' }).trim() })
				.nth(4)
				.click();
			await walk.look('cash-count');
			await walk.to('/cash/deposit');
			await walk.look('cash-deposit');
			await walk.to('/sync');
			await walk.look('sync');
			walk.expectNoFaults();
		});

		/** The round has begun and there is no network. */
		async function underWay(): Promise<void> {
			if (dossiers.length === 0) {
				await walk.to('/preflight');
				await walk.button(new RegExp(`${say('field_start')}|${say('field_resume')}`)).click();
				await page.waitForURL('**/round');
				const open = page.getByRole('link', { name: new RegExp(`^${say('field_act')}`) });
				await expect(open.first()).toBeVisible();
				dossiers = await open.evaluateAll((links) => links.map((link) => link.getAttribute('href') ?? ''));
			}
			await page.context().setOffline(true);
		}

		/** A stop where the law leaves cash a choice: the form then counts notes. */
		async function forCash(): Promise<string> {
			for (const path of dossiers.slice(1)) {
				await walk.to(`${path}/pay`);
				await expect(walk.button(say('field_validate'))).toBeVisible();
				if ((await page.getByText(say('cash_given')).count()) > 0) return path;
			}
			throw new Error('no stop where cash may be taken');
		}

		const dossier = (index: number): string => {
			const path = dossiers[index];
			if (!path) throw new Error(`the round has no stop ${index + 1}`);
			return path;
		};
	});
