// How the phone's storage stands, and a reserve that makes way for a payment when there is no room left.
import { dropCaches } from './room';

/** What the browser says of our storage; null where it does not say. */
export type Room = {
	/** True when the browser promised not to clear it by itself. */
	readonly isKept: boolean | null;
	readonly freeBytes: number | null;
	readonly usedBytes: number | null;
	/** Whether the reserve is there that makes way for a payment. */
	readonly hasReserve: boolean | null;
};

/** In a cache and not in the database: what is deleted there is free at once. */
const RESERVE_CACHE = 'tournee-reserve';
const RESERVE_ADDRESS = '/reserve';
/** Some five hundred operations. */
const RESERVE_BYTES = 2_000_000;
/** The browser gives at most so many random bytes at once. */
const MOST_RANDOM_BYTES = 65_536;

/** Reads how the phone's storage stands. */
export async function readRoom(): Promise<Room> {
	const storage = typeof navigator === 'undefined' ? undefined : navigator.storage;
	const [isKept, estimate] = await Promise.all([storage?.persisted?.() ?? null, storage?.estimate?.() ?? null]);
	const { quota, usage } = estimate ?? {};
	return {
		isKept,
		freeBytes: quota === undefined ? null : Math.max(0, quota - (usage ?? 0)),
		usedBytes: usage ?? null,
		hasReserve: hasCaches() ? await caches.has(RESERVE_CACHE) : null
	};
}

/** Asks the browser to keep the storage; it may ask the person, or refuse without a word. */
export async function askToKeep(): Promise<boolean> {
	if (typeof navigator === 'undefined' || !navigator.storage?.persist) return false;
	return navigator.storage.persist();
}

/** Puts the reserve in its place while there is room; false when there is none. */
export async function keepReserve(): Promise<boolean> {
	if (!hasCaches()) return false;
	if (await caches.has(RESERVE_CACHE)) return true;
	try {
		const cache = await caches.open(RESERVE_CACHE);
		// Chance does not compress: some browsers count what is really written.
		await cache.put(RESERVE_ADDRESS, new Response(noise(RESERVE_BYTES)));
		return true;
	} catch {
		await caches.delete(RESERVE_CACHE);
		return false;
	}
}

/**
 * Frees some room and says whether it did: first the reserve, which costs nothing, then files that a network brings back. Never an
 * operation, never the screens of the first list.
 */
export async function makeRoom(): Promise<boolean> {
	return (hasCaches() && (await caches.delete(RESERVE_CACHE))) || dropCaches();
}

const hasCaches = (): boolean => typeof caches !== 'undefined';

function noise(length: number): Uint8Array<ArrayBuffer> {
	const bytes = new Uint8Array(length);
	for (let at = 0; at < length; at += MOST_RANDOM_BYTES)
		crypto.getRandomValues(bytes.subarray(at, at + MOST_RANDOM_BYTES));
	return bytes;
}
