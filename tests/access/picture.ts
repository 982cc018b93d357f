// Keeps the picture of a screen for the documents when asked to.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { withPalette } from './palette-png';

/** Folder of the pictures; none without TOURNEE_SCREENS, so that a run leaves the tree as it was. */
const FOLDER = process.env.TOURNEE_SCREENS ? (process.env.TOURNEE_SCREENS_FOLDER ?? join('docs', 'screens')) : null;

/** Keeps what is in the window as `<name>.png`. */
export async function keepPicture(page: Page, name: string): Promise<void> {
	if (!FOLDER) return;
	mkdirSync(FOLDER, { recursive: true });
	writeFileSync(join(FOLDER, `${name}.png`), withPalette(await page.screenshot({ animations: 'disabled' })));
}
