// The statements of one write batch: guards first, then the revision, the rows, the dossiers' states and the device's head.
import { entrustedBalance } from '$lib/core/entrusted-balance';
import type { OrganisationId } from '$lib/core/ids';
import type { Instant } from '$lib/core/time';
import { assembled, statement, type Statement } from '../db/connection';
import type { Admission } from './admit';
import { cashUpdates } from './cash-updates';
import type { Judgement } from './judge';
import type { Reading } from './reading';
import { CURRENT_REV, insertStatements } from './rows';

export type Push = {
	readonly reading: Reading;
	readonly admission: Admission;
	readonly judgement: Judgement;
	readonly now: Instant;
};

/** Says whether a push leaves anything to store. */
export const hasRows = ({ admission }: Pick<Push, 'admission'>): boolean =>
	admission.next.length > 0 || admission.aside.length > 0;

/** Everything that storing a judged push takes, in the order of execution, once `nextRevision` has run. */
export function pushStatements(push: Push): readonly Statement[] {
	const { org } = push.reading.device;
	if (!hasRows(push)) return [];
	return [
		...guards(push),
		...insertStatements(org, push.judgement.rows),
		...stateUpdates(org, push),
		...statusUpdates(org, push.judgement),
		moveHead(push)
	];
}

/** Makes the revision that all rows of this batch carry, and answers it. */
export const nextRevision = (org: OrganisationId): Statement =>
	statement(org, 'UPDATE meta SET rev = rev + 1 WHERE org = :org RETURNING rev');

/** Aborts the batch when the epoch is no longer the one that was read. */
export const guardEpoch = (org: OrganisationId, epoch: number): Statement =>
	statement(org, `INSERT INTO guard (kind, org, subject, number) VALUES ('epoch', :org, :org, :epoch)`, { epoch });

/** Notes when a device was last heard of. */
export const noteSeen = ({ device }: Reading, now: Instant): Statement =>
	statement(device.org, 'UPDATE device SET last_seen_ms = :now WHERE org = :org AND id = :device', {
		device: device.id,
		now
	});

/**
 * Notes where a phone says that its chain ends: what is beyond the head that came is owed, since it was first told. It is what the
 * phone said last, so a restore of the database is set right by the next contact.
 */
export const noteTold = ({ device }: Reading, told: number, now: Instant): Statement =>
	statement(
		device.org,
		`UPDATE device SET told_seq = :told, told_ms = :now, owing_ms = iif(:told > seq, COALESCE(owing_ms, :now), NULL)
			WHERE org = :org AND id = :device`,
		{ device: device.id, told, now }
	);

function guards({ reading, judgement }: Push): readonly Statement[] {
	const { device, author, scope } = reading;
	const { org } = device;
	const scopes = judgement.scopeAsked.map((dossier) => [author.id, dossier, scope.get(dossier)?.at(-1)?.rev ?? 0]);
	const dossiers = judgement.dossiers.map(({ before }) => [before.id, before.rev]);
	return [
		statement(org, `INSERT INTO guard (kind, org, subject, number, hash) VALUES ('head', :org, :device, :seq, :hash)`, {
			device: device.id,
			...device.head
		}),
		statement(
			org,
			`INSERT INTO guard (kind, org, subject, number)
				SELECT 'dossier', :org, json_extract(value, '$[0]'), json_extract(value, '$[1]') FROM json_each(:rows)`,
			{ rows: JSON.stringify(dossiers) }
		),
		statement(
			org,
			`INSERT INTO guard (kind, org, subject, other, number)
				SELECT 'scope', :org, json_extract(value, '$[0]'), json_extract(value, '$[1]'), json_extract(value, '$[2]')
				FROM json_each(:rows)`,
			{ rows: JSON.stringify(scopes) }
		)
	];
}

/** Dossiers that one statement brings up to date: more of them only make its text longer. */
const STATES_AT_ONCE = 25;

/**
 * Each state is a parameter of its own: as a part of one JSON text, the database would read and write it three times more, and whole
 * states of many dossiers can be longer than what it takes as one parameter (between 5 and 8 MB).
 */
function stateUpdates(org: OrganisationId, { judgement: { dossiers } }: Push): readonly Statement[] {
	const statements: Statement[] = [];
	for (let at = 0; at < dossiers.length; at += STATES_AT_ONCE) {
		const portion = dossiers.slice(at, at + STATES_AT_ONCE);
		const rows = portion.map((_, index) => `(:id${index}, :state${index}, :balance${index})`);
		const args = portion.flatMap(({ after }, index) => [
			[`id${index}`, after.id] as const,
			[`state${index}`, JSON.stringify(after.state)] as const,
			[`balance${index}`, entrustedBalance(after)] as const
		]);
		// `+` keeps the planner off the organisation's index: it would read all rows again for each of its dossiers.
		const sql = `WITH next (id, state, balance) AS (VALUES ${rows.join(', ')})
			UPDATE dossier SET state = next.state, balance_minor = next.balance, rev = ${CURRENT_REV}
			FROM next WHERE +dossier.org = :org AND dossier.id = next.id`;
		statements.push(assembled(org, sql, Object.fromEntries<string | number>(args)));
	}
	return statements;
}

function statusUpdates(org: OrganisationId, judgement: Judgement): readonly Statement[] {
	const { payments, rounds, reviews } = judgement;
	const ofPayments = payments.map(({ operation, status, request, reversal }) =>
		statement(
			org,
			`UPDATE payment SET status = :status, request = :request, reversal = :reversal
				WHERE org = :org AND operation = :operation`,
			{ operation, status, request, reversal }
		)
	);
	const ofRounds = rounds.map(({ id, status }) =>
		statement(org, `UPDATE round SET status = :status, rev = ${CURRENT_REV} WHERE org = :org AND id = :id`, {
			id,
			status
		})
	);
	const ofReviews = reviews.map(({ operation, decidedMs, decidedBy, decision, note }) =>
		statement(
			org,
			`UPDATE review SET decided_ms = :decidedMs, decided_by = :decidedBy, decision = :decision, note = :note
				WHERE org = :org AND operation = :operation`,
			{ operation, decidedMs, decidedBy, decision, note }
		)
	);
	return [...ofPayments, ...ofRounds, ...ofReviews, ...cashUpdates(org, judgement)];
}

function moveHead({ reading, admission, judgement, now }: Push): Statement {
	const { device } = reading;
	return statement(
		device.org,
		`UPDATE device SET seq = :seq, hash = :hash, last_seen_ms = :now, skew_ms = COALESCE(:skew, skew_ms),
			receipt_year = :year, receipt_number = :number,
			forked_ms = CASE WHEN :forks THEN COALESCE(forked_ms, :now) ELSE forked_ms END
			WHERE org = :org AND id = :device`,
		{
			device: device.id,
			...admission.head,
			now,
			skew: judgement.skew,
			...judgement.receipt,
			forks: admission.forks ? 1 : 0
		}
	);
}
