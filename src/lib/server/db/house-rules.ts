// The rules of one organisation out of the tables, in one row: its approved parameters and the end of its insurance.
import type { ResultSet } from '@libsql/client/http';
import * as v from 'valibot';
import { FRANCE } from '$lib/core/country/fr/pack';
import { houseRules, type HouseFacts, type HouseRules } from '$lib/core/country/house-rules';
import type { OrganisationId } from '$lib/core/ids';
import { dateSchema } from '$lib/core/operation';
import { approvedRowSchema } from '$lib/core/wire';
import { statement, type Database, type Statement } from './connection';
import { jsonColumn, readRow } from './read-rows';

/** Columns `parameters, insured_until` of an organisation `o`; a row approved later comes later, and wins. */
const APPROVED =
	`(SELECT json_group_array(json_object('parameter', name, 'from', from_day, 'to', to_day, 'value', value,
		'source', source, 'confidence', confidence))
	FROM (SELECT * FROM parameter_row WHERE org = :org AND rev IS NOT NULL ORDER BY rev, id))` as const;

/** Selects the rules that judging, statements and gates need. */
export const selectRules = (org: OrganisationId): Statement =>
	statement(org, `SELECT ${APPROVED} AS parameters, insured_until FROM organisation WHERE id = :org`);

/** The same for a phone at a revision: `parameters` is null when none was approved since; 0 asks for all. */
export const selectRulesSince = (org: OrganisationId, base: number): Statement =>
	statement(
		org,
		`SELECT CASE WHEN :base = 0 OR EXISTS (
				SELECT 1 FROM change WHERE org = :org AND subject = 'parameter' AND rev > :base) THEN ${APPROVED} END AS parameters,
			insured_until FROM organisation WHERE id = :org`,
		{ base }
	);

const insuredColumn = v.union([
	dateSchema,
	v.pipe(
		v.literal(''),
		v.transform(() => null)
	)
]);
const factsRow = v.object({
	parameters: v.nullable(jsonColumn(v.array(approvedRowSchema))),
	insured_until: insuredColumn
});

/** Reads the answer of `selectRulesSince`. */
export function houseFactsOf(result: ResultSet | undefined): {
	readonly parameters: HouseFacts['parameters'] | null;
	readonly insuredUntil: HouseFacts['insuredUntil'];
} {
	const row = readRow(result, factsRow);
	return { parameters: row?.parameters ?? null, insuredUntil: row?.insured_until ?? null };
}

/** Reads the answer of `selectRules`. */
export function houseRulesOf(result: ResultSet | undefined): HouseRules {
	const { parameters, insuredUntil } = houseFactsOf(result);
	return houseRules(FRANCE, { parameters: parameters ?? [], insuredUntil });
}

/** The rules of an organisation, for a page that has no other read to put them in; one round trip. */
export async function readHouseRules(db: Database, org: OrganisationId): Promise<HouseRules> {
	const [result] = await db.readBatch([selectRules(org)]);
	return houseRulesOf(result);
}
