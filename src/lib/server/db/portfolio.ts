// The portfolio for the office: filtered lists, and what a manager changes on many dossiers at once.
import * as v from 'valibot';
import { ALERTS, PHASES } from '$lib/core/dossier';
import { dossierIdSchema, type DossierId, type OrganisationId, type UserId } from '$lib/core/ids';
import { currencySchema, dateSchema, integerSchema } from '$lib/core/operation';
import type { PortfolioFilter, PortfolioSort } from '$lib/core/portfolio-filter';
import type { Instant, LocalDate } from '$lib/core/time';
import { assembled, statement, type Database, type Statement } from './connection';
import { jsonColumn, readRow, readRows } from './read-rows';
import { containsPattern } from './fold';

export const PAGE_SIZE = 50;

const rowSchema = v.object({
	id: dossierIdSchema,
	ref: v.string(),
	debtor: v.string(),
	kind: v.picklist(['consumer', 'professional']),
	creditor: v.string(),
	city: v.nullable(v.string()),
	phase: v.picklist(PHASES),
	currency: currencySchema,
	balance: integerSchema,
	dueOn: v.nullable(dateSchema),
	letterSentOn: v.nullable(dateSchema),
	alerts: jsonColumn(v.array(v.picklist(ALERTS))),
	collector: v.nullable(v.string())
});
export type PortfolioRow = v.InferOutput<typeof rowSchema>;

export type PortfolioPage = {
	readonly rows: readonly PortfolioRow[];
	/** Dossiers that the filter keeps, on all pages, and their balance in minor units. */
	readonly total: number;
	readonly balance: number;
};

const ALL_ALERTS = `(SELECT json_group_array(DISTINCT value) FROM
	(SELECT value FROM json_each(d.alerts) UNION SELECT value FROM json_each(d.state, '$.alerts')))`;

const FROM = `dossier d JOIN debtor b ON b.id = d.debtor JOIN creditor c ON c.id = d.creditor
	LEFT JOIN assignment a ON a.org = d.org AND a.dossier = d.id LEFT JOIN user u ON u.id = a.user`;

const SORTS: Readonly<Record<PortfolioSort, string>> = {
	ref: 'd.ref',
	debtor: 'b.name COLLATE NOCASE',
	city: `json_extract(b.addresses, '$[0].city') COLLATE NOCASE`,
	balance: 'd.balance_minor',
	due: 'dueOn',
	collector: 'u.name COLLATE NOCASE'
};

/** One page of the dossiers that a filter keeps; `today` decides which promises are overdue. */
export async function listPortfolio(
	db: Database,
	org: OrganisationId,
	filter: PortfolioFilter,
	today: LocalDate
): Promise<PortfolioPage> {
	const { where, args } = conditionsOf(filter, today);
	const direction = filter.down ? 'DESC' : 'ASC';
	const [rows, totals] = await db.readBatch([
		assembled(
			org,
			`SELECT d.id, d.ref, b.name AS debtor, b.kind, c.name AS creditor, d.phase, d.currency,
				json_extract(b.addresses, '$[0].city') AS city, d.balance_minor AS balance, u.name AS collector,
				(SELECT MIN(due_on) FROM claim WHERE dossier = d.id) AS dueOn, d.letter_sent_on AS letterSentOn,
				${ALL_ALERTS} AS alerts
			FROM ${FROM} WHERE ${where} ORDER BY ${SORTS[filter.sort]} ${direction}, d.ref LIMIT ${PAGE_SIZE} OFFSET :offset`,
			{ ...args, offset: (filter.page - 1) * PAGE_SIZE }
		),
		assembled(org, `SELECT COUNT(*) AS total, TOTAL(d.balance_minor) AS balance FROM ${FROM} WHERE ${where}`, args)
	]);
	const sums = readRow(totals, v.object({ total: integerSchema, balance: v.number() }));
	return { rows: readRows(rows, rowSchema), total: sums?.total ?? 0, balance: sums?.balance ?? 0 };
}

/** Ids of every dossier that a filter keeps, at most `max`: what "all of them" means in a bulk act. */
export async function idsOfPortfolio(
	db: Database,
	org: OrganisationId,
	filter: PortfolioFilter,
	today: LocalDate,
	max: number
): Promise<readonly DossierId[]> {
	const { where, args } = conditionsOf(filter, today);
	const [rows] = await db.readBatch([
		assembled(org, `SELECT d.id FROM ${FROM} WHERE ${where} ORDER BY d.ref LIMIT :max`, { ...args, max })
	]);
	return readRows(rows, v.object({ id: dossierIdSchema })).map((row) => row.id);
}

export type BulkAct = {
	readonly ids: readonly DossierId[];
	readonly actor: UserId;
	readonly now: Instant;
};

