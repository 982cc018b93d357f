// The debtor's copy of an agreement behind its link: the id of the operation and the secret that the phone put into it.
import * as v from 'valibot';
import { timingSafeEqual } from 'node:crypto';
import { operationIdSchema } from '$lib/core/ids';
import { protocolSignedSchema } from '$lib/core/operation';
import { sealedProtocolOf, type SealedProtocol } from '$lib/core/sealed-protocol';
import { acrossOrganisations, type Database } from './db/connection';
import { jsonColumn, readRow } from './db/read-rows';

export type ProtocolCopy =
	| { readonly state: 'unknown' }
	| {
			readonly state: 'found';
			readonly status: 'active' | 'replaced' | 'withdrawn' | 'terminated';
			readonly sealed: SealedProtocol;
	  };

const tokenSchema = v.object({ id: operationIdSchema, key: v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{22}$/)) });
const copyRow = v.object({
	hash: v.string(),
	sig: v.string(),
	seq: v.number(),
	atMs: v.number(),
	series: v.string(),
	receivedMs: v.number(),
	status: v.picklist(['active', 'replaced', 'withdrawn', 'terminated']),
	body: jsonColumn(protocolSignedSchema)
});

/**
 * The sealed agreement of a link. `unknown` for a link that names none, for one whose secret is another, for one that was not received
 * yet, and once the content was lawfully erased: a guess learns nothing from the difference.
 */
export async function openCopy(db: Database, token: string): Promise<ProtocolCopy> {
	const [id, key] = token.split('.');
	const asked = v.safeParse(tokenSchema, { id, key });
	if (!asked.success) return { state: 'unknown' };
	const [found] = await db.readBatch([
		acrossOrganisations(
			'whoever holds a copy knows no organisation; the secret of the operation opens this one row',
			`SELECT o.hash, o.sig, o.seq, o.at_ms AS atMs, v.series, o.received_ms AS receivedMs, p.status, y.body
				FROM operation o JOIN device v ON v.id = o.device AND v.org = o.org
					JOIN protocol p ON p.operation = o.id AND p.org = o.org
					JOIN operation_body y ON y.operation = o.id AND y.org = o.org
				WHERE o.id = :id AND o.kind = 'protocol.signed'`,
			{ id: asked.output.id }
		)
	]);
	const row = readRow(found, copyRow);
	if (!row?.body.copyKey || !isSame(row.body.copyKey, asked.output.key)) return { state: 'unknown' };
	const { status, body, ...proof } = row;
	return { state: 'found', status, sealed: sealedProtocolOf(body, { id: asked.output.id, ...proof }) };
}

function isSame(one: string, other: string): boolean {
	const utf8 = new TextEncoder();
	const [a, b] = [utf8.encode(one), utf8.encode(other)];
	return a.length === b.length && timingSafeEqual(a, b);
}
