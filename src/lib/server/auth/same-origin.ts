// Refuses requests that another site makes with this browser's cookies.

const SAFE_METHODS: readonly string[] = ['GET', 'HEAD', 'OPTIONS'];

/**
 * Says whether a request may change something: made by our own pages, or by a program that carries no cookie.
 * `Sec-Fetch-Site` cannot be forged by a page; older browsers and plain http send `Origin` alone.
 */
export function isSameOrigin(request: Request, origins: readonly string[]): boolean {
	if (SAFE_METHODS.includes(request.method)) return true;
	const site = request.headers.get('sec-fetch-site');
	if (site !== null) return site === 'same-origin';
	const origin = request.headers.get('origin');
	if (origin !== null) return origins.includes(origin);
	return !request.headers.has('cookie');
}