/** Gives dossiers to a collector, or takes them from whoever has them; answers how many now are as asked. */
export async function assignDossiers(
	db: Database,
	org: OrganisationId,
	collector: UserId | null,
	act: BulkAct
): Promise<number> {
	const ids = JSON.stringify(act.ids);
	const assign = collector
		? statement(
				org,
				`INSERT INTO assignment (org, dossier, user, from_ms)
					SELECT :org, d.id, u.id, :now FROM json_each(:ids) j JOIN dossier d ON d.id = j.value AND d.org = :org
						JOIN user u ON u.id = :collector AND u.org = :org AND u.role = 'collector' AND u.disabled_ms IS NULL WHERE TRUE
					ON CONFLICT (org, dossier) DO UPDATE SET user = excluded.user, from_ms = excluded.from_ms
						WHERE assignment.user <> excluded.user`,
				{ ids, collector, now: act.now }
			)
		: statement(org, `DELETE FROM assignment WHERE org = :org AND dossier IN (SELECT value FROM json_each(:ids))`, {
				ids
			});
	const [, counted] = await db.writeBatch([
		assign,
		statement(
			org,
			`SELECT COUNT(*) AS count FROM dossier d LEFT JOIN assignment a ON a.org = d.org AND a.dossier = d.id
				WHERE d.org = :org AND d.id IN (SELECT value FROM json_each(:ids)) AND a.user IS :collector`,
			{ ids, collector }
		),
		auditOf(org, act, 'dossier.assigned', { collector, count: act.ids.length })
	]);
	return readRow(counted, v.object({ count: integerSchema }))?.count ?? 0;
}

/** What recognises the code that is printed on the letter of a dossier. */
export type PrintedCode = { readonly id: DossierId; readonly salt: string; readonly hash: string };

/**
 * Notes that the R124-4 letter was sent for dossiers, with the code that each carries, if any; phones learn of it. Answers how
 * many dossiers carry the letter now.
 */
export async function markLetterSent(
	db: Database,
	org: OrganisationId,
	letter: { readonly ref: string; readonly sentOn: LocalDate },
	act: BulkAct,
	codes: readonly PrintedCode[] = []
): Promise<number> {
	const ids = JSON.stringify(act.ids);
	const [, , , , counted] = await db.writeBatch([
		statement(org, `UPDATE meta SET rev = rev + 1 WHERE org = :org`),
		statement(
			org,
			`UPDATE dossier SET letter_ref = :ref, letter_sent_on = :sentOn, rev = (SELECT rev FROM meta WHERE org = :org)
				WHERE org = :org AND id IN (SELECT value FROM json_each(:ids))`,
			{ ids, ...letter }
		),
		statement(
			org,
			`UPDATE dossier SET letter_salt = j.value ->> '$.salt', letter_hash = j.value ->> '$.hash'
				FROM json_each(:codes) j WHERE org = :org AND dossier.id = j.value ->> '$.id'`,
			{ codes: JSON.stringify(codes) }
		),
		changesAtThisRevision(org, ids),
		statement(
			org,
			`SELECT COUNT(*) AS count FROM dossier
				WHERE org = :org AND id IN (SELECT value FROM json_each(:ids)) AND letter_ref = :ref AND letter_sent_on = :sentOn`,
			{ ids, ...letter }
		),
		auditOf(org, act, 'dossier.letter-sent', { ...letter, count: act.ids.length, codes: codes.length })
	]);
	return readRow(counted, v.object({ count: integerSchema }))?.count ?? 0;
}

/** Tells phones of the dossiers that were changed at the revision of this write. */
export const changesAtThisRevision = (org: OrganisationId, ids: string): Statement =>
	statement(
		org,
		`INSERT OR IGNORE INTO change (org, rev, subject, id)
			SELECT d.org, d.rev, 'dossier', d.id FROM dossier d
			WHERE d.org = :org AND d.rev = (SELECT rev FROM meta WHERE org = :org) AND d.id IN (SELECT value FROM json_each(:ids))`,
		{ ids }
	);

function auditOf(
	org: OrganisationId,
	act: BulkAct,
	action: string,
	detail: Readonly<Record<string, string | number | null>>
): Statement {
	return statement(
		org,
		`INSERT INTO audit (org, at_ms, actor, action, detail) VALUES (:org, :now, :actor, :action, :detail)`,
		{ now: act.now, actor: act.actor, action, detail: JSON.stringify({ ...detail, dossiers: act.ids }) }
	);
}

function conditionsOf(
	filter: PortfolioFilter,
	today: LocalDate
): { readonly where: string; readonly args: Readonly<Record<string, string | number>> } {
	const conditions = ['d.org = :org'];
	const args: Record<string, string | number> = {};
	const keep = (condition: string, name: string, value: string | number | null) => {
		if (value === null) return;
		conditions.push(condition);
		if (condition.includes(`:${name}`)) args[name] = value;
	};
	const haystack = `d.ref || ' ' || b.name || ' ' || COALESCE(json_extract(b.addresses, '$[0].city'), '')`;
	keep(`${haystack} GLOB :q`, 'q', containsPattern(filter.q));
	keep('d.creditor = :creditor', 'creditor', filter.creditor);
	keep('d.phase = :phase', 'phase', filter.phase);
	keep(filter.collector === 'none' ? 'a.user IS NULL' : 'a.user = :collector', 'collector', filter.collector);
	keep('d.balance_minor >= :min', 'min', filter.min);
	keep('d.balance_minor <= :max', 'max', filter.max);
	keep(
		filter.alert === 'any' ? `json_array_length(${ALL_ALERTS}) > 0` : `instr(${ALL_ALERTS}, '"' || :alert || '"') > 0`,
		'alert',
		filter.alert
	);
	keep(filter.letter === 'sent' ? 'd.letter_ref IS NOT NULL' : 'd.letter_ref IS NULL', 'letter', filter.letter);
	keep(
		`EXISTS (SELECT 1 FROM promise p WHERE p.org = d.org AND p.dossier = d.id AND p.status = 'open' AND p.due_on < :today)`,
		'today',
		filter.promise === null ? null : today
	);
	return { where: conditions.join(' AND '), args };
}
