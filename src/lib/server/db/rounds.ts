// Rounds for the office: lists, drafts that no phone sees yet, and what is needed to plan one.
import * as v from 'valibot';
import type { HouseRules } from '$lib/core/country/house-rules';
import type { Dossier } from '$lib/core/dossier';
import {
	dossierIdSchema,
	roundIdSchema,
	userIdSchema,
	type DossierId,
	type OrganisationId,
	type RoundId,
	type UserId
} from '$lib/core/ids';
import { currencySchema, dateSchema, integerSchema } from '$lib/core/operation';
import { ROUND_STATUSES, type Stop } from '$lib/core/round';
import type { LocalDate } from '$lib/core/time';
import { statement, type Database } from './connection';
import { dossiersOf, DOSSIER_COLUMNS, DOSSIER_TABLES } from './dossiers';
import { houseRulesOf, selectRules } from './house-rules';
import { readRow, readRows } from './read-rows';

const listSchema = v.object({
	id: roundIdSchema,
	day: dateSchema,
	collectorId: userIdSchema,
	collector: v.string(),
	status: v.picklist(ROUND_STATUSES),
	target: integerSchema,
	currency: currencySchema,
	stops: integerSchema,
	done: integerSchema,
	collected: integerSchema
});
export type RoundListRow = v.InferOutput<typeof listSchema>;

/** Rounds of a few days with what became of their stops. */
export async function listRounds(
	db: Database,
	org: OrganisationId,
	from: LocalDate,
	until: LocalDate
): Promise<readonly RoundListRow[]> {
	const [rows] = await db.readBatch([
		statement(
			org,
			`SELECT r.id, r.day, r.collector AS collectorId, u.name AS collector, r.status, r.target_minor AS target, r.currency,
				(SELECT COUNT(*) FROM stop s WHERE s.round = r.id) AS stops,
				(SELECT COUNT(*) FROM stop s WHERE s.round = r.id AND (
					EXISTS (SELECT 1 FROM visit x WHERE x.org = r.org AND x.dossier = s.dossier AND x.round = r.id AND x.day = r.day)
					OR EXISTS (SELECT 1 FROM payment p WHERE p.org = r.org AND p.dossier = s.dossier AND p.round = r.id
						AND p.status IN ('recorded', 'reversal-requested'))
					OR EXISTS (SELECT 1 FROM protocol q WHERE q.org = r.org AND q.dossier = s.dossier AND q.round = r.id))) AS done,
				(SELECT COALESCE(SUM(p.minor), 0) FROM payment p WHERE p.org = r.org AND p.round = r.id AND p.currency = r.currency
					AND p.status IN ('recorded', 'reversal-requested')) AS collected
			FROM round r JOIN user u ON u.id = r.collector
			WHERE r.org = :org AND r.day BETWEEN :from AND :until ORDER BY r.day DESC, u.name`,
			{ from, until }
		)
	]);
	return readRows(rows, listSchema);
}

/** The round of a collector on a day that can still be changed, if there is one. */
export async function openRoundOf(
	db: Database,
	org: OrganisationId,
	collector: UserId,
	day: LocalDate
): Promise<RoundId | null> {
	const [rows] = await db.readBatch([
		statement(
			org,
			`SELECT id FROM round WHERE org = :org AND collector = :collector AND day = :day
				AND status NOT IN ('closed', 'reconciled') LIMIT 1`,
			{ collector, day }
		)
	]);
	return readRow(rows, v.object({ id: roundIdSchema }))?.id ?? null;
}

export type DraftRound = {
	readonly id: RoundId;
	readonly collector: UserId;
	readonly day: LocalDate;
	readonly target: number;
};

/**
 * Stores a draft with these dossiers and, in front, every dossier of the collector whose promise is overdue that day. Unknown and
 * foreign ids are left out. False when the collector is none of the organisation.
 */
export async function createDraft(
	db: Database,
	org: OrganisationId,
	draft: DraftRound,
	dossiers: readonly DossierId[]
): Promise<boolean> {
	const [inserted] = await db.writeBatch([
		statement(
			org,
			`INSERT INTO round (id, org, collector, day, status, target_minor, currency, rev)
				SELECT :id, o.id, u.id, :day, 'draft', :target, o.currency, m.rev
				FROM organisation o JOIN meta m ON m.org = o.id JOIN user u ON u.org = o.id AND u.id = :collector
					AND u.role = 'collector' AND u.disabled_ms IS NULL WHERE o.id = :org RETURNING id`,
			draft
		),
		statement(
			org,
			`INSERT INTO stop (org, round, position, dossier)
				SELECT :org, r.id, ROW_NUMBER() OVER (ORDER BY MIN(w.rank), MIN(w.place)) - 1, w.dossier
				FROM round r, (
					SELECT p.dossier, 0 AS rank, p.due_on AS place FROM promise p
						JOIN assignment a ON a.org = p.org AND a.dossier = p.dossier AND a.user = :collector
						WHERE p.org = :org AND p.status = 'open' AND p.due_on < :day
					UNION ALL SELECT d.id, 1, j.key FROM json_each(:dossiers) j JOIN dossier d ON d.id = j.value AND d.org = :org) w
				WHERE r.org = :org AND r.id = :id GROUP BY w.dossier LIMIT 120`,
			{ id: draft.id, collector: draft.collector, day: draft.day, dossiers: JSON.stringify(dossiers) }
		)
	]);
	return (inserted?.rows.length ?? 0) > 0;
}

