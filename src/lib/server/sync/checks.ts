// The checks of what a device signed: begun while the database is still being asked, where this isolate remembers the device's key.
import type { Authenticity, CheckPorts } from '$lib/core/chain';
import type { DeviceId } from '$lib/core/ids';
import type { PublicKey } from '$lib/core/wire';
import { authenticityOf, type Arrival } from './arrival';

/** The arrivals of one request, each checked once by a key, however often the request is judged. */
export type Checks = {
	/** Checks all of them by the key that is remembered for the device; does nothing where none is. */
	readonly ahead: (device: DeviceId) => Promise<void>;
	/** What an arrival is by the key in the device's row, and by no other. */
	readonly by: (key: PublicKey, arrival: Arrival) => Promise<Authenticity | 'malformed'>;
};

const KEYS_KEPT = 1_000;
/** Arrivals between two breaths: long enough to be cheap, short enough that an answer that has come is taken. */
const AT_ONCE = 128;

/**
 * Public keys by device, as this isolate read them last. A key never changes (a trigger sees to it) and decides nothing alone:
 * whose device it is, and whether it or its user was shut out, is read anew with every request.
 */
const keys = new Map<DeviceId, PublicKey>();

/** Remembers the key of a device that was read; of many devices the last ones. */
export function rememberKey({ id, publicKey }: { readonly id: DeviceId; readonly publicKey: PublicKey }): void {
	keys.delete(id);
	keys.set(id, publicKey);
	if (keys.size <= KEYS_KEPT) return;
	for (const oldest of keys.keys()) {
		keys.delete(oldest);
		return;
	}
}

/** The checks of the arrivals of one request. */
export function checksOf(arrivals: readonly Arrival[], ports: CheckPorts): Checks {
	const made = new Map<Arrival, { readonly key: PublicKey; readonly found: Awaited<ReturnType<Checks['by']>> }>();
	const by: Checks['by'] = async (key, arrival) => {
		const before = made.get(arrival);
		if (before && isSame(before.key, key)) return before.found;
		const found = await authenticityOf(arrival, key, ports);
		made.set(arrival, { key, found });
		return found;
	};
	const ahead: Checks['ahead'] = async (device) => {
		const key = keys.get(device);
		for (let at = 0; key && at < arrivals.length; at += AT_ONCE) {
			await breath();
			await Promise.all(arrivals.slice(at, at + AT_ONCE).map((arrival) => by(key, arrival)));
		}
	};
	return { by, ahead };
}

const isSame = (a: PublicKey, b: PublicKey): boolean => a.x === b.x && a.y === b.y;

/** Lets what was asked of the database leave, and what it answered come in. */
const breath = (): Promise<void> =>
	new Promise((resolve) => {
		setTimeout(resolve, 0);
	});
