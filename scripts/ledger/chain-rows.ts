// Reads a part of a device's chain as it is stored: operations with body, place and erasures, and what was refused in between.
import type { Client } from '@libsql/client/http';
import * as v from 'valibot';

/** A device and the keys that may have signed its chain. */
export type Chain = {
	readonly device: string;
	/** Whose it is: what names another one is not its own. */
	readonly org: string;
	readonly user: string | null;
	readonly series: string;
	readonly publicKeys: readonly { readonly x: string; readonly y: string }[];
};

/** A part of a chain, both ends included. */
export type Part = { readonly chain: Chain; readonly from: number; readonly to: number };

const operationRow = v.object({
	id: v.string(),
	org: v.string(),
	actor: v.string(),
	device: v.string(),
	seq: v.number(),
	prev: v.string(),
	hash: v.string(),
	sig: v.string(),
	v: v.number(),
	kind: v.string(),
	dossier: v.nullable(v.string()),
	base_epoch: v.number(),
	base_rev: v.number(),
	at_ms: v.number(),
	utc_offset: v.number(),
	day: v.string(),
	skew: v.nullable(v.number()),
	place_hash: v.nullable(v.string()),
	body_hash: v.string(),
	blobs: v.string(),
	outcome: v.string(),
	codes: v.string(),
	body: v.nullable(v.string()),
	body_salt: v.nullable(v.string()),
	body_org: v.nullable(v.string()),
	place: v.nullable(v.string()),
	place_salt: v.nullable(v.string()),
	place_org: v.nullable(v.string()),
	/** 'body', 'place', both or none. */
	erased: v.string()
});
export type OperationRow = v.InferOutput<typeof operationRow>;

const asideRow = v.object({
	device: v.string(),
	seq: v.number(),
	id: v.string(),
	hash: v.string(),
	codes: v.nullable(v.string()),
	verbatim: v.string(),
	/** 'ok' for the other branch of a fork; else why it is no operation of the device. */
	standing: v.string()
});
/** What was refused, the other branch of a fork, or a forgery that fits nowhere: kept as it came. */
export type AsideRow = v.InferOutput<typeof asideRow>;

export type ChainRows = {
	readonly operations: readonly OperationRow[];
	readonly refused: readonly AsideRow[];
	/** Hash of the operation before the part; null where there is none. */
	readonly before: string | null;
};

const SELECT_OPERATIONS = `SELECT o.*, b.body, b.salt AS body_salt, b.org AS body_org,
		p.place, p.salt AS place_salt, p.org AS place_org,
		COALESCE((SELECT group_concat(e.what, ' ') FROM erasure e WHERE e.operation = o.id), '') AS erased
	FROM operation o LEFT JOIN operation_body b ON b.operation = o.id LEFT JOIN operation_place p ON p.operation = o.id
	WHERE o.device = :device AND o.seq BETWEEN :from AND :to ORDER BY o.seq`;
const SELECT_REFUSED = `SELECT device, seq, id, hash, codes, verbatim, '' AS standing FROM refused_operation
	WHERE device = :device AND seq BETWEEN :from AND :to ORDER BY seq`;
const SELECT_BEFORE = `SELECT hash FROM operation WHERE device = :device AND seq = :seq
	UNION ALL SELECT hash FROM refused_operation WHERE device = :device AND seq = :seq`;
const SELECT_FORKED = `SELECT device, seq, operation AS id, hash, NULL AS codes, verbatim, standing FROM forked_operation
	WHERE device = :device ORDER BY id`;

/** The rows of a part; a column that is not of its kind throws, since the database itself forbids it. */
export async function readPart(client: Client, { chain: { device }, from, to }: Part): Promise<ChainRows> {
	const [operations, refused, before] = await client.batch(
		[
			{ sql: SELECT_OPERATIONS, args: { device, from, to } },
			{ sql: SELECT_REFUSED, args: { device, from, to } },
			{ sql: SELECT_BEFORE, args: { device, seq: from - 1 } }
		],
		'read'
	);
	const hash: unknown = before?.rows[0]?.['hash'];
	return {
		operations: v.parse(v.array(operationRow), operations?.rows),
		refused: v.parse(v.array(asideRow), refused?.rows),
		before: typeof hash === 'string' ? hash : null
	};
}

/** The other branches of a device's chain. */
export async function readForked(client: Client, device: string): Promise<readonly AsideRow[]> {
	const { rows } = await client.execute({ sql: SELECT_FORKED, args: { device } });
	return v.parse(v.array(asideRow), rows);
}
