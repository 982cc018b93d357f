// A manager's decision about an operation that waits for one: an act of the office, on the dossier that it concerns.
import * as v from 'valibot';
import { dossierIdSchema } from '$lib/core/ids';
import type { Body } from '$lib/core/operation';
import type { Refusal } from '$lib/core/refusal';
import type { Result } from '$lib/core/result';
import type { OperationOutcome } from '$lib/core/wire';
import type { SignedIn } from '../../../app';
import type { ServerContext } from '../context';
import { statement } from '../db/connection';
import { readRow } from '../db/read-rows';
import { actInOffice } from './act';

/**
 * Decides; answers why not otherwise: `review-unknown`, `review-closed`, `review-same-person`, `review-decision-impossible`,
 * `dossier-missing`, `review-without-effect`, `role-not-allowed`, `malformed` or `server-busy`.
 */
export async function decideReview(
	ctx: ServerContext,
	signedIn: SignedIn,
	body: Body<'review.decided'>
): Promise<Result<OperationOutcome, Refusal>> {
	const org = signedIn.organisation.id;
	// The dossier that an operation names may be of another organisation or of none: such a one is decided about without it.
	const [found] = await ctx.db.readBatch([
		statement(
			org,
			'SELECT d.id FROM operation o JOIN dossier d ON d.id = o.dossier AND d.org = o.org WHERE o.org = :org AND o.id = :id',
			{ id: body.operation }
		)
	]);
	const dossier = readRow(found, dossierRow)?.id ?? null;
	return actInOffice(ctx, signedIn, 'review.decided', dossier, body);
}

const dossierRow = v.object({ id: dossierIdSchema });
