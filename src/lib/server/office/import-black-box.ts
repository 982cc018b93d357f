// Feeds the operations of a black box through the same door as a phone's deposit, and says what became of each.
import type { ResultSet } from '@libsql/client/http';
import * as v from 'valibot';
import { blackBoxRequestSchema, type BlackBoxAnswer, type ImportedItem } from '$lib/core/black-box-answer';
import { currencySchema, integerSchema } from '$lib/core/body';
import type { OrganisationId } from '$lib/core/ids';
import { refusal, type Refusal } from '$lib/core/refusal';
import { err, ok, type Result } from '$lib/core/result';
import { WIRE_VERSION } from '$lib/core/wire';
import type { SignedIn } from '../../../app';
import type { ServerContext } from '../context';
import { statement, type Statement } from '../db/connection';
import { jsonColumn, readRow, readRows } from '../db/read-rows';
import { receive } from '../sync/receive';

/**
 * Imports a piece of a black box. The device's signature lets operations in, as in a deposit without a session, so that the office
 * can add nothing of its own; sending them again changes nothing. Refuses `malformed`, `not-found` for a phone of another
 * organisation, `black-box-damaged` when no operation of the phone is inside, or `server-busy`.
 */
export async function importBlackBox(
	ctx: ServerContext,
	who: SignedIn,
	request: unknown
): Promise<Result<BlackBoxAnswer, Refusal>> {
	const read = v.safeParse(blackBoxRequestSchema, request);
	if (!read.success) return err(refusal('malformed'));
	const { device, epoch, head, operations } = read.output;
	const org = who.organisation.id;
	const places = operations.flatMap((operation) => {
		const outline = v.safeParse(outlineSchema, operation);
		return outline.success ? [outline.output] : [];
	});
	if (places.length === 0) return err(refusal('black-box-damaged'));
	if (places.some(({ header }) => header.org !== org || header.device !== device)) return err(refusal('not-found'));
	const [devices, before] = await ctx.db.readBatch([selectDevice(org, device), selectStored(org, device, places)]);
	if (!readRow(devices, deviceRow)) return err(refusal('not-found'));
	const ops = operations;
	const sent = { wire: WIRE_VERSION, device, epoch, head, countersignature: null, ops, cursor: null };
	const answer = await receive(ctx, null, sent);
	if (!answer.ok) return err(answer.error.code === 'malformed' ? refusal('black-box-damaged') : answer.error);
	const [after] = await ctx.db.writeBatch([
		selectStored(org, device, places),
		audited(org, who, device, places.length, ctx.now())
	]);
	return ok({ push: answer.value.push, head: answer.value.head.seq, items: itemsOf(places, before, after) });
}

const outlineSchema = v.object({
	header: v.object({ id: v.string(), org: v.string(), device: v.string(), seq: integerSchema, kind: v.string() }),
	hash: v.string()
});
type Place = v.InferOutput<typeof outlineSchema>;
const deviceRow = v.object({ id: v.string() });

const selectDevice = (org: OrganisationId, device: string): Statement =>
	statement(org, `SELECT id FROM device WHERE org = :org AND id = :device AND kind = 'field'`, { device });

const storedRow = v.object({
	hash: v.string(),
	outcome: v.picklist(['applied', 'flagged', 'quarantined', 'refused', 'forked']),
	codes: jsonColumn(v.array(v.string())),
	minor: v.nullable(integerSchema),
	currency: v.nullable(currencySchema)
});

/** What the server has of these operations, by hash; the last row of a hash says most: a forgery can bear the hash of what it copied. */
const selectStored = (org: OrganisationId, device: string, places: readonly Place[]): Statement =>
	statement(
		org,
		`WITH asked AS (SELECT value AS seq FROM json_each(:seqs)),
		stored AS (
			SELECT 2 AS rank, o.hash, o.outcome, o.codes, p.minor, p.currency
				FROM asked JOIN operation o ON o.device = :device AND o.seq = asked.seq
				LEFT JOIN payment p ON p.operation = o.id WHERE o.org = :org
			UNION ALL SELECT 0, r.hash, 'refused', r.codes, NULL, NULL
				FROM asked JOIN refused_operation r ON r.device = :device AND r.seq = asked.seq WHERE r.org = :org
			UNION ALL SELECT f.standing = 'ok', f.hash, iif(f.standing = 'ok', 'forked', 'refused'),
					json_array(iif(f.standing = 'ok', 'forked', f.standing)), NULL, NULL
				FROM asked JOIN forked_operation f ON f.device = :device AND f.seq = asked.seq WHERE f.org = :org
		)
		SELECT hash, outcome, codes, minor, currency FROM stored ORDER BY rank`,
		{ device, seqs: JSON.stringify(places.map(({ header }) => header.seq)) }
	);

function itemsOf(places: readonly Place[], before?: ResultSet, after?: ResultSet): ImportedItem[] {
	const had = new Set(readRows(before, storedRow).map(({ hash }) => hash));
	const stored = new Map(readRows(after, storedRow).map((row) => [row.hash, row]));
	return places.map(({ header: { id, seq, kind }, hash }) => {
		const found = stored.get(hash);
		const { outcome = 'left', codes = [], minor = null, currency = null } = found ?? {};
		return { id, seq, kind, outcome, codes, isNew: !had.has(hash), minor, currency };
	});
}

const audited = (org: OrganisationId, who: SignedIn, device: string, count: number, now: number): Statement =>
	statement(
		org,
		`INSERT INTO audit (org, at_ms, actor, action, subject, detail)
			VALUES (:org, :now, :actor, 'black-box.imported', :device, json_object('count', :count))`,
		{ now, actor: who.user.id, device, count }
	);
