// Two kinds of tests run here: pure units, and the server against a real sqld; browsers are Playwright's.
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const alias = { $lib: fileURLToPath(new URL('./src/lib', import.meta.url)) };

export default defineConfig({
	test: {
		projects: [
			{
				resolve: { alias },
				test: {
					name: 'unit',
					include: ['tests/unit/**/*.test.ts', 'tests/wire/**/*.test.ts', 'tests/architecture.test.ts'],
					pool: 'threads'
				}
			},
			{
				resolve: { alias },
				test: {
					name: 'server',
					include: ['tests/server/**/*.test.ts'],
					globalSetup: ['tests/server/sqld.ts'],
					testTimeout: 60_000,
					hookTimeout: 60_000,
					fileParallelism: false
				}
			}
		],
		coverage: { provider: 'v8', include: ['src/lib/core/**/*.ts'], reporter: ['text-summary', 'json-summary'] }
	}
});
