// What a server procedure works with: the database, the clock, randomness and the settings of this deployment.
import type { RandomBytes } from '$lib/core/ids';
import { instant, type Instant } from '$lib/core/time';
import { connect, type Database } from './db/connection';
import { loadServerKey, type ServerKey } from './keys';

export type ServerContext = {
	readonly db: Database;
	readonly now: () => Instant;
	readonly random: RandomBytes;
	readonly env: {
		/** Origin that receipts' QR codes point to, without a slash at the end. */
		readonly publicOrigin: string;
		readonly demo: boolean;
		/** Signs heads and the office's own operations. */
		readonly serverKey: ServerKey;
	};
};

export type ServerSettings = {
	readonly LIBSQL_URL: string;
	readonly LIBSQL_TOKEN?: string;
	readonly SERVER_KEY: string;
	readonly PUBLIC_ORIGIN: string;
	readonly DEMO: string;
};

/** Builds the context of one request from the platform's settings; throws when they are missing or unreadable. */
export async function contextOf(
	settings: ServerSettings | undefined,
	fetcher: typeof fetch = (input, init) => fetch(input, init)
): Promise<ServerContext> {
	if (!settings) throw new Error('this deployment has no settings: LIBSQL_URL, SERVER_KEY, PUBLIC_ORIGIN, DEMO');
	return {
		db: connect(settings, fetcher),
		now: () => instant(Date.now()),
		random: (length) => crypto.getRandomValues(new Uint8Array(length)),
		env: {
			publicOrigin: settings.PUBLIC_ORIGIN.replace(/\/+$/, ''),
			demo: settings.DEMO === '1',
			serverKey: await loadServerKey(settings.SERVER_KEY)
		}
	};
}
