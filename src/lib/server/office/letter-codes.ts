// Makes a code for each letter of a mailing: the file to print is answered once, the dossiers keep only what recognises it.
import * as v from 'valibot';
import { dossierIdSchema, type DossierId, type OrganisationId, type RandomBytes } from '$lib/core/ids';
import { newLetterCode } from '$lib/core/letter-code';
import type { PrintedCode } from '../db/portfolio';
import { statement, type Database } from '../db/connection';
import { readRows } from '../db/read-rows';
import { letterCheckOf } from '../letter-code';

/** Letters of one mailing: each code costs a thousand rounds, and the answer carries them all. */
export const MAX_LETTER_CODES = 500;

export type LetterCode = { readonly ref: string; readonly debtor: string; readonly code: string };
export type LetterCodes = {
	/** What is printed, in the order of the references; nobody can read it again. */
	readonly printed: readonly LetterCode[];
	readonly kept: readonly PrintedCode[];
};

const rowSchema = v.object({ id: dossierIdSchema, ref: v.string(), debtor: v.string() });

/** A code for each of these dossiers of the organisation; an id of another one gets none. */
export async function makeLetterCodes(
	db: Database,
	org: OrganisationId,
	ids: readonly DossierId[],
	random: RandomBytes
): Promise<LetterCodes> {
	const [found] = await db.readBatch([
		statement(
			org,
			`SELECT d.id, d.ref, b.name AS debtor FROM dossier d JOIN debtor b ON b.id = d.debtor
				WHERE d.org = :org AND d.id IN (SELECT value FROM json_each(:ids)) ORDER BY d.ref`,
			{ ids: JSON.stringify(ids) }
		)
	]);
	const made = readRows(found, rowSchema).map(({ id, ref, debtor }) => {
		const code = newLetterCode(random);
		const check = letterCheckOf(code, id);
		if (!check) throw new Error('a new code is a code');
		return { printed: { ref, debtor, code }, kept: { id, ...check } };
	});
	return { printed: made.map(({ printed }) => printed), kept: made.map(({ kept }) => kept) };
}
