// Opens a database to read all of it: no time limit, and answers as they are, because sqld compresses slowly.
import { createClient, type Client } from '@libsql/client/http';

export type Address = { readonly url: string; readonly token?: string | null | undefined };

/** A client over HTTP; it holds no connection. */
export const open = ({ url, token }: Address): Client =>
	createClient({ url, ...(token ? { authToken: token } : {}), fetch: fetchPlain });

function fetchPlain(request: Request): Promise<Response> {
	const headers = new Headers(request.headers);
	headers.set('accept-encoding', 'identity');
	return fetch(new Request(request, { headers }));
}
