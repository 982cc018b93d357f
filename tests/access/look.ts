// Looks at one screen in all themes, at 320 pixels and with text twice as large, and says everything that is wrong with it.
import type { CDPSession, Page } from '@playwright/test';
import { violations } from './axe';
import { liveRegions, smallTargets, textProblems } from './fit';
import { keepPicture } from './picture';

export const THEMES = ['light', 'dark', 'sun'] as const;
type Theme = (typeof THEMES)[number];

const THUMB = 56;

export type Screen = {
	/** Name of its picture; screens in another language than French have none. */
	readonly name: string;
	readonly kind: 'phone' | 'office';
	readonly locale: 'fr' | 'en';
};

/** Everything that is wrong with the screen that is open. */
export async function faultsOf(page: Page, screen: Screen): Promise<readonly string[]> {
	const faults: string[] = [];
	const note = (where: string, problems: readonly string[]): void => {
		faults.push(...problems.map((problem) => `${screen.locale} ${screen.kind}-${screen.name}, ${where}: ${problem}`));
	};
	if (screen.kind === 'phone') {
		const voices = await liveRegions(page);
		// The pages about accounts say what they have to say at once, as alerts.
		if (voices.length !== ((await page.locator('.field-app').count()) > 0 ? 1 : 0))
			note('live regions', [`${voices.length}: ${voices.join(' ')}`]);
		note('targets', await smallTargets(page, THUMB));
	}
	for (const theme of THEMES) {
		await show(page, theme);
		// In full sunlight seven to one is asked of every text.
		note(theme, await violations(page, { enhanced: theme === 'sun' }));
		if (screen.locale === 'fr' && !screen.name.endsWith('-unfolded'))
			await keepPicture(page, `${screen.kind}-${screen.name}-${theme}`);
	}
	await show(page, 'light');
	note('text', await textProblems(page));
	const size = page.viewportSize() ?? { width: 360, height: 740 };
	for (const narrow of screen.kind === 'phone' ? [320] : [360, 320]) {
		await page.setViewportSize({ width: narrow, height: 640 });
		note(`${narrow} px`, await settled(page));
	}
	await page.setViewportSize(size);
	await setTextSize(page, 32);
	note('text at 200 %', await settled(page));
	await setTextSize(page, 16);
	return faults;
}

/** A chart or a table may take a moment to fit a new size. */
async function settled(page: Page): Promise<readonly string[]> {
	let problems = await textProblems(page);
	for (let look = 0; look < 5 && problems.length > 0; look += 1) {
		await page.waitForTimeout(100);
		problems = await textProblems(page);
	}
	return problems;
}

const show = (page: Page, theme: Theme): Promise<void> =>
	page.evaluate((chosen) => {
		document.documentElement.dataset['theme'] = chosen;
	}, theme);

/** One for each page: ending it would also end what the walk asked of the network. */
const devtools = new WeakMap<Page, CDPSession>();

/** The size of letters that a person asks of the browser, in pixels; 16 unless told. */
async function setTextSize(page: Page, standard: number): Promise<void> {
	const session = devtools.get(page) ?? (await page.context().newCDPSession(page));
	devtools.set(page, session);
	await session.send('Page.setFontSizes', { fontSizes: { standard } });
}
