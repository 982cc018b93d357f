// Copies the storage of a browser in memory, as a backup of a phone or a cloned profile does.
import { IDBFactory } from 'fake-indexeddb';
import * as v from 'valibot';

/** A storage of its own with everything that the other one holds; its open connections stay behind. */
export function copyStorage(storage: IDBFactory): IDBFactory {
	const copy = new IDBFactory();
	const databases = Reflect.get(storage, '_databases');
	if (!(databases instanceof Map)) throw new TypeError('a storage of another version');
	return Object.assign(copy, { _databases: copied(databases, new Map()) });
}

/** Every record of a store as it lies there, in the order of its keys, without a transaction; only while nothing is under way. */
export function recordsIn(storage: IDBFactory, database: string, store: string): readonly unknown[] {
	const databases: unknown = Reflect.get(storage, '_databases');
	const found: unknown = databases instanceof Map ? databases.get(database) : undefined;
	const stores: unknown =
		typeof found === 'object' && found !== null ? Reflect.get(found, 'rawObjectStores') : undefined;
	const raw: unknown = stores instanceof Map ? stores.get(store) : undefined;
	if (typeof raw !== 'object' || raw === null) return [];
	return v
		.parse(rawStore, raw)
		.records.values()
		.map(({ value }) => value);
}

type RawRecords = { readonly values: () => Iterable<{ readonly value: unknown }> };
const rawStore = v.object({
	records: v.pipe(
		v.custom<RawRecords>((input) => typeof input === 'object' && input !== null && 'values' in input),
		v.transform((records) => ({ values: () => [...records.values()] }))
	)
});

/** What a copy must not share with the original: connections, and transactions that wait. */
const LEFT_BEHIND: readonly string[] = ['connections', 'transactions'];

/** A graph of objects with the same classes and the same cycles; bytes and keys never change and are shared. */
function copied(value: unknown, seen: Map<object, object>): unknown {
	if (typeof value !== 'object' || value === null) return value;
	if (ArrayBuffer.isView(value) || value instanceof CryptoKey || clones.has(value)) return value;
	const known = seen.get(value);
	if (known) return known;
	if (value instanceof Map) {
		const map = new Map<unknown, unknown>();
		seen.set(value, map);
		for (const [key, entry] of value) map.set(key, copied(entry, seen));
		return map;
	}
	const copy = Array.isArray(value) ? [] : {};
	Object.setPrototypeOf(copy, Object.getPrototypeOf(value));
	seen.set(value, copy);
	for (const key of Object.keys(value)) {
		const member: unknown = Reflect.get(value, key);
		// A method that was bound to the original is bound to the copy.
		if (typeof member === 'function') Reflect.set(copy, key, bound(value, key, copy));
		else Reflect.set(copy, key, LEFT_BEHIND.includes(key) ? [] : copied(member, seen));
	}
	return copy;
}

function bound(original: object, key: string, copy: object): unknown {
	const method: unknown = Reflect.get(Object.getPrototypeOf(original), key);
	return typeof method === 'function' ? method.bind(copy) : method;
}

/**
 * Clones what records are made of: plain objects, lists and bytes; the platform's own clone is for everything, and slow. A clone is
 * frozen: who changes what he read fails loudly, and what is frozen already needs no clone.
 */
export function cloneRecord(value: unknown): unknown {
	if (typeof value !== 'object' || value === null) return value;
	// Shared: nobody writes into bytes that are stored, and most of a record is bytes.
	if (value instanceof Uint8Array || clones.has(value)) return value;
	const copy = copyOf(value);
	clones.add(copy);
	return Object.freeze(copy);
}

const clones = new WeakSet<object>();

function copyOf(value: object): object {
	if (Array.isArray(value)) return value.map(cloneRecord);
	if (Object.getPrototypeOf(value) !== Object.prototype) return platformClone(value);
	const copy: Record<string, unknown> = {};
	for (const [key, member] of Object.entries(value)) copy[key] = cloneRecord(member);
	return copy;
}

const platformClone = globalThis.structuredClone;
