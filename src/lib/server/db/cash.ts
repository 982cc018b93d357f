// The collectors' cash: what each received and gave back on a day, and what each still holds.
import * as v from 'valibot';
import { userIdSchema, type OrganisationId } from '$lib/core/ids';
import { currencySchema, integerSchema } from '$lib/core/operation';
import type { LocalDate } from '$lib/core/time';
import { statement, type Database } from './connection';
import { readRows } from './read-rows';

const rowSchema = v.object({
	holder: userIdSchema,
	name: v.string(),
	currency: currencySchema,
	/** Held at the end of the day before. */
	before: integerSchema,
	received: integerSchema,
	returned: integerSchema,
	handedOver: integerSchema,
	deposited: integerSchema,
	variance: integerSchema,
	/** Held at the end of the day. */
	held: integerSchema
});
export type CashRow = v.InferOutput<typeof rowSchema>;

/**
 * One row a collector and currency who moved cash on the day or holds some. Movements carry their sign: received and returned
 * add up, and so do hand-overs, deposits and variances, so that what is held is their sum.
 */
export async function cashOfDay(db: Database, org: OrganisationId, day: LocalDate): Promise<readonly CashRow[]> {
	const [rows] = await db.readBatch([
		statement(
			org,
			`SELECT c.holder, u.name, c.currency,
				SUM(CASE WHEN c.day < :day THEN c.minor ELSE 0 END) AS before,
				SUM(CASE WHEN c.day = :day AND c.kind = 'received' THEN c.minor ELSE 0 END) AS received,
				SUM(CASE WHEN c.day = :day AND c.kind = 'returned' THEN c.minor ELSE 0 END) AS returned,
				SUM(CASE WHEN c.day = :day AND c.kind = 'handed-over' THEN c.minor ELSE 0 END) AS handedOver,
				SUM(CASE WHEN c.day = :day AND c.kind = 'deposited' THEN c.minor ELSE 0 END) AS deposited,
				SUM(CASE WHEN c.day = :day AND c.kind = 'variance' THEN c.minor ELSE 0 END) AS variance,
				SUM(c.minor) AS held
			FROM cash_movement c JOIN user u ON u.id = c.holder
			WHERE c.org = :org AND c.day <= :day GROUP BY c.holder, c.currency
			HAVING held <> 0 OR MAX(c.day) = :day ORDER BY u.name, c.currency`,
			{ day }
		)
	]);
	return readRows(rows, rowSchema);
}
