// Gives the server tests a real sqld with the migrations applied; each file makes organisations of its own in it.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { migrate } from '../../scripts/migrate.mjs';
import { startSqld } from '../../scripts/sqld.mjs';

declare module 'vitest' {
	interface ProvidedContext {
		/** Address of the test database, read with `inject('libsqlUrl')`. */
		libsqlUrl: string;
	}
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
	const { url, stop } = await startDatabase();
	project.provide('libsqlUrl', url);
	return stop;
}

/** A migrated database; a test that goes through a whole one starts its own. */
export async function startDatabase(): Promise<{ readonly url: string; readonly stop: () => Promise<void> }> {
	const folder = mkdtempSync(join(tmpdir(), 'tournee-sqld-'));
	const sqld = await startSqld({ folder });
	const stop = async (): Promise<void> => {
		await sqld.child.stop();
		rmSync(folder, { recursive: true, force: true });
	};
	try {
		await migrate(sqld.url);
	} catch (error) {
		await stop();
		throw error;
	}
	return { url: sqld.url, stop };
}
