// Which dossiers a collector may see: made equal to his rounds and overdue promises at each sync, and remembered as a history.
import type { OrganisationId, UserId } from '$lib/core/ids';
import { addDays, type LocalDate } from '$lib/core/time';
import { statement, type Statement } from '../db/connection';
import { CURRENT_REV } from './rows';

/** Rounds from yesterday to two days ahead are on the phone; a promise is followed for thirty days after its date. */
const DAYS_BEHIND = 1;
const DAYS_AHEAD = 2;
const PROMISE_DAYS = 30;

export type ScopeEvent = { readonly rev: number; readonly direction: 'in' | 'out' };

/** What the scope of a user is and what it should be: `dossier, direction` of each difference. */
const DIFFERENCE = `(
	WITH desired AS (
		SELECT s.dossier FROM round r JOIN stop s ON s.round = r.id
		WHERE r.org = :org AND r.collector = :user AND r.status <> 'draft' AND r.day BETWEEN :from AND :to
		UNION
		SELECT a.dossier FROM assignment a JOIN promise p ON p.org = a.org AND p.dossier = a.dossier
		WHERE a.org = :org AND a.user = :user AND p.status = 'open' AND p.due_on >= :overdue AND p.due_on < :today
	)
	SELECT dossier, 'in' AS direction FROM desired
	WHERE dossier NOT IN (SELECT dossier FROM scope WHERE org = :org AND user = :user)
	UNION ALL
	SELECT dossier, 'out' FROM scope WHERE org = :org AND user = :user AND dossier NOT IN (SELECT dossier FROM desired)
)` as const;

const windowOf = (user: UserId | null, today: LocalDate) => ({
	user,
	today,
	from: addDays(today, -DAYS_BEHIND),
	to: addDays(today, DAYS_AHEAD),
	overdue: addDays(today, -PROMISE_DAYS)
});

/** Counts the differences (`changes`), so that a sync with nothing to do writes nothing; none without a user. */
export const countScopeChanges = (org: OrganisationId, user: UserId | null, today: LocalDate): Statement =>
	statement(org, `SELECT COUNT(*) AS changes FROM ${DIFFERENCE}`, windowOf(user, today));

/** Makes the scope what it should be, inside the write batch that has made a new revision. */
export function reconcileScope(org: OrganisationId, user: UserId, today: LocalDate): readonly Statement[] {
	const newest = `rev = ${CURRENT_REV}` as const;
	return [
		statement(
			org,
			`INSERT INTO scope_event (org, rev, user, dossier, direction)
				SELECT :org, ${CURRENT_REV}, :user, dossier, direction FROM ${DIFFERENCE}`,
			windowOf(user, today)
		),
		statement(
			org,
			`DELETE FROM scope WHERE org = :org AND user = :user AND dossier IN (
				SELECT dossier FROM scope_event WHERE org = :org AND user = :user AND direction = 'out' AND ${newest})`,
			{ user }
		),
		statement(
			org,
			`INSERT OR IGNORE INTO scope (org, user, dossier, rev) SELECT org, user, dossier, rev FROM scope_event
				WHERE org = :org AND user = :user AND direction = 'in' AND ${newest}`,
			{ user }
		)
	];
}

/**
 * Says whether an act was authored in scope: the last event that its author's snapshot could hold said 'in'.
 * A snapshot of an earlier epoch counts revisions that a restore may have lost: there, having ever been in scope is enough.
 */
export function wasInScope(
	history: readonly ScopeEvent[],
	base: { readonly epoch: number; readonly rev: number },
	epoch: number
): boolean {
	if (base.epoch !== epoch) return history.some((event) => event.direction === 'in');
	return history.findLast((event) => event.rev <= base.rev)?.direction === 'in';
}

/** Rounds up to the phone's cursor have reached it. No phone needs to learn that, so their revision stays. */
export const markDelivered = (org: OrganisationId, user: UserId, rev: number): Statement =>
	statement(
		org,
		`UPDATE round SET status = 'on-phone'
			WHERE org = :org AND collector = :user AND status = 'published' AND rev <= :rev`,
		{ user, rev }
	);
