// Lint rules: types are used, never asserted; functions and files stay short; what TypeScript checks is not checked twice.
import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import typescript from 'typescript-eslint';
import svelteConfig from './svelte.config.js';

const length = {
	'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
	'max-lines': ['error', { max: 400, skipBlankLines: false, skipComments: false }]
};

const typed = {
	'@typescript-eslint/no-explicit-any': 'error',
	'@typescript-eslint/no-non-null-assertion': 'error',
	'@typescript-eslint/consistent-type-assertions': ['error', { assertionStyle: 'never' }],
	'@typescript-eslint/consistent-type-imports': [
		'error',
		{ fixStyle: 'inline-type-imports', disallowTypeAnnotations: false }
	],
	'@typescript-eslint/consistent-type-definitions': 'off',
	'@typescript-eslint/explicit-module-boundary-types': 'error',
	'@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
	'@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
	'@typescript-eslint/no-unused-vars': [
		'error',
		{ argsIgnorePattern: '^_', varsIgnorePattern: '^_', caughtErrors: 'none' }
	],
	'@typescript-eslint/no-confusing-void-expression': 'off',
	// What comes from a database or a browser is not always what its type says.
	'@typescript-eslint/no-unnecessary-type-conversion': 'off',
	// `{}` of a generic and `interface` of a library's own types are theirs to choose.
	'@typescript-eslint/no-empty-object-type': 'off',
	'@typescript-eslint/array-type': 'off',
	'@typescript-eslint/no-unnecessary-type-parameters': 'off',
	'@typescript-eslint/only-throw-error': 'off',
	'@typescript-eslint/require-await': 'off',
	'@typescript-eslint/prefer-nullish-coalescing': 'off',
	'no-restricted-exports': ['error', { restrictDefaultExports: { direct: false } }],
	eqeqeq: 'error',
	'no-console': 'error'
};

/** Rules about `any`, where the types of others are beyond reach. */
const unsafe = ['argument', 'assignment', 'call', 'member-access', 'return'].map(
	(what) => `@typescript-eslint/no-unsafe-${what}`
);

export default typescript.config(
	{
		ignores: [
			'.svelte-kit/',
			'.tournee/',
			'.wrangler/',
			'build/',
			'coverage/',
			'test-results/',
			'playwright-report/',
			'node_modules/',
			'src/lib/i18n/paraglide/',
			'static/'
		]
	},
	js.configs.recommended,
	{ rules: length, linterOptions: { reportUnusedDisableDirectives: 'error' } },
	{
		files: ['**/*.ts', '**/*.svelte'],
		extends: [...typescript.configs.strictTypeChecked],
		languageOptions: {
			globals: { ...globals.browser },
			parserOptions: { projectService: true, extraFileExtensions: ['.svelte'], svelteConfig }
		},
		rules: { ...typed, 'no-undef': 'off' }
	},
	...svelte.configs.recommended,
	{
		files: ['**/*.svelte', '**/*.svelte.ts'],
		languageOptions: { parserOptions: { parser: typescript.parser } }
	},
	{
		// `$state`, `$props` and their markup are the compiler's; the page's own addresses are plain strings here.
		files: ['**/*.svelte', '**/*.svelte.ts'],
		rules: {
			'prefer-const': 'off',
			'svelte/prefer-const': 'error',
			'svelte/no-navigation-without-resolve': 'off',
			// Rune classes replace their collections whole, with $state.raw.
			'svelte/prefer-svelte-reactivity': 'off',
			...Object.fromEntries(unsafe.map((rule) => [rule, 'off']))
		}
	},
	{
		// Brands and their constructors: the one place where a checked value gets its name.
		files: ['time', 'civil-days', 'ids', 'money'].map((name) => `src/lib/core/${name}.ts`),
		rules: { '@typescript-eslint/consistent-type-assertions': ['error', { assertionStyle: 'as' }] }
	},
	{
		// A phone's browser may lack what the types promise.
		files: ['src/lib/client/**/*.ts', 'src/lib/ui/**/*.{ts,svelte}', 'src/routes/**/*.svelte'],
		rules: { '@typescript-eslint/no-unnecessary-condition': 'off' }
	},
	{
		// A schema is its own type.
		files: ['src/lib/core/operation.ts', 'src/lib/core/wire.ts'],
		rules: { '@typescript-eslint/explicit-module-boundary-types': 'off' }
	},
	{
		// A story is as long as the day it tells.
		files: ['tests/**/*.ts', 'scripts/**/*.ts'],
		rules: {
			'max-lines-per-function': 'off',
			// Matchers such as expect.any() are `any` by their own types.
			...Object.fromEntries(unsafe.map((rule) => [rule, 'off'])),
			'@typescript-eslint/no-base-to-string': 'off',
			'@typescript-eslint/explicit-module-boundary-types': 'off',
			'no-console': 'off'
		}
	},
	{
		files: ['src/*.js'],
		languageOptions: { globals: { ...globals.browser } }
	},
	{
		files: ['**/*.mjs', '*.config.js'],
		languageOptions: { globals: { ...globals.node } }
	}
);
