// What SvelteKit carries with each request, and the bindings that the edge gives.
import type { SessionAnswer } from '$lib/core/wire';

export type SignedIn = SessionAnswer & { readonly sessionIdHash: string; readonly expiresMs: number };

declare global {
	namespace App {
		interface Locals {
			/** The collector's session, from the field cookie. */
			field: SignedIn | null;
			/** The office user's session, from the office cookie; both may live in one browser. */
			office: SignedIn | null;
		}
		interface Platform {
			env: {
				readonly LIBSQL_URL: string;
				readonly LIBSQL_TOKEN?: string;
				/** Private JWK (ECDSA P-256) with a `kid`, as JSON. */
				readonly SERVER_KEY: string;
				readonly PUBLIC_ORIGIN: string;
				readonly DEMO: string;
				readonly BLOBS: import('@cloudflare/workers-types').R2Bucket;
			};
			ctx: ExecutionContext;
		}
		interface Error {
			code?: string;
		}
	}
}

export {};
