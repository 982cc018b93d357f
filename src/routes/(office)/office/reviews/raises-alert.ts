// Which operations put an alert on their dossier, so that a review of one leads to where it is lifted.
import * as v from 'valibot';
import { ALERTS } from '$lib/core/dossier';
import { visitReportedSchema } from '$lib/core/operation';

const visitSchema = v.object({ outcome: visitReportedSchema.entries.outcome });

/** Says whether this operation is about an alert: a report of one, its lifting, or a visit whose outcome raises one. */
export function raisesAlert(kind: string, body: unknown): boolean {
	if (kind === 'situation.reported' || kind === 'dispute.reported' || kind === 'alert.lifted') return true;
	const visit = kind === 'visit.reported' ? v.safeParse(visitSchema, body) : null;
	return visit?.success === true && ALERTS.some((alert) => alert === visit.output.outcome);
}
