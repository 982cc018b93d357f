// The board of a day out of the projections: one read says whether anything changed, a second brings the figures.
import type { ResultSet } from '@libsql/client/http';
import * as v from 'valibot';
import { boardSchema, type Board } from '$lib/core/board';
import type { OrganisationId } from '$lib/core/ids';
import type { LocalDate } from '$lib/core/time';
import { statement, type Database, type Statement } from './db/connection';
import { DEBT_COLUMNS } from './db/phone-debts';
import { readRow, readRows } from './db/read-rows';

const versionRow = v.object({ rev: v.number(), seen: v.number() });

/** A weak ETag of the board of a day; it changes with every write that a figure may come from, and when a phone was heard of. */
export async function boardVersion(
	db: Database,
	org: OrganisationId,
	day: LocalDate,
	today: LocalDate
): Promise<{ readonly etag: string; readonly rev: number }> {
	const [found] = await db.readBatch([
		statement(
			org,
			`SELECT rev, (SELECT COALESCE(MAX(last_seen_ms), 0) FROM device WHERE org = :org) AS seen FROM meta WHERE org = :org`
		)
	]);
	const { rev = 0, seen = 0 } = readRow(found, versionRow) ?? {};
	return { etag: `W/"${rev}-${seen}-${day}-${today}"`, rev };
}

/** The figures of a day, in one round trip; `today` decides which promises are broken. */
export async function readBoard(
	db: Database,
	org: OrganisationId,
	{ day, today, rev }: { readonly day: LocalDate; readonly today: LocalDate; readonly rev: number }
): Promise<Board> {
	const results = await db.readBatch(boardStatements(org, day, today));
	const rows = <const Schema extends v.GenericSchema>(index: number, schema: Schema) => [
		...readRows(results[index], schema)
	];
	const { entries } = boardSchema;
	return {
		day,
		rev,
		byCollector: rows(0, entries.byCollector.item),
		byMeans: rows(1, entries.byMeans.item),
		byHour: rows(2, entries.byHour.item),
		byCreditor: rows(3, entries.byCreditor.item),
		targets: rows(4, entries.targets.item),
		visits: rows(5, entries.visits.item),
		promises: rows(6, entries.promises.item),
		protocols: rows(7, entries.protocols.item),
		cash: rows(8, entries.cash.item),
		phones: phonesOf(results[9]),
		reviews: readRow(results[10], countRow)?.n ?? 0,
		bank: rows(11, entries.bank.item),
		proposals: readRow(results[12], countRow)?.n ?? 0
	};
}

const countRow = v.object({ n: v.number() });
const phoneRow = v.object({ ...boardSchema.entries.phones.item.entries, isForked: v.number() });

const phonesOf = (result: ResultSet | undefined): Board['phones'] =>
	readRows(result, phoneRow).map(({ isForked, ...phone }) => ({ ...phone, isForked: isForked === 1 }));

/** What counts as collected; quarantined money is in the cash and not in the figures. */
const COLLECTED =
	`payment p WHERE p.org = :org AND p.day = :day AND p.status IN ('recorded', 'reversal-requested')` as const;
const SUMS = 'p.currency, SUM(p.minor) AS minor, COUNT(*) AS count' as const;

