// The build: SvelteKit, Tailwind, and messages compiled from messages/ by paraglide.
import { paraglideVitePlugin } from '@inlang/paraglide-js';
import { sveltekit } from '@sveltejs/kit/vite';
import tailwindcss from '@tailwindcss/vite';
import { defineConfig } from 'vite';
import { chunkGroups, fetchedAhead, sharedEntries } from './scripts/chunk-groups.mjs';

export default defineConfig({
	plugins: [
		paraglideVitePlugin({
			project: './project.inlang',
			outdir: './src/lib/i18n/paraglide',
			strategy: ['cookie', 'preferredLanguage', 'baseLocale'],
			cookieName: 'tournee_language',
			isServer: 'import.meta.env.SSR'
		}),
		tailwindcss(),
		sveltekit(),
		sharedEntries()
	],
	// Dexie's own entry is the CommonJS build in a wrapper, which nothing can be shaken out of.
	resolve: { alias: [{ find: /^dexie$/, replacement: 'dexie/dist/modern/dexie.min.mjs' }] },
	build: {
		target: 'es2023',
		modulePreload: { polyfill: false, resolveDependencies: fetchedAhead },
		rolldownOptions: { output: { codeSplitting: chunkGroups() } }
	},
	worker: { format: 'es' }
});
