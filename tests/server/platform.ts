// What the edge gives in tests: a local bucket, and the settings that a handler of the server reads.
import { afterAll, beforeAll, inject } from 'vitest';
import { getPlatformProxy } from 'wrangler';
import { bucketStore, type BlobStore } from '../../src/lib/server/blobs/store';
import { keys } from './phone';

type Env = App.Platform['env'];
const platform: { proxy: Awaited<ReturnType<typeof getPlatformProxy<Env>>> | null } = { proxy: null };
beforeAll(async () => {
	platform.proxy = await getPlatformProxy<Env>({ persist: false, envFiles: [] });
});
afterAll(() => platform.proxy?.dispose());

const bindings = (): Env => {
	if (!platform.proxy) throw new Error('no bindings before the tests begin');
	return platform.proxy.env;
};

/** The local bucket. */
export const bucket = (): BlobStore => bucketStore(bindings().BLOBS);

/** Settings with a key of their own, which `name` tells from others in the same database. */
export async function environment(name: string): Promise<Env> {
	const pair = await keys();
	const { x, y, d } = await crypto.subtle.exportKey('jwk', pair.privateKey);
	return {
		...bindings(),
		LIBSQL_URL: inject('libsqlUrl'),
		SERVER_KEY: JSON.stringify({ kty: 'EC', crv: 'P-256', kid: name.slice(0, 40), x, y, d }),
		PUBLIC_ORIGIN: 'http://localhost',
		DEMO: '0'
	};
}
