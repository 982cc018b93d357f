// Asks the browser to wake the service worker when there is a network again, also when no page is open any more.
import { OUTBOX_PERIODIC_TAG, OUTBOX_TAG } from './deposit-signal';

/** Background Sync is no standard yet: what TypeScript does not know of it. */
declare global {
	interface ServiceWorkerRegistration {
		readonly sync?: { readonly register: (tag: string) => Promise<void> };
		readonly periodicSync?: {
			readonly register: (tag: string, options: { readonly minInterval: number }) => Promise<void>;
		};
	}
}

/** The browser decides how often, from how much the app is used; more often than this is never needed. */
const PERIOD_MS = 3_600_000;

/**
 * Registers the wish to be woken; true when the browser took it. Without it nothing is lost: the phone sends when it is opened.
 * Each wish is granted once, so it is said again while something is unsent.
 */
export async function askToBeWoken(): Promise<boolean> {
	if (typeof navigator === 'undefined' || !('serviceWorker' in navigator)) return false;
	const registration = await navigator.serviceWorker.getRegistration();
	if (!registration) return false;
	const { sync, periodicSync } = registration;
	// The browser may refuse each by the user's settings.
	const [once] = await Promise.allSettled([
		sync ? sync.register(OUTBOX_TAG) : Promise.reject(new Error('no Background Sync')),
		periodicSync?.register(OUTBOX_PERIODIC_TAG, { minInterval: PERIOD_MS }) ?? Promise.resolve()
	]);
	return once.status === 'fulfilled';
}
