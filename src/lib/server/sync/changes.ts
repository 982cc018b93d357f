// What a collector may see since his cursor: whole dossiers page by page, what left his scope, his rounds, and a fingerprint of it all.
import type { ResultSet } from '@libsql/client/http';
import * as v from 'valibot';
import type { CashBag } from '$lib/core/cash-day';
import { snapshotDigest, type Sha256 } from '$lib/core/chain';
import { dossierIdSchema, roundIdSchema, userIdSchema, type OrganisationId, type UserId } from '$lib/core/ids';
import { currencySchema, dateSchema, stopSchema } from '$lib/core/operation';
import { ROUND_STATUSES } from '$lib/core/round';
import { addDays, type LocalDate } from '$lib/core/time';
import { publicKeySchema, type Cursor, type Pull } from '$lib/core/wire';
import { statement, type Statement } from '../db/connection';
import { decisionsOf, selectDecisions } from '../db/decisions';
import { bagOf, selectBag } from '../db/cash-book';
import { DOSSIER_COLUMNS, DOSSIER_TABLES, dossiersOf, STATES_ROOM } from '../db/dossiers';
import { houseFactsOf, selectRulesSince } from '../db/house-rules';
import { jsonColumn, readRow, readRows } from '../db/read-rows';

/** Dossiers of one page, about 1 MB of JSON; fewer where their states are more bytes than one answer has room for. */
export const PAGE_SIZE = 500;
/** Rounds from yesterday on are sent; the phone drops older ones by itself. */
const ROUND_DAYS_BEHIND = 1;

export type PullAsked = {
	readonly org: OrganisationId;
	readonly user: UserId;
	/** Null for a fresh snapshot. */
	readonly cursor: Cursor | null;
	readonly today: LocalDate;
	/** What the phone reads beyond the first form of a pull. */
	readonly reads: readonly string[];
};

/** Number of statements of a pull, so that its results can be cut off the end of a batch. */
export const PULL_STATEMENTS = 8;

/** The SELECTs of a pull; they end the write batch, or the read batch of a sync with nothing to write. */
export function pullStatements({ org, user, cursor, today, reads }: PullAsked): readonly Statement[] {
	const base = cursor?.rev ?? 0;
	const page = { user, base, after: cursor?.after ?? '', limit: PAGE_SIZE + 1, size: PAGE_SIZE, room: STATES_ROOM };
	return [
		statement(org, 'SELECT rev, recovery_key, recovery_rev FROM meta WHERE org = :org'),
		statement(
			org,
			`SELECT ${DOSSIER_COLUMNS}, f.found FROM (
				SELECT id, COUNT(*) OVER () AS found, ROW_NUMBER() OVER (ORDER BY id) AS place,
					SUM(bytes) OVER (ORDER BY id) - bytes AS before
				FROM (SELECT n.id, octet_length(n.state) AS bytes FROM scope s, dossier n
					WHERE n.id = s.dossier AND s.org = :org AND s.user = :user AND n.org = :org AND n.id > :after
						AND (n.rev > :base OR s.rev > :base)
					ORDER BY n.id LIMIT :limit)
				) f CROSS JOIN ${DOSSIER_TABLES}
				WHERE d.id = f.id AND f.place <= :size AND f.before < :room ORDER BY f.id`,
			page
		),
		statement(
			org,
			`SELECT DISTINCT dossier AS id FROM scope_event WHERE org = :org AND user = :user AND rev > :base AND :base > 0
				AND direction = 'out' AND dossier NOT IN (SELECT dossier FROM scope WHERE org = :org AND user = :user)`,
			{ user, base }
		),
		statement(
			org,
			`SELECT r.id, r.rev, r.day, r.collector, r.status, r.target_minor, r.currency, (
				SELECT json_group_array(json_object('dossier', s.dossier, 'pinned', json(iif(s.pinned, 'true', 'false')),
					'window', iif(s.window_from IS NULL, NULL, json_object('from', s.window_from, 'to', s.window_to)),
					'override', s.override_reason))
				FROM (SELECT * FROM stop WHERE round = r.id ORDER BY position) s) AS stops
				FROM round r WHERE r.org = :org AND r.collector = :user AND r.rev > :base AND r.day >= :from
					AND r.status <> 'draft' ORDER BY r.day, r.id`,
			{ user, base, from: addDays(today, -ROUND_DAYS_BEHIND) }
		),
		statement(
			org,
			'SELECT d.id, d.rev FROM scope s JOIN dossier d ON d.id = s.dossier WHERE s.org = :org AND s.user = :user',
			{ user }
		),
		selectRulesSince(org, base),
		selectDecisions(org, user, reads.includes('decisions') ? base : null, today),
		selectBag(org, user, today)
	];
}

