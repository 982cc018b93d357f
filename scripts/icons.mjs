// Draws the PNG icons of the installed app from the SVG ones; run by hand when a drawing changes.
import { chromium } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromiumFlags, requireChromium } from './browser.mjs';
import { prepareRuntime, root } from './runtime.mjs';

await prepareRuntime();
const browser = await chromium.launch({ executablePath: await requireChromium(), args: chromiumFlags });
for (const name of ['icon', 'maskable']) {
	const svg = readFileSync(join(root, 'static/icons', `${name}.svg`), 'utf8');
	for (const size of [192, 512]) {
		const page = await browser.newPage({ viewport: { width: size, height: size } });
		await page.setContent(`<style>body{margin:0}svg{display:block;width:100vw;height:100vh}</style>${svg}`);
		await page.screenshot({ path: join(root, 'static/icons', `${name}-${size}.png`), omitBackground: true });
		await page.close();
	}
}
await browser.close();