/** Keeps a draft as it stands; a round that is published is changed only by publishing again. */
export async function saveDraft(
	db: Database,
	org: OrganisationId,
	id: RoundId,
	target: number,
	stops: readonly Stop[]
): Promise<void> {
	await db.writeBatch([
		statement(org, `UPDATE round SET target_minor = :target WHERE org = :org AND id = :id AND status = 'draft'`, {
			id,
			target
		}),
		statement(
			org,
			`DELETE FROM stop WHERE org = :org AND round = (SELECT id FROM round WHERE org = :org AND id = :id AND status = 'draft')`,
			{ id }
		),
		statement(
			org,
			`INSERT INTO stop (org, round, position, dossier, pinned, window_from, window_to, override_reason)
				SELECT r.org, r.id, j.key, d.id, j.value ->> '$.pinned', j.value ->> '$.window.from', j.value ->> '$.window.to',
					j.value ->> '$.override'
				FROM round r, json_each(:stops) j JOIN dossier d ON d.id = j.value ->> '$.dossier' AND d.org = r.org
				WHERE r.org = :org AND r.id = :id AND r.status = 'draft'`,
			{ id, stops: JSON.stringify(stops) }
		)
	]);
}

/** Throws a draft away; nothing else can be deleted. */
export async function discardDraft(db: Database, org: OrganisationId, id: RoundId): Promise<void> {
	await db.writeBatch([
		statement(
			org,
			`DELETE FROM stop WHERE org = :org AND round = (SELECT id FROM round WHERE org = :org AND id = :id AND status = 'draft')`,
			{ id }
		),
		statement(org, `DELETE FROM round WHERE org = :org AND id = :id AND status = 'draft'`, { id })
	]);
}

const roundSchema = v.object({
	id: roundIdSchema,
	day: dateSchema,
	collectorId: userIdSchema,
	collector: v.string(),
	status: v.picklist(ROUND_STATUSES),
	target: integerSchema,
	currency: currencySchema
});
const stopRowSchema = v.object({
	dossier: dossierIdSchema,
	pinned: integerSchema,
	windowFrom: v.nullable(integerSchema),
	windowTo: v.nullable(integerSchema),
	override: v.nullable(v.string())
});

export type RoundPlan = v.InferOutput<typeof roundSchema> & {
	readonly stops: readonly Stop[];
	/** Dossiers of the stops, and of the overdue promises that the round may have left out. */
	readonly dossiers: readonly Dossier[];
	readonly overdue: readonly DossierId[];
	/** What the gates of the stops are judged with. */
	readonly rules: HouseRules;
};

/** One round with its stops and whole dossiers; null when the organisation has none of this id. */
export async function roundPlan(db: Database, org: OrganisationId, id: RoundId): Promise<RoundPlan | null> {
	const overdueIds = `SELECT p.dossier FROM promise p JOIN round r ON r.org = p.org AND r.id = :id
		JOIN assignment a ON a.org = p.org AND a.dossier = p.dossier AND a.user = r.collector
		WHERE p.org = :org AND p.status = 'open' AND p.due_on < r.day` as const;
	const [rounds, stops, dossiers, overdue, rules] = await db.readBatch([
		statement(
			org,
			`SELECT r.id, r.day, r.collector AS collectorId, u.name AS collector, r.status, r.target_minor AS target, r.currency
			FROM round r JOIN user u ON u.id = r.collector WHERE r.org = :org AND r.id = :id`,
			{ id }
		),
		statement(
			org,
			`SELECT dossier, pinned, window_from AS windowFrom, window_to AS windowTo, override_reason AS override FROM stop
				WHERE org = :org AND round = :id ORDER BY position`,
			{ id }
		),
		statement(
			org,
			`SELECT ${DOSSIER_COLUMNS} FROM ${DOSSIER_TABLES} WHERE d.org = :org
				AND (d.id IN (SELECT dossier FROM stop WHERE org = :org AND round = :id) OR d.id IN (${overdueIds}))`,
			{ id }
		),
		statement(org, `SELECT DISTINCT dossier FROM (${overdueIds})`, { id }),
		selectRules(org)
	]);
	const round = readRow(rounds, roundSchema);
	if (!round) return null;
	return {
		...round,
		stops: readRows(stops, stopRowSchema).map(stopOf),
		dossiers: dossiersOf(dossiers),
		overdue: readRows(overdue, v.object({ dossier: dossierIdSchema })).map((row) => row.dossier),
		rules: houseRulesOf(rules)
	};
}

function stopOf(row: v.InferOutput<typeof stopRowSchema>): Stop {
	const { windowFrom: from, windowTo: to } = row;
	const window = from === null || to === null ? null : { from, to };
	return { dossier: row.dossier, pinned: row.pinned === 1, window, override: row.override };
}
