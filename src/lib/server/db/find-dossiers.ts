// Dossiers by a debtor's name or a reference, for who must find one without the portfolio's filters.
import * as v from 'valibot';
import { dossierIdSchema, type OrganisationId } from '$lib/core/ids';
import { currencySchema, integerSchema } from '$lib/core/operation';
import { statement, type Database } from './connection';
import { readRows } from './read-rows';

const foundSchema = v.object({
	id: dossierIdSchema,
	ref: v.string(),
	debtor: v.string(),
	creditor: v.string(),
	currency: currencySchema,
	balance: integerSchema
});
export type FoundDossier = v.InferOutput<typeof foundSchema>;

/** At most twenty; nothing for fewer than two characters. */
export async function findDossiers(db: Database, org: OrganisationId, text: string): Promise<readonly FoundDossier[]> {
	const wanted = text.normalize().trim();
	if (wanted.length < 2) return [];
	const [rows] = await db.readBatch([
		statement(
			org,
			`SELECT d.id, d.ref, b.name AS debtor, c.name AS creditor, d.currency, d.balance_minor AS balance
			FROM dossier d JOIN debtor b ON b.id = d.debtor JOIN creditor c ON c.id = d.creditor
			WHERE d.org = :org AND (instr(lower(d.ref), lower(:wanted)) > 0 OR instr(lower(b.name), lower(:wanted)) > 0
				OR EXISTS (SELECT 1 FROM claim k WHERE k.dossier = d.id AND k.org = :org AND instr(lower(k.ref), lower(:wanted)) > 0))
			ORDER BY b.name, d.ref LIMIT 20`,
			{ wanted }
		)
	]);
	return readRows(rows, foundSchema);
}
