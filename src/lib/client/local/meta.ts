// The small records of a phone's database: read through a schema, with what to assume when there is none.
import * as v from 'valibot';
import { cashBagSchema } from '$lib/core/cash-day';
import { decisionSchema } from '$lib/core/wire';
import type { PhoneDatabase } from './database';
import {
	ackStateSchema,
	DEFAULT_SETTINGS,
	houseFactsSchema,
	NEVER_PULLED,
	NEVER_SYNCED,
	pullStateSchema,
	settingsSchema,
	stagingStateSchema,
	syncStateSchema
} from './records';

const META_SCHEMAS = {
	pull: v.fallback(pullStateSchema, NEVER_PULLED),
	ack: v.fallback(ackStateSchema, { countersignature: null }),
	sync: v.fallback(syncStateSchema, NEVER_SYNCED),
	/** Null before the first complete pull: the country's rules as they were shipped. */
	rules: v.fallback(v.nullable(houseFactsSchema), null),
	/** What the office decided about own operations. */
	decisions: v.fallback(v.array(decisionSchema), []),
	/** Null before a server that knows of it said what it knows. */
	cash: v.fallback(v.nullable(cashBagSchema), null),
	settings: v.fallback(settingsSchema, DEFAULT_SETTINGS),
	staging: v.fallback(v.nullable(stagingStateSchema), null)
} as const;

export type MetaKey = keyof typeof META_SCHEMAS;
export type MetaOf<K extends MetaKey> = v.InferOutput<(typeof META_SCHEMAS)[K]>;

/**
 * Reads one record. A broken one reads as if it were not there: each of these can be learned again from the server
 * (a fresh snapshot, the same operations sent once more), so that nothing is lost by assuming the least.
 */
export async function readMeta<K extends MetaKey>(db: PhoneDatabase, key: K): Promise<MetaOf<K>> {
	const record = await db.meta.get(key);
	return v.parse(META_SCHEMAS[key], record?.value);
}

/**
 * Reads several records in one transaction, each as `readMeta` does; a transaction of its own for each takes a phone longer than
 * the reading. What comes back is asked by key.
 */
export async function readMetas<Key extends MetaKey>(
	db: PhoneDatabase,
	keys: readonly Key[]
): Promise<<K extends Key>(key: K) => MetaOf<K>> {
	const records = await db.meta.bulkGet([...keys]);
	const values = new Map(keys.map((key, index) => [key, records[index]?.value]));
	return (key) => v.parse(META_SCHEMAS[key], values.get(key));
}

/** Writes several records with one request; inside a transaction when the caller opened one on `meta`. */
export async function writeMetas(db: PhoneDatabase, values: { readonly [K in MetaKey]?: MetaOf<K> }): Promise<void> {
	await db.meta.bulkPut(Object.entries(values).map(([key, value]) => ({ key, value })));
}

/** Writes one record; inside a transaction when the caller opened one on `meta`. */
export async function writeMeta<K extends MetaKey>(db: PhoneDatabase, key: K, value: MetaOf<K>): Promise<void> {
	await db.meta.put({ key, value });
}