function boardStatements(org: OrganisationId, day: LocalDate, today: LocalDate): readonly Statement[] {
	return [
		statement(
			org,
			`SELECT t.*, COALESCE(u.name, '') AS name FROM (SELECT p.collector, ${SUMS} FROM ${COLLECTED} GROUP BY p.collector, p.currency) t
				LEFT JOIN user u ON u.id = t.collector ORDER BY minor DESC`,
			{ day }
		),
		statement(org, `SELECT p.means, ${SUMS} FROM ${COLLECTED} GROUP BY p.means, p.currency ORDER BY minor DESC`, {
			day
		}),
		statement(org, `SELECT p.hour, ${SUMS} FROM ${COLLECTED} GROUP BY p.hour, p.currency ORDER BY p.hour`, { day }),
		statement(
			org,
			`SELECT c.id AS creditor, COALESCE(c.name, '') AS name, t.currency, SUM(t.minor) AS minor, COUNT(*) AS count
				FROM (SELECT p.dossier, p.currency, p.minor FROM ${COLLECTED}) t
				LEFT JOIN dossier d ON d.id = t.dossier AND d.org = :org LEFT JOIN creditor c ON c.id = d.creditor
				GROUP BY c.id, t.currency ORDER BY minor DESC`,
			{ day }
		),
		statement(
			org,
			`SELECT t.collector, u.name, t.currency, t.minor FROM target t JOIN user u ON u.id = t.collector
				WHERE t.org = :org AND t.day = :day ORDER BY u.name`,
			{ day }
		),
		selectVisits(org, day),
		statement(
			org,
			`SELECT CASE WHEN status = 'kept' THEN 'kept' WHEN due_on < :today THEN 'broken' ELSE 'open' END AS status,
				currency, SUM(minor) AS minor, COUNT(*) AS count FROM promise
				WHERE org = :org AND due_on = :day AND status <> 'replaced' GROUP BY 1, 2 ORDER BY 1`,
			{ day, today }
		),
		statement(
			org,
			`SELECT p.operation, p.dossier, d.ref, b.name AS debtor, COALESCE(u.name, '') AS collector, p.currency,
				p.total_minor AS minor, p.down_minor AS down, p.instalments, p.at_ms AS atMs
				FROM protocol p JOIN dossier d ON d.id = p.dossier JOIN debtor b ON b.id = d.debtor
				LEFT JOIN user u ON u.id = p.collector WHERE p.org = :org AND p.day = :day ORDER BY p.at_ms DESC`,
			{ day }
		),
		statement(
			org,
			`SELECT c.holder, u.name, iif(u.role = 'collector', 'collector', 'desk') AS place, c.currency, c.minor FROM cash_balance c JOIN user u ON u.id = c.holder
				WHERE c.org = :org AND c.minor <> 0 ORDER BY c.minor DESC`
		),
		statement(
			org,
			`SELECT d.id AS device, d.user, u.name, d.series, d.seq, d.last_seen_ms AS lastSeenMs, d.forked_ms IS NOT NULL AS isForked,
					${DEBT_COLUMNS}
				FROM device d JOIN user u ON u.id = d.user
				WHERE d.org = :org AND d.kind = 'field' AND d.revoked_ms IS NULL ORDER BY u.name, d.series`
		),
		statement(org, 'SELECT COUNT(*) AS n FROM review WHERE org = :org AND decided_ms IS NULL'),
		selectBank(org, day),
		statement(org, `SELECT COUNT(*) AS n FROM proposal WHERE org = :org AND status = 'waiting'`)
	];
}

const selectBank = (org: OrganisationId, day: LocalDate): Statement =>
	statement(
		org,
		`SELECT currency, SUM(iif(confirmed IS NULL, minor, 0)) AS inTransit,
			SUM(iif(credited_on = :day, credited_minor, 0)) AS credited FROM cash_deposit
			WHERE org = :org AND (confirmed IS NULL OR credited_on = :day) GROUP BY currency ORDER BY currency`,
		{ day }
	);

const selectVisits = (org: OrganisationId, day: LocalDate): Statement =>
	statement(
		org,
		`WITH done AS (
			SELECT round, dossier FROM visit WHERE org = :org AND day = :day
			UNION SELECT p.round, p.dossier FROM ${COLLECTED}
			UNION SELECT round, dossier FROM protocol WHERE org = :org AND day = :day
		)
		SELECT r.collector, u.name, COUNT(*) AS planned, COUNT(done.dossier) AS done
			FROM round r JOIN stop s ON s.round = r.id JOIN user u ON u.id = r.collector
			LEFT JOIN done ON done.round = r.id AND done.dossier = s.dossier
			WHERE r.org = :org AND r.day = :day AND r.status <> 'draft' GROUP BY r.collector ORDER BY u.name`,
		{ day }
	);
