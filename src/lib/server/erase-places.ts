// The nightly erasure of positions: where a collector was is not kept longer than the law allows, and the chain still verifies.
import * as v from 'valibot';
import { parameter } from '$lib/core/country/parameters';
import { operationIdSchema, organisationIdSchema, type OperationId, type OrganisationId } from '$lib/core/ids';
import { addMonths, parisDay, utcMidnight, type LocalDate } from '$lib/core/time';
import type { ServerContext } from './context';
import { acrossOrganisations, statement, type Statement } from './db/connection';
import { readHouseRules } from './db/house-rules';
import { readRows } from './db/read-rows';

/** Positions erased in one write, so that no push waits long behind it. */
const PORTION = 500;
/** No person asked for it. */
const BY_LAW = 'retention';

/**
 * Erases the positions that the server received longer ago than `privacy.place-months` says, in every organisation; answers how many.
 * A row of `erasure` says of each that it was there: header and hashes stay as they were signed (RGPD 5 § 1 e; I6). Safe to run
 * again at any time, and beside itself.
 */
export async function erasePlaces(ctx: ServerContext): Promise<number> {
	let erased = 0;
	for (const org of await organisations(ctx)) {
		const before = await keptSince(ctx, org);
		if (before === null) continue;
		for (;;) {
			const operations = await oldest(ctx, org, before);
			if (operations.length > 0) await ctx.db.writeBatch(erasing(ctx, org, operations));
			erased += operations.length;
			if (operations.length < PORTION) break;
		}
	}
	return erased;
}

async function organisations(ctx: ServerContext): Promise<readonly OrganisationId[]> {
	const [result] = await ctx.db.readBatch([
		acrossOrganisations('the law holds for all of them', 'SELECT id FROM organisation ORDER BY id')
	]);
	return readRows(result, v.object({ id: organisationIdSchema })).map(({ id }) => id);
}

/** The first day of which positions are kept; null where no rule says how long. */
async function keptSince(ctx: ServerContext, org: OrganisationId): Promise<LocalDate | null> {
	const today = parisDay(ctx.now());
	const months = parameter((await readHouseRules(ctx.db, org)).pack, 'privacy.place-months', today);
	return months.ok ? addMonths(today, -months.value) : null;
}

/** The phone's own clock may be years off: what counts is when the server received it. */
async function oldest(ctx: ServerContext, org: OrganisationId, before: LocalDate): Promise<readonly OperationId[]> {
	const [result] = await ctx.db.readBatch([
		statement(
			org,
			`SELECT p.operation AS id FROM operation_place p JOIN operation o ON o.id = p.operation
				WHERE p.org = :org AND o.received_ms < :before ORDER BY o.received_ms, p.operation LIMIT :portion`,
			{ before: utcMidnight(before), portion: PORTION }
		)
	]);
	return readRows(result, v.object({ id: operationIdSchema })).map(({ id }) => id);
}

/** All or none: a position is gone exactly when a row says so. The audit counts what this write deleted, not what another run did. */
function erasing(ctx: ServerContext, org: OrganisationId, operations: readonly OperationId[]): readonly Statement[] {
	const named = { operations: JSON.stringify(operations) };
	const now = ctx.now();
	return [
		statement(
			org,
			`INSERT OR IGNORE INTO erasure (id, org, operation, what, reason, actor, at_ms)
				SELECT value || '/place', :org, value, 'place', 'privacy.place-months', :by, :now FROM json_each(:operations)`,
			{ ...named, now, by: BY_LAW }
		),
		statement(
			org,
			'DELETE FROM operation_place WHERE org = :org AND operation IN (SELECT value FROM json_each(:operations))',
			named
		),
		statement(
			org,
			`INSERT INTO audit (org, at_ms, actor, action, detail)
				SELECT :org, :now, NULL, 'places.erased', json_object('count', changes()) WHERE changes() > 0`,
			{ now }
		)
	];
}
