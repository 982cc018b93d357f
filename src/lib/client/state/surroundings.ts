// What happens around an open page: the network comes and goes, the person looks again, the service worker wants it to send.
import { WAKE_MESSAGE } from '../sync/deposit-signal';

export type Surroundings = {
	/** What the browser believes of the network; told at once and at each change. */
	readonly network: (online: boolean) => void;
	/** The page is looked at again. */
	readonly visible: () => void;
	/** The service worker was told that there is a network. */
	readonly woken: () => void;
};

/** Listens until the answer is called. */
export function watchSurroundings(on: Surroundings): () => void {
	const changed = (): void => on.network(navigator.onLine);
	const looked = (): void => {
		if (document.visibilityState === 'visible') on.visible();
	};
	const asked = ({ data, ports }: MessageEvent): void => {
		if (data !== WAKE_MESSAGE) return;
		// Answering says that this page lives: the worker then leaves the sending to it.
		ports[0]?.postMessage(null);
		on.woken();
	};
	const worker = 'serviceWorker' in navigator ? navigator.serviceWorker : null;
	changed();
	addEventListener('online', changed);
	addEventListener('offline', changed);
	document.addEventListener('visibilitychange', looked);
	worker?.addEventListener('message', asked);
	return () => {
		removeEventListener('online', changed);
		removeEventListener('offline', changed);
		document.removeEventListener('visibilitychange', looked);
		worker?.removeEventListener('message', asked);
	};
}
