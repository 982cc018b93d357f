// The edge entry: the built SvelteKit worker, and the place where scheduled work and live connections join it.
import built from 'tournee:built-worker';
import { withSecurityHeaders } from './lib/server/http/headers';
import { atPublicOrigin } from './lib/server/http/public-origin';

type Env = App.Platform['env'];

export default {
	/** Answers one request; even what SvelteKit answers outside of its hooks (a missing file, a redirect) gets the security headers. */
	async fetch(request: Request, env: Env, ctx: ExecutionContext): Promise<Response> {
		return withSecurityHeaders(await built.fetch(atPublicOrigin(request, env.PUBLIC_ORIGIN), env, ctx));
	}
};
