// A whole visit by keyboard alone: sign-in, departure, a payment with its receipt, a visit, and an agreement signed by name and code.
import { expect, test, type Page } from '@playwright/test';
import { accountOf } from '../e2e/phone';
import { freshPage } from './walk';
import { wordsOf } from './words';

const say = wordsOf('fr');
/** More stops than any screen has before what is looked for. */
const MOST_STOPS = 90;

test('everything a visit needs can be done with a keyboard, and what has the focus can be seen', async ({
	browser
}) => {
	const page = await freshPage(browser, 'fr');
	const account = accountOf('collector', 1);
	const hidden: string[] = [];
	const reach = (name: string | RegExp): Promise<void> => reachIn(page, name, hidden);
	const type = async (label: string | RegExp, text: string): Promise<void> => {
		await reach(label);
		await page.keyboard.press('Control+A');
		await page.keyboard.type(text);
	};
	const press = async (name: string | RegExp, key: 'Enter' | 'Space' = 'Enter'): Promise<void> => {
		await reach(name);
		await page.keyboard.press(key);
	};
	const heading = (text: string | RegExp): Promise<void> =>
		expect(page.getByRole('heading', { level: 1, name: text })).toBeFocused();

	await test.step('sign in and leave', async () => {
		await page.goto('/');
		await page.waitForURL('**/sign-in*');
		await type(say('auth_email'), account.email);
		await type(say('auth_password'), account.password);
		await press(say('auth_sign_in'));
		await page.waitForURL('**/preflight');
		await expect(page.getByRole('main').getByText(say('field_preflight_ready'))).toBeVisible({ timeout: 60_000 });
		await press(new RegExp(`${say('field_start')}|${say('field_resume')}`));
		await page.waitForURL('**/round');
		await heading(say('field_round'));
	});

	const dossier = (await page.getByRole('link', { name: /^Agir/ }).nth(1).getAttribute('href')) ?? '';
	const toDossier = async (): Promise<void> => {
		await press(new RegExp(`^Agir.*|^${await nameOf(page, dossier)}$`));
		await page.waitForURL('**/dossier/*');
	};

	await test.step('a payment with its receipt', async () => {
		await toDossier();
		await press(say('field_pay'));
		await heading(say('field_pay'));
		await reach(new RegExp(`^(${say('common_means_cash')}|${say('common_means_cheque')})$`));
		await arrowTo(page, say('common_means_card'));
		await type(say('field_card_reference'), 'TPE 12');
		await press(say('field_chip_other'));
		await type(/^Montant/, '20');
		await press(say('field_validate'));
		await heading(say('field_confirm_payment'));
		await press(/^Reçu 20,00/, 'Space');
		await expect(page.getByText(say('common_hold_again'))).not.toHaveCount(0);
		await page.keyboard.press('Space');
		await page.waitForURL('**/receipt/*');
		await heading(say('field_receipt'));
		await press(say('field_done_next'));
		await heading(say('field_round'));
	});

	await test.step('a visit', async () => {
		await toDossier();
		await press(say('field_visit_short'));
		await heading(say('field_visit'));
		await reach(say('common_outcome_met'));
		await page.keyboard.press('Space');
		await press(say('common_cause_cash_flow'));
		await press(say('common_save'));
		await page.waitForURL(/\/dossier\/[^/]+$/);
	});

	await test.step('an agreement, signed by a typed name and the code of the letter', async () => {
		await press(say('field_plan'));
		await heading(say('field_plan'));
		await press(say('field_have_read'));
		await heading(say('field_reading'));
		await press(say('field_was_read'));
		await heading(say('field_sign'));
		await reach(/^J'ai lu/);
		await page.keyboard.press('Space');
		await type(say('field_mention'), 'Je paierai cette somme aux dates dites.');
		await press(say('protocol_sign_code'));
		const help = await page.getByText(/code imprimé sur sa lettre/).innerText();
		const letter = /LR-(\d+)/.exec(help)?.[1] ?? '';
		await back(page, say('protocol_typed_name'));
		await page.keyboard.type('Signé par lui-même');
		await type(say('protocol_code'), `demo ${letter}`);
		await press(say('field_sign_seal'));
		await heading(say('protocol_countersign'));
		await press(say('protocol_way_typed'));
		await back(page, say('protocol_own_name'));
		await page.keyboard.type(account.name);
		await press(say('protocol_seal'));
		await expect(page.getByRole('main').getByText(say('field_saved_on_phone'))).toBeVisible();
	});

	expect(hidden).toEqual([]);
	await page.context().close();
});

/** Tabs on until what has the focus bears this name. */
async function reachIn(page: Page, name: string | RegExp, hidden: string[]): Promise<void> {
	const passed: string[] = [];
	for (let stop = 0; stop < MOST_STOPS; stop += 1) {
		await page.keyboard.press('Tab');
		const at = await focus(page);
		if (!at.isSeen) hidden.push(`${new URL(page.url()).pathname}: ${at.name}`);
		if (typeof name === 'string' ? at.name === plain(name) : name.test(at.name)) return;
		passed.push(at.name);
	}
	throw new Error(`no way by keyboard to ${String(name)}; passed: ${passed.join(' | ')}`);
}

/** Goes back to what stands before. */
async function back(page: Page, name: string): Promise<void> {
	for (let stop = 0; stop < 8; stop += 1) {
		await page.keyboard.press('Shift+Tab');
		if ((await focus(page)).name === plain(name)) return;
	}
	throw new Error(`no way back by keyboard to ${name}`);
}

/** Moves on within a group of radio buttons. */
async function arrowTo(page: Page, name: string): Promise<void> {
	for (let stop = 0; stop < 8 && (await focus(page)).name !== name; stop += 1) await page.keyboard.press('ArrowDown');
	expect((await focus(page)).name).toBe(name);
}

/** Blanks that never break are blanks. */
const plain = (text: string): string => text.replace(/\s+/g, ' ');

const nameOf = async (page: Page, href: string): Promise<string> =>
	(await page.locator(`article:has(a[href="${href}"]) h2`).innerText()).trim();

/** The name of what has the focus, and whether any of it can be seen with its ring. */
function focus(page: Page): Promise<{ readonly name: string; readonly isSeen: boolean }> {
	return page.evaluate(() => {
		const at = document.activeElement;
		if (!(at instanceof HTMLElement) || at === document.body) return { name: '', isSeen: true };
		const label = at instanceof HTMLInputElement || at instanceof HTMLTextAreaElement ? at.labels?.[0] : null;
		const name = (at.getAttribute('aria-label') ?? label?.textContent ?? at.textContent).trim().replace(/\s+/g, ' ');
		// The bar of what can be undone leaves by itself after some seconds.
		const isPassing = document.querySelector('.undo-time') !== null;
		if (isPassing || !at.matches(':focus-visible')) return { name, isSeen: true };
		const shown = at.closest<HTMLElement>('.tile') ?? at;
		const { left, top, width, height } = shown.getBoundingClientRect();
		const isSeen = [0.1, 0.5, 0.9].some((share) => {
			const hit = document.elementFromPoint(left + width / 2, top + height * share);
			return hit !== null && (shown.contains(hit) || hit.contains(shown));
		});
		return { name, isSeen };
	});
}
