// The edge entry: the built SvelteKit worker, and the place where scheduled work and live connections join it.
import built from 'tournee:built-worker';
import { contextOf } from './lib/server/context';
import { erasePlaces } from './lib/server/erase-places';
import { withSecurityHeaders } from './lib/server/http/headers';
import { atPublicOrigin } from './lib/server/http/public-origin';

type Env = App.Platform['env'];

export default {
	/** Answers one request; even what SvelteKit answers outside of its hooks (a missing file, a redirect) gets the security headers. */
	async fetch(request: Request, env: Env, ctx: ExecutionContext): Promise<Response> {
		return withSecurityHeaders(forgettable(await built.fetch(atPublicOrigin(request, env.PUBLIC_ORIGIN), env, ctx)));
	},

	/** Every night, as `crons` in wrangler.toml says; what it did is in the audit, and what failed is done the next night. */
	async scheduled(_event: ScheduledController, env: Env): Promise<void> {
		await erasePlaces(await contextOf(env));
	}
};

/** A missing file under `_app/immutable` would be remembered as missing for a year, even once a later version has it. */
function forgettable(response: Response): Response {
	if (response.status < 400 || !response.headers.get('cache-control')?.includes('immutable')) return response;
	const forgotten = new Response(response.body, response);
	forgotten.headers.delete('cache-control');
	return forgotten;
}
