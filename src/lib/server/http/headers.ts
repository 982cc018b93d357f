// Security headers of every answer; pages bring SvelteKit's own content policy, everything else gets one that allows nothing.

type Header = readonly [name: string, value: string];

/** What every answer carries, whatever it is: pages, data, static files, workers. */
export const securityHeaders: readonly Header[] = [
	['x-content-type-options', 'nosniff'],
	['x-frame-options', 'DENY'],
	['referrer-policy', 'same-origin'],
	['cross-origin-opener-policy', 'same-origin'],
	['cross-origin-resource-policy', 'same-origin'],
	[
		'permissions-policy',
		'camera=(self), geolocation=(self), microphone=(), payment=(), usb=(), serial=(), midi=(), display-capture=(), browsing-topics=()'
	],
	// Browsers ignore it on plain http, so that it can be sent always.
	['strict-transport-security', 'max-age=63072000']
];

/** The policy of what is not a page: data is never run, framed, nor does it load anything. */
export const answerPolicy = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const answerHeaders: readonly Header[] = [
	['content-security-policy', answerPolicy],
	['cache-control', 'private, no-store']
];

/**
 * Adds the security headers to an answer, without replacing any that it brings (a page's own content policy).
 * Safe to call twice. An answer without `cache-control` becomes `private, no-store`: what the server computes is never cached by default.
 */
export function withSecurityHeaders(response: Response): Response {
	return withMissing(response, [...securityHeaders, ...answerHeaders]);
}

function withMissing(response: Response, wanted: readonly Header[]): Response {
	// A protocol switch has no body to wrap and no page to protect.
	if (response.status === 101) return response;
	const missing = wanted.filter(([name]) => !response.headers.has(name));
	if (missing.length === 0) return response;
	// Headers of a fetched answer are immutable: always build a new one.
	const secured = new Response(response.body, response);
	for (const [name, value] of missing) secured.headers.set(name, value);
	return secured;
}
