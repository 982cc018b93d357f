// The service worker: keeps the collector's screens on the phone and answers their addresses without a network; no business rules.
import { cleanupOutdatedCaches, createHandlerBoundToURL, matchPrecache, precacheAndRoute } from 'workbox-precaching';
import { NavigationRoute, registerRoute } from 'workbox-routing';
import { listenForSync } from './background-sync';
import { answerLater, countLater, fetchLater, forgetOldLater } from './later-files';
import { precacheLists } from './precache-lists';

declare const self: ServiceWorkerGlobalScope;

const shell = '/shell';
const lists = precacheLists();
const later = new Set(lists.later);
const isScreen = new RegExp(`^/(?:${lists.screens.join('|')})(?:/|$)`);

if (lists.first.length > 0) {
	cleanupOutdatedCaches();
	precacheAndRoute([...lists.first], { ignoreURLParametersMatching: [], cleanURLs: false });

	// The collector's screens always start from the kept shell: it fits the kept scripts, with a network or without.
	registerRoute(new NavigationRoute(createHandlerBoundToURL(shell), { allowlist: [isScreen] }));

	// The start page and the sign-in come from the server while it answers; nothing they answer is ever kept.
	registerRoute(
		new NavigationRoute(
			({ request }) => fetch(request).catch(async () => (await matchPrecache(shell)) ?? Response.error()),
			{
				allowlist: [/^\/$/, /^\/sign-in$/]
			}
		)
	);

	registerRoute(
		({ url, sameOrigin }) => sameOrigin && later.has(url.pathname),
		({ request }) => answerLater(request)
	);
}

listenForSync();

self.addEventListener('activate', (event) => {
	// The page that registered the first worker is served by it at once: one load is enough to work offline.
	event.waitUntil(Promise.all([self.clients.claim(), forgetOldLater(lists.later)]));
});

self.addEventListener('message', (event) => {
	const request: unknown = event.data;
	const [port] = event.ports;
	switch (request) {
		case 'skip-waiting':
			// Only the page knows that no form is open, so only the page decides.
			event.waitUntil(self.skipWaiting());
			break;
		case 'fetch-later':
			event.waitUntil(fetchLater(lists.later).then((present) => port?.postMessage(filesKept(present))));
			break;
		case 'files-kept':
			event.waitUntil(countLater(lists.later).then((present) => port?.postMessage(filesKept(present))));
			break;
	}
});

/** The first list is complete by the time a worker runs: an incomplete one is never installed. */
function filesKept(laterPresent: number): { readonly present: number; readonly expected: number } {
	return { present: lists.first.length + laterPresent, expected: lists.first.length + lists.later.length };
}
