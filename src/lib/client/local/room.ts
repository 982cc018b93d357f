// Room on the phone: caches go before anything of a collector's is refused, and photos leave room for what matters more.

/** Files that are fetched again when there is a network; the first list, without which nothing starts, is never dropped. */
const EXPENDABLE_CACHE = 'tournee-later';
/** What a photo must leave free: thousands of payments. */
const RESERVE_BYTES = 10_000_000;

/** Says whether a photo of this size may be kept; drops caches first where it would be tight. */
export async function hasRoomFor(bytes: number): Promise<boolean> {
	if (await fits(bytes)) return true;
	return (await dropCaches()) && fits(bytes);
}

/** Gives back what can be fetched again; false when there was nothing. */
export async function dropCaches(): Promise<boolean> {
	if (typeof caches === 'undefined') return false;
	return caches.delete(EXPENDABLE_CACHE);
}

/** Dexie wraps the browser's error when the quota is found out at commit. */
export function isQuotaError(error: unknown): boolean {
	if (!(error instanceof Error)) return false;
	const inner = 'inner' in error ? error.inner : null;
	return error.name === 'QuotaExceededError' || (inner instanceof Error && inner.name === 'QuotaExceededError');
}

/** A browser that does not say how much room there is finds out while storing. */
async function fits(bytes: number): Promise<boolean> {
	if (typeof navigator === 'undefined' || !navigator.storage?.estimate) return true;
	const { quota, usage } = await navigator.storage.estimate();
	return quota === undefined || quota - (usage ?? 0) >= bytes + RESERVE_BYTES;
}
