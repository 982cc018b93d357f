// Asks axe what is wrong with the page that is open; its source is read once and put into each document once.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from '@playwright/test';
import * as v from 'valibot';

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
/** The library that the browser tests use, as its package brings it. */
const SOURCE = readFileSync(
	createRequire(createRequire(import.meta.url).resolve('@axe-core/playwright')).resolve('axe-core/axe.min.js'),
	'utf8'
);

const resultSchema = v.object({
	violations: v.array(v.object({ id: v.string(), nodes: v.array(v.object({ html: v.string() })) }))
});

/** Every violation of WCAG 2.2 AA and of good practice; `enhanced` also asks for a contrast of seven to one. */
export async function violations(page: Page, { enhanced }: { readonly enhanced: boolean }): Promise<readonly string[]> {
	if (!(await page.evaluate('"axe" in window'))) await page.evaluate(SOURCE);
	const options = {
		resultTypes: ['violations'],
		runOnly: { type: 'tag', values: TAGS },
		rules: { 'color-contrast-enhanced': { enabled: enhanced } }
	};
	await page.evaluate(() => {
		// What lies under a bar that stays in view is reached by scrolling: no fault of its contrast or its size.
		const sheet = new CSSStyleSheet();
		sheet.replaceSync('.action-bar, nav.fixed { position: static }');
		document.adoptedStyleSheets = [sheet];
	});
	const { violations: found } = v.parse(
		resultSchema,
		await page.evaluate(`axe.run(document, ${JSON.stringify(options)}).then(({ violations }) => ({ violations }))`)
	);
	await page.evaluate(() => {
		document.adoptedStyleSheets = [];
	});
	return found.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html.slice(0, 160)).join(' ')}`);
}
