// Looks at a screen: accessibility, width, size of what is tapped.
import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

/** No violation of WCAG 2.2 AA that axe can see, and nothing wider than the screen. */
export async function expectAccessible(page: Page, name: string): Promise<void> {
	await expect(page.getByRole('heading', { level: 1 }).first(), name).toBeVisible();
	const found = await new AxeBuilder({ page })
		.withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
		.analyze();
	const problems = found.violations.map((each) => `${each.id}: ${each.nodes.map((node) => node.html).join(' ')}`);
	expect(problems, name).toEqual([]);
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
