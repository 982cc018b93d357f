// Behind a tunnel or a proxy that ends TLS, requests arrive as http: they are read as what the person's browser asked for.

/**
 * The same request at the public origin, when the host is the public one and only the protocol differs.
 * Origin checks of forms and `Secure` cookies depend on it. Any other request stays as it is.
 */
export function atPublicOrigin(request: Request, publicOrigin: string): Request {
	if (publicOrigin === '') return request;
	const wanted = new URL(publicOrigin);
	const asked = new URL(request.url);
	if (asked.host !== wanted.host || asked.protocol === wanted.protocol) return request;
	asked.protocol = wanted.protocol;
	return new Request(asked, request);
}
