// What the office decided about a collector's operations, as his phone gets it with a pull.
import type { ResultSet } from '@libsql/client/http';
import type { OrganisationId, UserId } from '$lib/core/ids';
import { addDays, utcMidnight, type LocalDate } from '$lib/core/time';
import { decisionSchema, type DecisionNotice } from '$lib/core/wire';
import { statement, type Statement } from './connection';
import { readRows } from './read-rows';

/** A fresh snapshot brings those of the last months; what is older is settled. */
const DAYS_BEHIND = 90;
const MOST = 500;

/** Selects the decisions about a user's operations after a revision; none where `base` is null. */
export const selectDecisions = (org: OrganisationId, user: UserId, base: number | null, today: LocalDate): Statement =>
	statement(
		org,
		`SELECT c.subject AS operation, c.decision, c.note, COALESCE(u.name, '') AS "by", c.at_ms AS atMs
			FROM decision c LEFT JOIN user u ON u.id = c.decided_by
			WHERE c.org = :org AND c.author = :user AND c.rev > :base AND c.at_ms >= :since
			ORDER BY c.rev DESC LIMIT ${MOST}`,
		{ user, base, since: utcMidnight(addDays(today, -DAYS_BEHIND)) }
	);

/** Reads the rows of `selectDecisions`, oldest first. */
export const decisionsOf = (result: ResultSet | undefined): readonly DecisionNotice[] =>
	readRows(result, decisionSchema).toReversed();
