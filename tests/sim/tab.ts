// A tab of a browser that can be killed at any event: every port call and every IndexedDB request is one.
import { IDBDatabase, IDBFactory, IDBIndex, IDBKeyRange, IDBObjectStore, IDBTransaction } from 'fake-indexeddb';
import Dexie from 'dexie';
import type { LockPort, Ports } from '$lib/client/ports';
import { instant } from '$lib/core/time';
import { phoneCrypto } from './crypto';
import type { Dice } from './dice';

/** The tab went away: nothing that it does from here on has any effect. */
export class Killed extends Error {}

/** What a tab takes from the world around it. */
export type Surroundings = {
	/** Milliseconds on this phone's clock. */
	readonly clock: () => number;
	readonly dice: () => Dice;
	readonly send: (tab: Tab, path: string, init: RequestInit) => Promise<Response>;
	readonly locks: LockPort;
	/** The phone's storage, which its tabs share. */
	readonly storage: IDBFactory;
	/** Null for the stand-ins; the platform's own to compare a run with it. */
	readonly crypto: Ports['crypto'] | null;
};

const tabOfDatabase = new WeakMap<IDBDatabase, Tab>();

/** One tab: its ports, its life, and what its storage refuses. */
export class Tab {
	readonly ports: Ports;
	/** While true, storage has no room for another operation. */
	isFull = false;
	#isAlive = true;
	#eventsLeft = Infinity;
	readonly #transactions = new Set<IDBTransaction>();

	constructor(around: Surroundings) {
		const guarded = this.#guard(
			around.crypto ?? phoneCrypto(() => Buffer.from(around.dice().bytes(16)).toString('hex'))
		);
		this.ports = {
			now: () => this.event(() => instant(around.clock())),
			random: (length) => this.event(() => around.dice().bytes(length)),
			chance: () => around.dice().next(),
			fetch: (path, init) => this.event(() => around.send(this, path, init)),
			deadline: () => new AbortController().signal,
			crypto: guarded,
			locks: around.locks,
			later: () => () => undefined,
			openChannel: () => ({ announce: () => undefined, close: () => undefined }),
			indexedDb: { indexedDB: factoryOf(this, around.storage), IDBKeyRange }
		};
	}

	get isAlive(): boolean {
		return this.#isAlive;
	}

	/** Lets the tab die once so many more events have happened. */
	dieAfter(events: number): void {
		this.#eventsLeft = events;
	}

	/** Lets it live on after all; false when it has died. */
	spare(): boolean {
		this.#eventsLeft = Infinity;
		return this.#isAlive;
	}

	kill(): void {
		this.#isAlive = false;
		for (const transaction of [...this.#transactions]) {
			this.#transactions.delete(transaction);
			try {
				transaction.abort();
			} catch {
				// It had ended already: what it wrote stays, as on a phone.
			}
		}
	}

	/** One event of its life; the last one kills it instead of happening. */
	event<T>(happen: () => T): T {
		if (!this.#isAlive) throw new Killed();
		this.#eventsLeft -= 1;
		if (this.#eventsLeft < 0) {
			this.kill();
			throw new Killed();
		}
		return happen();
	}

	/** A transaction that dies with the tab. */
	follow(transaction: IDBTransaction): void {
		this.#transactions.add(transaction);
		const forget = (): void => void this.#transactions.delete(transaction);
		transaction.addEventListener('complete', forget);
		transaction.addEventListener('abort', forget);
	}

	#guard(port: Ports['crypto']): Ports['crypto'] {
		return {
			sha256: (bytes) => this.event(() => port.sha256(bytes)),
			makeSigningKey: () => this.event(() => port.makeSigningKey()),
			sign: (key, bytes) => this.event(() => port.sign(key, bytes)),
			verify: (key, bytes, signature) => this.event(() => port.verify(key, bytes, signature)),
			makeSealingKey: () => this.event(() => port.makeSealingKey()),
			seal: (key, nonce, context, bytes) => this.event(() => port.seal(key, nonce, context, bytes)),
			open: (key, nonce, context, sealed) => this.event(() => port.open(key, nonce, context, sealed))
		};
	}
}

/** A view of the shared storage whose connections belong to one tab. */
function factoryOf(tab: Tab, storage: IDBFactory): IDBFactory {
	const factory = Object.assign(new IDBFactory(), storage);
	const open = factory.open.bind(factory);
	factory.open = (name, version) => {
		const request = tab.event(() => open(name, version));
		const claim = (): void => void tabOfDatabase.set(request.result, tab);
		request.addEventListener('upgradeneeded', claim);
		request.addEventListener('success', claim);
		return request;
	};
	return factory;
}

/** Lets every request of the fake storage pass through its tab; once a thread. */
export function watchStorage(): void {
	// Nobody watches a query live here, and there are no hooks: what Dexie does for them on each request is left out.
	Dexie.addons.push((db) => {
		for (const name of ['Observability', 'HooksMiddleware']) db.unuse({ stack: 'dbcore', name });
	});
	for (const name of ['get', 'getKey', 'getAll', 'getAllKeys', 'count', 'openCursor', 'openKeyCursor'] as const) {
		watch(IDBObjectStore.prototype, name);
		watch(IDBIndex.prototype, name);
	}
	for (const name of ['put', 'add', 'delete', 'clear'] as const) watch(IDBObjectStore.prototype, name);
	const begin = Reflect.get(IDBDatabase.prototype, 'transaction');
	Reflect.set(IDBDatabase.prototype, 'transaction', function (this: IDBDatabase, ...args: readonly unknown[]) {
		const transaction: unknown = Reflect.apply(begin, this, args);
		const tab = tabOfDatabase.get(this);
		if (tab && transaction instanceof IDBTransaction) tab.follow(transaction);
		return transaction;
	});
}

type Watched = IDBObjectStore | IDBIndex;

function watch(prototype: object, name: string): void {
	const original = Reflect.get(prototype, name);
	Reflect.set(prototype, name, function (this: Watched, ...args: readonly unknown[]) {
		const store = this instanceof IDBIndex ? this.objectStore : this;
		const tab = tabOfDatabase.get(store.transaction.db);
		if (!tab) return Reflect.apply(original, this, args);
		const isNewOperation = name === 'add' && store.name === 'outbox';
		if (isNewOperation && tab.isFull) throw new DOMException('no room', 'QuotaExceededError');
		return tab.event<unknown>(() => Reflect.apply(original, this, args));
	});
}
