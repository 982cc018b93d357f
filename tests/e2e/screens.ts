// Looks at a screen: accessibility, width, size of what is tapped.
import { expect, type Page } from '@playwright/test';
import { violations } from '../access/axe';

/** No violation of WCAG 2.2 AA that axe can see, and nothing wider than the screen. */
export async function expectAccessible(page: Page, name: string): Promise<void> {
	await expect(page.getByRole('heading', { level: 1 }).first(), name).toBeVisible();
	expect(await violations(page, { enhanced: false }), name).toEqual([]);
	expect(await overflow(page), `${name} is wider than the screen`).toBe(0);
}

/** Pixels by which the page is wider than its window. */
export async function overflow(page: Page): Promise<number> {
	return page.evaluate(() => Math.max(0, document.documentElement.scrollWidth - window.innerWidth));
}

/** What a thumb must hit and that is smaller than `least` pixels in height, as text. */
export async function smallTargets(page: Page, least: number): Promise<readonly string[]> {
	return page.evaluate((limit) => {
		const targets = document.querySelectorAll<HTMLElement>('main a, main button, main summary, nav a, nav button');
		return [...targets]
			.filter((target) => target.checkVisibility() && target.getBoundingClientRect().height < limit - 0.5)
			.map((target) => `${target.innerText.trim()} ${target.getBoundingClientRect().height}`);
	}, least);
}
