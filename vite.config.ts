// The build: SvelteKit, Tailwind, and messages compiled from messages/ by paraglide.
import { paraglideVitePlugin } from '@inlang/paraglide-js';
import { sveltekit } from '@sveltejs/kit/vite';
import tailwindcss from '@tailwindcss/vite';
import { defineConfig } from 'vite';

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
		sveltekit()
	],
	build: { target: 'es2023' },
	worker: { format: 'es' }
});
