// One writer at a time per name across tabs: Web Locks, or a queue of this tab where a browser has none.
import type { LockPort } from '../ports';

/** Name under which acts of one user's phone run alone; he has one chain on it at a time. */
export const actLock = (user: string): string => `tournee-act-${user}`;
/** Name under which one sync pass of a device runs alone. */
export const syncLock = (device: string): string => `tournee-sync-${device}`;

/** Web Locks of the browser; without them, order holds within this tab and the head check in the transaction does the rest. */
export function browserLocks(): LockPort {
	if (typeof navigator === 'undefined' || !('locks' in navigator)) return queueLocks();
	return {
		hold: async (name, work) => await navigator.locks.request(name, work),
		tryHold: async (name, work) =>
			await navigator.locks.request(name, { ifAvailable: true }, async (lock) => (lock ? await work() : null))
	};
}

/** A queue per name inside this tab. */
export function queueLocks(): LockPort {
	const tails = new Map<string, Promise<unknown>>();
	const hold = async <T>(name: string, work: () => Promise<T>): Promise<T> => {
		const before = tails.get(name) ?? Promise.resolve();
		const mine = before.then(work, work);
		const settled = mine.catch(() => undefined);
		tails.set(name, settled);
		try {
			return await mine;
		} finally {
			if (tails.get(name) === settled) tails.delete(name);
		}
	};
	return { hold, tryHold: async (name, work) => (tails.has(name) ? null : await hold(name, work)) };
}
