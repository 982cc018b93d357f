// The real client on Node: its own local database on fake-indexeddb, real cryptography, and the wire to the real server.
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import * as v from 'valibot';
import { enrol } from '$lib/client/local/enrol';
import { queueLocks } from '$lib/client/local/device-lock';
import { openPhone, type Phone } from '$lib/client/local/phone';
import { webCrypto } from '$lib/client/local/web-crypto';
import type { Ports } from '$lib/client/ports';
import { instant } from '$lib/core/time';
import { sessionAnswerSchema } from '$lib/core/wire';
import { random, type Company } from './company';
import { signIn } from './phone';

const FAR_MS = 60_000;

/** Enrols the collector of a company on a fresh phone. */
export async function freshPhone(origin: string, company: Company): Promise<Phone> {
	const cookie = await signIn(origin, company.collector.email);
	const ports = nodePorts(origin, cookie);
	const session = await (await ports.fetch('/api/session', {})).json();
	const { field } = v.parse(v.object({ field: sessionAnswerSchema }), session);
	const enrolled = await enrol(ports, field, 'Banc');
	if (!enrolled.ok) throw new Error(enrolled.error.code);
	const phone = await openPhone(ports, field.user.id);
	if (!phone.ok || !phone.value) throw new Error('the phone did not open');
	return phone.value;
}

function nodePorts(origin: string, cookie: string): Ports {
	return {
		now: () => instant(Date.now()),
		random,
		chance: () => 0.5,
		fetch: (path, init) => fetch(origin + path, { ...init, headers: { ...plain(init.headers), cookie, origin } }),
		deadline: () => AbortSignal.timeout(FAR_MS),
		crypto: webCrypto(),
		locks: queueLocks(),
		later: () => () => undefined,
		openChannel: () => ({ announce: () => undefined, close: () => undefined }),
		indexedDb: { indexedDB: new IDBFactory(), IDBKeyRange }
	};
}

const plain = (headers: RequestInit['headers']): Record<string, string> => Object.fromEntries(new Headers(headers));
