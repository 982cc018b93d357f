// The browser says that there is a network: an open page is woken to send by itself; with none, what is saved is deposited from here.
import { deposit } from '../lib/client/sync/deposit';
import { browserDepositPorts } from '../lib/client/sync/deposit-ports';
import { OUTBOX_PERIODIC_TAG, OUTBOX_TAG, WAKE_MESSAGE } from '../lib/client/sync/deposit-signal';

declare const self: ServiceWorkerGlobalScope;

/** Background Sync is no standard yet: what TypeScript does not know of it. */
type SyncEvent = ExtendableEvent & { readonly tag: string };
declare global {
	interface ServiceWorkerGlobalScopeEventMap {
		sync: SyncEvent;
		periodicsync: SyncEvent;
	}
}

/** A page that does not answer so soon is frozen in the background, and sends nothing. */
const ANSWER_MS = 2_000;

/** Listens for the browser's two kinds of wake-up. */
export function listenForSync(): void {
	self.addEventListener('sync', (event) => {
		if (event.tag === OUTBOX_TAG) event.waitUntil(sendInBackground());
	});
	self.addEventListener('periodicsync', (event) => {
		if (event.tag === OUTBOX_PERIODIC_TAG) event.waitUntil(sendInBackground());
	});
}

async function sendInBackground(): Promise<void> {
	if (await wakePage()) return;
	const result = await deposit(browserDepositPorts());
	// A failure is how the browser is asked to try once more later.
	if (result === 'again') throw new Error('not everything was sent');
}

/** Whether an open page took it over. */
async function wakePage(): Promise<boolean> {
	const pages = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
	const answers = await Promise.all(pages.map(ask));
	return answers.includes(true);
}

function ask(page: Client): Promise<boolean> {
	return new Promise((resolve) => {
		const { port1, port2 } = new MessageChannel();
		port1.onmessage = () => resolve(true);
		setTimeout(() => resolve(false), ANSWER_MS);
		page.postMessage(WAKE_MESSAGE, [port2]);
	});
}
