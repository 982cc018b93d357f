// The one read batch of a sync: everything that judging these arrivals needs, and nothing that it does not.
import type { ResultSet } from '@libsql/client/http';
import * as v from 'valibot';
import type { HouseRules } from '$lib/core/country/house-rules';
import type { Dossier } from '$lib/core/dossier';
import {
	deviceIdSchema,
	dossierIdSchema,
	operationIdSchema,
	roundIdSchema,
	userIdSchema,
	type DeviceId,
	type DossierId,
	type OperationId,
	type OrganisationId,
	type RoundId,
	type UserId
} from '$lib/core/ids';
import { ROLES, type Role } from '$lib/core/role';
import { ROUND_STATUSES } from '$lib/core/round';
import { OUTCOME_KINDS, publicKeySchema, type Head, type OperationOutcome, type PublicKey } from '$lib/core/wire';
import { acrossOrganisations, statement, type Database, type Statement } from '../db/connection';
import { dossiersOf, selectDossiersBeyond, selectDossiersWithin } from '../db/dossiers';
import { cashBookOf, selectCashBook, type CashReading } from '../db/cash-book';
import { reviewedOf, selectReviewed, type ReviewedRow } from '../db/reviewed';
import { houseRulesOf, selectRules } from '../db/house-rules';
import { jsonColumn, readRow, readRows } from '../db/read-rows';
import type { Wanted } from './arrival';
import type { ScopeEvent } from './scope';

export type DeviceRow = {
	readonly id: DeviceId;
	readonly org: OrganisationId;
	readonly kind: 'field' | 'office';
	readonly publicKey: PublicKey;
	readonly series: string;
	readonly head: Head;
	readonly receipt: { readonly year: number; readonly number: number };
	readonly lastSeenMs: number | null;
	/** The end of its chain as the device last told it; null before it ever did. */
	readonly toldSeq: number | null;
	readonly isForked: boolean;
	readonly isRevoked: boolean;
};

export type Author = { readonly id: UserId; readonly role: Role; readonly isDisabled: boolean };

/** An operation that the server already has, applied or refused, at this id or at this place of the chain. */
export type Known = OperationOutcome & {
	readonly hash: string;
	/** False for an id that another device or organisation took. */
	readonly isOwn: boolean;
};

export type RoundRow = { readonly collector: UserId; readonly status: (typeof ROUND_STATUSES)[number] };

export type Reading = {
	readonly device: DeviceRow;
	readonly author: Author;
	readonly epoch: number;
	readonly rev: number;
	/** The country's rules with what this organisation approved. */
	readonly rules: HouseRules;
	readonly known: readonly Known[];
	readonly dossiers: ReadonlyMap<DossierId, Dossier>;
	readonly scope: ReadonlyMap<DossierId, readonly ScopeEvent[]>;
	/** Rounds that the arrivals name; null where the id belongs to another organisation. */
	readonly rounds: ReadonlyMap<RoundId, RoundRow | null>;
	/** Dossiers that one answer of the database has no room for: what concerns them is judged in a later request. */
	readonly unread: ReadonlySet<DossierId>;
	/** Dossiers and collectors of published rounds that exist in this organisation. */
	readonly plannable: ReadonlySet<DossierId>;
	readonly collectors: ReadonlySet<UserId>;
	/** What decisions are about. */
	readonly reviewed: ReadonlyMap<OperationId, ReviewedRow>;
	/** Who holds what, as far as acts on cash name it. */
	readonly cash: CashReading;
};

/** Whose chain is read: a phone's author is the device's user, the office device's author is whoever acts. */
export type Door = { readonly org: OrganisationId; readonly device: DeviceId; readonly actor: UserId | null };

/**
 * Reads what judging needs in one round trip (`wanted` null when nothing was pushed); null when the organisation has no such
 * device or author.
 * `more` are statements of the caller whose results come back as they are, e.g. those of the pull.
 */
export async function readForJudging(
	db: Database,
	door: Door,
	wanted: Wanted | null,
	more: readonly Statement[] = []
): Promise<{ readonly reading: Reading | null; readonly more: readonly ResultSet[] }> {
	const base = [selectDevice(door), selectAuthor(door), selectMeta(door.org), selectRules(door.org)];
	const forPush = wanted ? pushStatements(door, wanted) : [];
	const results = await db.readBatch([...base, ...forPush, ...more]);
	const rest = results.slice(base.length + forPush.length);
	return { reading: assemble(results.slice(0, base.length + forPush.length), door), more: rest };
}

const selectDevice = ({ org, device }: Door): Statement =>
	statement(
		org,
		`SELECT id, kind, public_key, series, seq, hash, receipt_year, receipt_number, last_seen_ms, told_seq, forked_ms, revoked_ms
			FROM device WHERE org = :org AND id = :device`,
		{ device }
	);

const AUTHOR = `COALESCE(:actor, (SELECT user FROM device WHERE org = :org AND id = :device))` as const;

const selectAuthor = ({ org, device, actor }: Door): Statement =>
	statement(org, `SELECT id, role, disabled_ms FROM user WHERE org = :org AND id = ${AUTHOR}`, { device, actor });

const selectMeta = (org: OrganisationId): Statement => statement(org, 'SELECT epoch, rev FROM meta WHERE org = :org');

