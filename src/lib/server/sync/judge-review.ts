// Judges a decision about what was flagged, set aside or refused; what is accepted after quarantine takes effect here, once.
import { decide } from '$lib/core/decide';
import { barOfDecision, type DecisionWord } from '$lib/core/decide-review';
import type { OperationId, UserId } from '$lib/core/ids';
import type { Act } from '$lib/core/operation';
import type { ReviewedRow } from '../db/reviewed';
import type { Work } from './judge';
import { takeEffect } from './take-effect';

/** A review that a decision closes. */
export type ReviewChange = {
	readonly operation: OperationId;
	readonly decidedMs: number;
	readonly decidedBy: UserId;
	readonly decision: DecisionWord;
	readonly note: string;
};

/** Collects the rows of a decision; answers why it has no effect, or null. */
export function judgeReview(work: Work, act: Act<'review.decided'>): string | null {
	const { operation, decision, note } = act.body;
	const reviewed = work.reading.reviewed.get(operation);
	const bar = barOfDecision(reviewed, act);
	if (bar !== null || !reviewed) return bar;
	if (reviewed.outcome === 'quarantined' && decision === 'accepted') {
		const missing = takeEffectNow(work, act, reviewed);
		if (missing !== null) return missing;
	}
	work.rows.decision.push({
		operation: act.id,
		subject: operation,
		author: reviewed.author,
		decision,
		note,
		decidedBy: act.actor,
		atMs: act.at
	});
	if (decision !== 'asked') work.reviews.push({ operation, decidedMs: act.at, decidedBy: act.actor, decision, note });
	return null;
}

/**
 * Judges the act as if it had been admitted when it came: its own day, its author's series. Its receipt number and its cash were
 * counted then, so only the dossier changes now.
 */
function takeEffectNow(
	work: Work,
	act: Act<'review.decided'>,
	{ act: late, role, series }: ReviewedRow
): string | null {
	const dossier = act.dossier === null ? undefined : work.dossiers.get(act.dossier);
	if (!late || !dossier || late.dossier !== dossier.id) return 'dossier-missing';
	const decision = decide(dossier, late, { role, series, lastReceipt: 0, ...work.reading.rules });
	if (!decision.state || decision.state === dossier.state) return 'review-without-effect';
	takeEffect(work, late, dossier, decision);
	if (late.kind === 'payment.recorded')
		work.payments.push({ operation: late.id, status: 'recorded', request: null, reversal: null });
	return null;
}
