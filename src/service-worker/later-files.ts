// The second list of files: fetched when the phone is idle, served from the cache, cleaned when a new version takes over.

const cacheName = 'tournee-later';

/** Fetches what is missing; stops quietly at the first failure, the next idle moment goes on. Returns how many are there. */
export async function fetchLater(urls: readonly string[]): Promise<number> {
	const cache = await caches.open(cacheName);
	let present = 0;
	for (const url of urls) {
		if (!(await cache.match(url))) {
			try {
				await cache.add(url);
			} catch {
				break;
			}
		}
		present++;
	}
	return present;
}

/** How many of the files are on the phone. */
export async function countLater(urls: readonly string[]): Promise<number> {
	const cache = await caches.open(cacheName);
	const found = await Promise.all(urls.map((url) => cache.match(url)));
	return found.filter((response) => response !== undefined).length;
}

/** A file of the second list: from the phone, else from the network. */
export async function answerLater(request: Request): Promise<Response> {
	const cache = await caches.open(cacheName);
	return (await cache.match(request)) ?? fetch(request);
}

/** Forgets files of older versions. */
export async function forgetOldLater(urls: readonly string[]): Promise<void> {
	const kept = new Set(urls);
	const cache = await caches.open(cacheName);
	const old = (await cache.keys()).filter((request) => !kept.has(new URL(request.url).pathname));
	await Promise.all(old.map((request) => cache.delete(request)));
}
