// Gives the worker tests the production build in workerd with a real database behind it, as `npm start` runs it, without the demo.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { startProduct } from '../../scripts/product.mjs';

declare module 'vitest' {
	interface ProvidedContext {
		/** Address of the product in workerd, read with `inject('origin')`. */
		origin: string;
	}
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
	const folder = mkdtempSync(join(tmpdir(), 'tournee-worker-'));
	const product = await startProduct({ folder, demo: false });
	project.provide('origin', product.origin);
	project.provide('libsqlUrl', product.libsqlUrl);
	return async () => {
		await product.stop();
		rmSync(folder, { recursive: true, force: true });
	};
}
