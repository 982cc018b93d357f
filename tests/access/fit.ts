// Measures a page as it is drawn: what a thumb must hit, text that is cut, spills or lies on other text, live regions.
import type { Page } from '@playwright/test';

/** Pixels that rounding may take. */
const SLACK = 0.5;

/** Everything that can be pressed and is lower or narrower than `least` pixels; a link in running text may be. */
export function smallTargets(page: Page, least: number): Promise<readonly string[]> {
	return page.evaluate(
		([limit, slack]) => {
			const isInSentence = (target: HTMLElement): boolean => {
				const around = target.closest('p, li, dd, td');
				return (
					target.matches('a') &&
					getComputedStyle(target).display === 'inline' &&
					around !== null &&
					(around.textContent.trim() !== target.textContent.trim() || around.matches('p'))
				);
			};
			const isOfLabel = (target: HTMLElement): boolean =>
				target.matches('input') &&
				target.closest('label') !== null &&
				target.matches('[type="radio"], [type="checkbox"]');
			const pressable =
				'a[href], button, summary, select, textarea, input:not([type="hidden"]), label:has(input), [role="button"]';
			return [...document.querySelectorAll<HTMLElement>(pressable)]
				.filter((target) => target.checkVisibility() && target.closest('.sr-only, [inert]') === null)
				.filter((target) => !isOfLabel(target) && !isInSentence(target))
				.map((target) => ({ target, box: target.getBoundingClientRect() }))
				.filter(({ box }) => box.height < limit - slack || box.width < limit - slack)
				.map(({ target, box }) => {
					const name = (target.getAttribute('aria-label') ?? target.textContent).trim().replace(/\s+/g, ' ');
					return `${target.tagName.toLowerCase()} « ${name.slice(0, 60)} » ${Math.round(box.width)} × ${Math.round(box.height)}`;
				});
		},
		[least, SLACK] as const
	);
}

/** Text that leaves the window or the box it stands in, is cut off, or lies on other text; and a page wider than its window. */
export function textProblems(page: Page): Promise<readonly string[]> {
	return page.evaluate(() => {
		const found: string[] = [];
		const wider = document.documentElement.scrollWidth - innerWidth;
		if (wider > 0) found.push(`the page is ${wider} px wider than its window`);
		const inner = (rect: DOMRect, box: DOMRect): boolean =>
			rect.left >= box.left - 1.5 &&
			rect.right <= box.right + 1.5 &&
			rect.top >= box.top - 3 &&
			rect.bottom <= box.bottom + 3;
		/** A box that scrolls by itself shows the rest when it is scrolled. */
		const scrolls = (element: Element): boolean => /auto|scroll/.test(getComputedStyle(element).overflow);
		const layerOf = (element: Element): Element | null => {
			for (let at: Element | null = element; at; at = at.parentElement)
				if (at.matches('dialog') || /fixed|sticky|absolute/.test(getComputedStyle(at).position)) return at;
			return null;
		};
		const pieces: { text: string; node: Node; layer: Element | null; rect: DOMRect }[] = [];
		const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
		for (let node = walker.nextNode(); node; node = walker.nextNode()) {
			const parent = node.parentElement;
			const text = node.textContent?.trim() ?? '';
			if (
				!parent ||
				text === '' ||
				!parent.checkVisibility() ||
				parent.closest('.sr-only, #svelte-announcer, script, style, option, .rotate-180')
			)
				continue;
			if (parent.closest('[inert]') || (document.querySelector('dialog[open]') && !parent.closest('dialog'))) continue;
			const range = document.createRange();
			range.selectNodeContents(node);
			const box = parent.closest('.button, .tile, .card, .badge, dialog, table, nav');
			const layer = layerOf(parent);
			let scroller: Element | null = parent;
			while (scroller && !scrolls(scroller)) scroller = scroller.parentElement;
			const cutter = parent.closest('.overflow-hidden, .truncate');
			const say = text.slice(0, 50);
			for (const rect of range.getClientRects()) {
				if (rect.width === 0) continue;
				// Scrolled out of its box: not drawn.
				if (scroller && scroller !== document.documentElement && !inner(rect, scroller.getBoundingClientRect()))
					continue;
				if (!scroller && (rect.left < -1 || rect.right > innerWidth + 1)) found.push(`leaves the window: ${say}`);
				if (box && !scroller && !inner(rect, box.getBoundingClientRect())) found.push(`spills out of its box: ${say}`);
				if (cutter && !inner(rect, cutter.getBoundingClientRect())) found.push(`is cut off: ${say}`);
				pieces.push({ text: say, node, layer, rect });
			}
		}
		for (const [index, one] of pieces.entries())
			for (const other of pieces.slice(index + 1)) {
				if (one.node === other.node || one.layer !== other.layer) continue;
				const width = Math.min(one.rect.right, other.rect.right) - Math.max(one.rect.left, other.rect.left);
				const height = Math.min(one.rect.bottom, other.rect.bottom) - Math.max(one.rect.top, other.rect.top);
				if (width > 2 && height > 0.4 * Math.min(one.rect.height, other.rect.height))
					found.push(`lies on each other: ${one.text} | ${other.text}`);
			}
		return [...new Set(found)];
	});
}

/** The live regions of the page at rest; each app has one polite voice. */
export const liveRegions = (page: Page): Promise<readonly string[]> =>
	page
		.locator('[aria-live="polite"], [role="status"]')
		.evaluateAll((regions) => regions.map((region) => region.outerHTML.slice(0, 120)));

/** What has the focus, as `tag "text"`. */
export const focused = (page: Page): Promise<string> =>
	page.evaluate(() => {
		const element = document.activeElement;
		return element ? `${element.tagName.toLowerCase()} ${element.textContent.trim().slice(0, 60)}` : 'nothing';
	});
