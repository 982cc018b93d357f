// Registers the service worker, notices a new version, and lets it take over only when no form would be interrupted.
import { Workbox } from 'workbox-window';
import * as v from 'valibot';

/** What a screen shows about versions: nothing new, one that waits, or one that took over in another tab. */
export type UpdateState = 'current' | 'waiting' | 'replaced';

/** How many of the files that the phone must keep are there. */
export type FilesKept = { readonly present: number; readonly expected: number };

export type AppUpdate = {
	/** Tells the present state at once and each change; returns how to stop. */
	readonly subscribe: (listener: (state: UpdateState) => void) => () => void;
	/** Lets the waiting version take over and reloads the page, unless a draft is open. Returns whether it did. */
	readonly apply: (draftIsOpen: () => Promise<boolean>) => Promise<boolean>;
	/** Asks the server for a new version now. */
	readonly check: () => Promise<void>;
};

const workerAddress = '/service-worker.js';
const filesKeptSchema = v.object({ present: v.number(), expected: v.number() });

/**
 * Registers the service worker once per page. `null` where there is none: no secure context, an old browser, or development.
 * The first installation keeps the files that a screen needs; the rest follows when the phone is idle. A page out of sight goes on
 * with a version that another tab let in, unless `formIsOpen`.
 */
export function registerServiceWorker(enabled: boolean, formIsOpen: () => boolean): AppUpdate | null {
	if (!enabled || !('serviceWorker' in navigator)) return null;
	const workbox = new Workbox(workerAddress, { scope: '/' });
	const listeners = new Set<(state: UpdateState) => void>();
	let state: UpdateState = 'current';
	let applying = false;
	const become = (next: UpdateState): void => {
		state = next;
		for (const listener of listeners) listener(next);
	};
	workbox.addEventListener('waiting', () => become('waiting'));
	workbox.addEventListener('controlling', (event) => {
		// `isUpdate` is false when the very first worker takes this page: nothing changes for it.
		if (!event.isUpdate && !applying) return;
		if (applying || (document.visibilityState === 'hidden' && !formIsOpen())) location.reload();
		else become('replaced');
	});
	void workbox.register().then(fetchLaterWhenIdle);
	return {
		subscribe(listener) {
			listeners.add(listener);
			listener(state);
			return () => listeners.delete(listener);
		},
		async apply(draftIsOpen) {
			if (state === 'current' || (await draftIsOpen())) return false;
			applying = true;
			if (state === 'replaced') location.reload();
			else (await navigator.serviceWorker.getRegistration())?.waiting?.postMessage('skip-waiting');
			return true;
		},
		async check() {
			await workbox.update();
		}
	};
}

/** What the phone has of the files it needs offline; `null` when no service worker runs. */
export async function filesKept(): Promise<FilesKept | null> {
	const worker = (await readyRegistration())?.active;
	return worker ? ask(worker, 'files-kept') : null;
}

/** Fetches the second list now (before a round) and tells what the phone has. */
export async function fetchFilesNow(): Promise<FilesKept | null> {
	const worker = (await readyRegistration())?.active;
	return worker ? ask(worker, 'fetch-later') : null;
}

async function readyRegistration(): Promise<ServiceWorkerRegistration | null> {
	if (!('serviceWorker' in navigator)) return null;
	// `ready` never settles where nothing was registered.
	if (!(await navigator.serviceWorker.getRegistration())) return null;
	return navigator.serviceWorker.ready;
}

function fetchLaterWhenIdle(): void {
	const fetchFiles = (): void => void fetchFilesNow();
	// Safari has no requestIdleCallback.
	if ('requestIdleCallback' in window) window.requestIdleCallback(fetchFiles);
	else setTimeout(fetchFiles, 2000);
}

function ask(worker: ServiceWorker, question: 'files-kept' | 'fetch-later'): Promise<FilesKept | null> {
	return new Promise((resolve) => {
		const channel = new MessageChannel();
		channel.port1.onmessage = (event) => {
			const parsed = v.safeParse(filesKeptSchema, event.data);
			resolve(parsed.success ? parsed.output : null);
			channel.port1.close();
		};
		worker.postMessage(question, [channel.port2]);
	});
}
