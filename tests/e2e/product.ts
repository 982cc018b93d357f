// Starts the product once for all browser tests, with a fresh demo company, and stops it at the end.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FullConfig } from '@playwright/test';
import { startProduct } from '../../scripts/product.mjs';

/** Tests read the logins with `JSON.parse(process.env.TOURNEE_E2E_ACCOUNTS)`, the database's address from TOURNEE_E2E_DATABASE. */
export default async function start(config: FullConfig): Promise<() => Promise<void>> {
	const port = Number(new URL(config.projects[0]?.use.baseURL ?? '').port);
	const folder = mkdtempSync(join(tmpdir(), 'tournee-e2e-'));
	const product = await startProduct({ folder, port });
	process.env.TOURNEE_E2E_ACCOUNTS = JSON.stringify(product.accounts);
	process.env.TOURNEE_E2E_DATABASE = product.libsqlUrl;
	return async () => {
		await product.stop();
		rmSync(folder, { recursive: true, force: true });
	};
}