function pushStatements(door: Door, wanted: Wanted): readonly Statement[] {
	const { org, device } = door;
	const { judged, planned, rounds, collectors } = wanted;
	const places = JSON.stringify(wanted.places);
	return [
		// An id is taken once in the whole database, so this one question goes beyond the organisation and answers only "taken".
		acrossOrganisations(
			'ids of operations are unique across organisations',
			`SELECT id, seq, hash, outcome, codes, rev, (org = :org AND device = :device) AS own FROM operation
				WHERE id IN (SELECT value->>0 FROM json_each(:places))
			UNION SELECT id, seq, hash, outcome, codes, rev, 1 FROM operation
				WHERE org = :org AND device = :device AND seq IN (SELECT value->>1 FROM json_each(:places))
			UNION SELECT id, seq, hash, 'refused', codes, NULL, 1 FROM refused_operation
				WHERE org = :org AND device = :device AND seq IN (SELECT value->>1 FROM json_each(:places))`,
			{ org, device, places }
		),
		selectDossiersWithin(org, judged),
		statement(
			org,
			`SELECT dossier, rev, direction FROM scope_event WHERE org = :org AND user = ${AUTHOR}
				AND dossier IN (SELECT value FROM json_each(:dossiers)) ORDER BY rev`,
			{ device, actor: door.actor, dossiers: JSON.stringify(judged) }
		),
		statement(
			org,
			`SELECT id, collector, status, org = :org AS own FROM round WHERE id IN (SELECT value FROM json_each(:ids))`,
			{ ids: JSON.stringify(rounds) }
		),
		statement(org, 'SELECT id FROM dossier WHERE org = :org AND id IN (SELECT value FROM json_each(:ids))', {
			ids: JSON.stringify(planned)
		}),
		statement(
			org,
			`SELECT id FROM user WHERE org = :org AND role = 'collector' AND id IN (SELECT value FROM json_each(:ids))`,
			{ ids: JSON.stringify(collectors) }
		),
		selectDossiersBeyond(org, judged),
		...(wanted.reviewed.length > 0 || wanted.cash ? [selectReviewed(org, wanted.reviewed)] : []),
		...(wanted.cash ? [selectCashBook(org, wanted.cash)] : [])
	];
}

const deviceRow = v.object({
	id: deviceIdSchema,
	kind: v.picklist(['field', 'office']),
	public_key: jsonColumn(publicKeySchema),
	series: v.string(),
	seq: v.number(),
	hash: v.string(),
	receipt_year: v.number(),
	receipt_number: v.number(),
	last_seen_ms: v.nullable(v.number()),
	told_seq: v.nullable(v.number()),
	forked_ms: v.nullable(v.number()),
	revoked_ms: v.nullable(v.number())
});
const authorRow = v.object({ id: userIdSchema, role: v.picklist(ROLES), disabled_ms: v.nullable(v.number()) });
const metaRow = v.object({ epoch: v.number(), rev: v.number() });
const knownRow = v.object({
	id: operationIdSchema,
	seq: v.number(),
	hash: v.string(),
	outcome: v.picklist(OUTCOME_KINDS),
	codes: jsonColumn(v.array(v.string())),
	rev: v.nullable(v.number()),
	own: v.number()
});
const scopeRow = v.object({ dossier: dossierIdSchema, rev: v.number(), direction: v.picklist(['in', 'out']) });
const roundRow = v.object({
	id: roundIdSchema,
	collector: userIdSchema,
	status: v.picklist(ROUND_STATUSES),
	own: v.number()
});
const dossierIdRow = v.object({ id: dossierIdSchema });
const userIdRow = v.object({ id: userIdSchema });

function assemble(results: readonly ResultSet[], { org }: Door): Reading | null {
	const device = readRow(results[0], deviceRow);
	const author = readRow(results[1], authorRow);
	const meta = readRow(results[2], metaRow);
	if (!device || !author || !meta) return null;
	const scope = Map.groupBy(readRows(results[6], scopeRow), (event) => event.dossier);
	return {
		device: {
			id: device.id,
			org,
			kind: device.kind,
			publicKey: device.public_key,
			series: device.series,
			head: { seq: device.seq, hash: device.hash },
			receipt: { year: device.receipt_year, number: device.receipt_number },
			lastSeenMs: device.last_seen_ms,
			toldSeq: device.told_seq,
			isForked: device.forked_ms !== null,
			isRevoked: device.revoked_ms !== null
		},
		author: { id: author.id, role: author.role, isDisabled: author.disabled_ms !== null },
		epoch: meta.epoch,
		rev: meta.rev,
		rules: houseRulesOf(results[3]),
		known: readRows(results[4], knownRow).map(({ own, ...known }) => ({ ...known, isOwn: own === 1 })),
		dossiers: new Map(dossiersOf(results[5]).map((dossier) => [dossier.id, dossier])),
		scope,
		rounds: new Map(
			readRows(results[7], roundRow).map(({ id, own, collector, status }) => [id, own ? { collector, status } : null])
		),
		unread: new Set(readRows(results[10], dossierIdRow).map(({ id }) => id)),
		plannable: new Set(readRows(results[8], dossierIdRow).map(({ id }) => id)),
		collectors: new Set(readRows(results[9], userIdRow).map(({ id }) => id)),
		reviewed: reviewedOf(results[11]),
		cash: cashBookOf(results[12])
	};
}
