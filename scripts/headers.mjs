// After the build: writes the headers of the static files, so that they carry the same security headers and policy as pages.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { securityHeaders } from '../src/lib/server/http/headers.ts';
import svelteConfig from '../svelte.config.js';

/**
 * Writes `_headers` beside the static files. A prerendered page's policy names its inline scripts by their hash: the header and
 * the page's own <meta> must agree, because a browser obeys both.
 * @param {string} folder the built static files
 */
export function writeHeaders(folder) {
	const pages = htmlFiles(folder).map((file) => {
		const policy = contentPolicy(inlineScriptHashes(readFileSync(file, 'utf8')));
		const address =
			'/' +
			relative(folder, file)
				.split(sep)
				.join('/')
				.replace(/\.html$/, '')
				.replace(/(^|\/)index$/, '$1');
		// Rules add up, and two policies would intersect: the general one is taken away first.
		return [
			address,
			'! Content-Security-Policy',
			`Content-Security-Policy: ${policy}`,
			'! Cache-Control',
			'Cache-Control: no-cache'
		];
	});
	const rules = [
		[
			'/*',
			...securityHeaders.map(([name, value]) => `${name}: ${value}`),
			`Content-Security-Policy: ${contentPolicy([])}`
		],
		['/_app/*', 'X-Robots-Tag: noindex', '! Cache-Control', 'Cache-Control: no-cache'],
		['/_app/immutable/*', '! Cache-Control', 'Cache-Control: public, immutable, max-age=31536000'],
		['/service-worker.js', '! Cache-Control', 'Cache-Control: no-cache'],
		...pages
	];
	writeFileSync(join(folder, '_headers'), rules.map((lines) => lines.join('\n  ')).join('\n') + '\n');
}

/**
 * The policy of svelte.config.js as a header, with the hashes of inline scripts.
 * @param {readonly string[]} scriptHashes
 */
export function contentPolicy(scriptHashes) {
	return Object.entries(svelteConfig.kit?.csp?.directives ?? {})
		.map(([directive, sources]) => {
			const all = directive === 'script-src' ? [...sources, ...scriptHashes] : sources;
			return [directive, ...all.map(quoted)].join(' ');
		})
		.join('; ');
}

/** @param {string} source */
const quoted = (source) => (/^(self|none|unsafe-hashes|sha256-.+)$/.test(source) ? `'${source}'` : source);

/** @param {string} html */
function inlineScriptHashes(html) {
	const scripts = [...html.matchAll(/<script(?![^>]*\ssrc=)[^>]*>([\s\S]*?)<\/script>/g)];
	return scripts.map(([, code = '']) => `sha256-${createHash('sha256').update(code).digest('base64')}`);
}

/** @param {string} folder @returns {string[]} */
function htmlFiles(folder) {
	const entries = readdirSync(folder, { recursive: true, encoding: 'utf8' });
	return entries.filter((name) => name.endsWith('.html')).map((name) => join(folder, name));
}
