// Starts the product once for all browser tests, with a fresh demo company, and stops it at the end.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FullConfig } from '@playwright/test';
import { freePort } from '../../scripts/processes.mjs';
import { startProduct } from '../../scripts/product.mjs';
import { startSlowLine } from './slow-line';

/**
 * Tests read the logins with `JSON.parse(process.env.TOURNEE_E2E_ACCOUNTS)`, the database's address from TOURNEE_E2E_DATABASE.
 * With TOURNEE_E2E_SLOW, a seed, a slow line stands before it.
 */
export default async function start(config: FullConfig): Promise<() => Promise<void>> {
	const port = Number(new URL(config.projects[0]?.use.baseURL ?? '').port);
	const folder = mkdtempSync(join(tmpdir(), 'tournee-e2e-'));
	const seed = process.env.TOURNEE_E2E_SLOW;
	const behind = seed === undefined ? port : await freePort();
	const product = await startProduct({ folder, port: behind, publicOrigin: `http://localhost:${port}` });
	const hangUp = seed === undefined ? undefined : await startSlowLine(port, behind, seed);
	process.env.TOURNEE_E2E_ACCOUNTS = JSON.stringify(product.accounts);
	process.env.TOURNEE_E2E_DATABASE = product.libsqlUrl;
	return async () => {
		await hangUp?.();
		await product.stop();
		rmSync(folder, { recursive: true, force: true });
	};
}
