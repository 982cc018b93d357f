// The ports of a real service worker: its IndexedDB, its network and the one thing that it may do with a key, opening.
import { browserLocks } from '../local/device-lock';
import type { DepositPorts } from './deposit';

/** What a deposit takes from the browser it runs in. */
export function browserDepositPorts(): DepositPorts {
	return {
		indexedDB,
		locks: browserLocks(),
		fetch: (path, init) => fetch(path, init),
		deadline: (milliseconds) => AbortSignal.timeout(milliseconds),
		crypto: {
			open: async (key, iv, additionalData, sealed) => {
				if (!(key instanceof CryptoKey)) throw new TypeError('not a key of this browser');
				return new Uint8Array(await crypto.subtle.decrypt({ name: 'AES-GCM', iv, additionalData }, key, sealed));
			}
		}
	};
}
