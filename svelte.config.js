// SvelteKit for Cloudflare: absolute paths so that the offline shell works at any depth, and a strict content policy.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import adapter from '@sveltejs/adapter-cloudflare';
import { vitePreprocess } from '@sveltejs/vite-plugin-svelte';
import { plainIcons } from './scripts/plain-icons.mjs';

/**
 * The adapter's `emulate` leaks a workerd into each of the processes of `vite build`; only the development server needs it
 * (scripts/dev.mjs sets the variable).
 */
function cloudflare() {
	const built = adapter({
		config: 'scripts/adapter.toml',
		platformProxy: { configPath: 'wrangler.toml', envFiles: [process.env.TOURNEE_DEV ?? ''] }
	});
	if (!process.env.TOURNEE_DEV) delete built.emulate;
	return built;
}

/** The one script that stands in pages as it is: the content policy allows it by its digest. */
const earlyTouches = createHash('sha256')
	.update(readFileSync(new URL('src/early-touches.js', import.meta.url)))
	.digest('base64');

/** @type {import('@sveltejs/kit').Config} */
export default {
	preprocess: [plainIcons(), vitePreprocess()],
	kit: {
		adapter: cloudflare(),
		paths: { relative: false },
		serviceWorker: { register: false },
		// The fingerprint of the sources: the same sources make the same build.
		version: { name: process.env.TOURNEE_VERSION ?? 'development' },
		csp: {
			mode: 'hash',
			directives: {
				'default-src': ['none'],
				'script-src': ['self', `sha256-${earlyTouches}`],
				'style-src': ['self'],
				// The one style attribute that is not ours: it hides the text that SvelteKit's router speaks to screen readers.
				'style-src-attr': ['unsafe-hashes', 'sha256-S8qMpvofolR8Mpjy4kQvEm7m1q8clzU4dfDH0AmvZjo='],
				'img-src': ['self', 'data:', 'blob:'],
				'font-src': ['self'],
				'connect-src': ['self'],
				'manifest-src': ['self'],
				'worker-src': ['self'],
				'form-action': ['self'],
				'base-uri': ['none'],
				'frame-ancestors': ['none']
			}
		},
		typescript: {
			config: (config) => ({
				...config,
				include: [
					...config.include,
					'../tests/**/*.ts',
					'../vitest.config.ts',
					'../scripts/**/*.mjs',
					'../scripts/**/*.ts'
				],
				exclude: [...(config.exclude ?? []), '../src/lib/core/globals.d.ts', '../src/service-worker/**']
			})
		}
	}
};