const metaRow = v.object({
	rev: v.number(),
	recovery_key: v.nullable(jsonColumn(publicKeySchema)),
	recovery_rev: v.number()
});
/** How many dossiers there are from here on, counted to one more than a page. */
const foundRow = v.object({ found: v.number() });
const idRow = v.object({ id: dossierIdSchema });
const fingerprintRow = v.object({ id: dossierIdSchema, rev: v.number() });
const roundRow = v.object({
	id: roundIdSchema,
	rev: v.number(),
	day: dateSchema,
	collector: userIdSchema,
	status: v.picklist(ROUND_STATUSES),
	target_minor: v.number(),
	currency: currencySchema,
	stops: jsonColumn(v.array(stopSchema))
});

/**
 * Reads the results of `pullStatements`. A longer answer goes on at `cursor`; everything that changes meanwhile is newer than
 * `until` and comes with the next delta. `through` holds for the whole answer, so a phone takes it over with the last page.
 */
export async function readPull(
	results: readonly ResultSet[],
	asked: PullAsked,
	through: number,
	sha256: Sha256
): Promise<Pull> {
	const meta = readRow(results[0], metaRow);
	const rev = meta?.rev ?? 0;
	const dossiers = dossiersOf(results[1]);
	const more = (readRow(results[1], foundRow)?.found ?? 0) > dossiers.length;
	const until = asked.cursor?.until ?? rev;
	const after = more ? (dossiers.at(-1)?.id ?? null) : null;
	const all = readRows(results[4], fingerprintRow);
	const { parameters, insuredUntil } = houseFactsOf(results[5]);
	return {
		mode: (asked.cursor?.rev ?? 0) === 0 ? 'snapshot' : 'delta',
		dossiers: [...dossiers],
		// With the last page, so that no round comes before its dossiers.
		rounds: more
			? []
			: readRows(results[3], roundRow).map(({ target_minor: target, ...round }) => ({ ...round, target })),
		parameters: more ? null : parameters && [...parameters],
		insuredUntil,
		removed: readRows(results[2], idRow).map(({ id }) => id),
		...(more ? {} : newsFor(asked, results[6], meta)),
		...(more || !asked.reads.includes('cash') ? {} : cashFor(bagOf(results[7], asked.today))),
		through,
		cursor: more ? { rev: asked.cursor?.rev ?? 0, after, until } : { rev: until, after: null, until: null },
		until,
		more,
		count: all.length,
		digest: await snapshotDigest(all, sha256)
	};
}

const cashFor = (cash: CashBag | null): Pick<Pull, 'cash'> => (cash ? { cash } : {});

/** What only a phone that says it reads it is sent; parts with nothing new are left out. */
function newsFor(
	{ cursor, reads }: PullAsked,
	decided: ResultSet | undefined,
	meta: v.InferOutput<typeof metaRow> | null
): Pick<Pull, 'decisions' | 'recoveryKey'> {
	const decisions = decisionsOf(decided);
	const isKeyNew = meta !== null && meta.recovery_rev > (cursor?.rev ?? 0) && reads.includes('recovery-key');
	return {
		...(decisions.length > 0 ? { decisions: [...decisions] } : {}),
		...(isKeyNew ? { recoveryKey: meta.recovery_key } : {})
	};
}
