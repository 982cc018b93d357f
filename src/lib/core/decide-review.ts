// Decisions of the office on what was flagged, set aside or refused: the body, and who may decide what.
import * as v from 'valibot';
import { textSchema } from './body';
import { operationIdSchema, type UserId } from './ids';
import type { Act } from './operation';
import { mayAct, type Role } from './role';

/**
 * 'accepted': a flagged operation stands; one that was set aside by the server takes effect now, once. 'set-aside': it stays
 * without effect, its cash stays counted. 'asked': a question to its author; the decision is still to come.
 */
export const DECISIONS = ['accepted', 'set-aside', 'asked'] as const;
export type DecisionWord = (typeof DECISIONS)[number];

export const reviewDecidedSchema = v.strictObject({
	operation: operationIdSchema,
	decision: v.picklist(DECISIONS),
	/** Why, or what is asked; the author reads it on his phone. */
	note: textSchema(300, 3)
});

/** What is decided about, as it came and was judged. */
export type Reviewed = {
	readonly author: UserId;
	readonly role: Role;
	readonly outcome: 'applied' | 'flagged' | 'quarantined' | 'refused';
	/** Null for what cannot be read: an unknown kind, a body of another form, a forgery. */
	readonly act: Act | null;
	readonly isClosed: boolean;
};

/** What may be decided about it. Only what its author may do at all, on a dossier, can take effect later. */
export function decisionsOn({ outcome, act, role }: Omit<Reviewed, 'author' | 'isClosed'>): readonly DecisionWord[] {
	if (outcome === 'applied') return [];
	if (outcome === 'flagged') return ['accepted', 'asked'];
	const canTakeEffect = outcome === 'quarantined' && act !== null && act.dossier !== null && mayAct(role, act.kind);
	return canTakeEffect ? ['accepted', 'set-aside', 'asked'] : ['set-aside', 'asked'];
}

/** Why a decision has no effect, or null: there is nothing to decide, it was decided, by its own author, or not in this way. */
export function barOfDecision(reviewed: Reviewed | undefined, act: Act<'review.decided'>): string | null {
	if (!reviewed || reviewed.outcome === 'applied') return 'review-unknown';
	if (reviewed.isClosed) return 'review-closed';
	if (reviewed.author === act.actor) return 'review-same-person';
	return decisionsOn(reviewed).includes(act.body.decision) ? null : 'review-decision-impossible';
}
