// Whole dossiers out of the tables: facts and state in one row each, the same for the judge, the phones and the office.
import type { ResultSet } from '@libsql/client/http';
import * as v from 'valibot';
import { factsSchema, type Dossier, type DossierState } from '$lib/core/dossier';
import { dossierIdSchema, type DossierId, type OrganisationId } from '$lib/core/ids';
import { statement, type Statement } from './connection';
import { jsonColumn, readRows } from './read-rows';

/**
 * Columns `id, rev, facts, state` of a dossier, for a query that names the tables as `DOSSIER_TABLES` does.
 * SQLite writes the facts as JSON, so that a dossier is one row however many claims it has.
 */
export const DOSSIER_COLUMNS = `d.id, d.rev, d.state, json_object(
	'ref', d.ref, 'phase', d.phase, 'currency', d.currency,
	'debtor', json_object('id', b.id, 'kind', b.kind, 'name', b.name, 'siren', b.siren,
		'addresses', json(b.addresses), 'phones', json(b.phones), 'email', b.email),
	'parties', (SELECT json_group_array(json_object('id', p.id, 'role', p.role, 'name', p.name, 'phone', p.phone))
		FROM (SELECT * FROM dossier_party WHERE dossier = d.id ORDER BY id) p),
	'creditor', json_object('id', c.id, 'name', c.name, 'address', c.address, 'kind', c.kind, 'person', c.person),
	'mandate', CASE WHEN m.id IS NULL THEN NULL ELSE json_object('ref', m.ref, 'signedOn', m.signed_on) END,
	'letter', CASE WHEN d.letter_ref IS NULL OR d.letter_sent_on IS NULL THEN NULL
		ELSE json_object('ref', d.letter_ref, 'sentOn', d.letter_sent_on) END,
	'letterCheck', CASE WHEN d.letter_hash IS NULL THEN NULL ELSE json_object('salt', d.letter_salt, 'hash', d.letter_hash) END,
	'margin', CASE WHEN c.margin IS NULL AND d.margin IS NULL THEN NULL ELSE json_array(json(c.margin), json(d.margin)) END,
	'noticeOn', d.notice_on, 'alerts', json(d.alerts),
	'claims', (SELECT json_group_array(json_object('id', k.id, 'ref', k.ref, 'label', k.label, 'kind', k.kind,
		'issuedOn', k.issued_on, 'dueOn', k.due_on, 'principal', k.principal_minor, 'interest', k.interest_minor,
		'penalty', k.penalty_minor, 'indemnity', k.indemnity_minor, 'contractRateBp', k.contract_rate_bp,
		'penalClauseBp', k.penal_clause_bp, 'countedOn', k.counted_on))
		FROM (SELECT * FROM claim WHERE dossier = d.id ORDER BY due_on, id) k)
	) AS facts` as const;

export const DOSSIER_TABLES =
	`dossier d JOIN debtor b ON b.id = d.debtor JOIN creditor c ON c.id = d.creditor LEFT JOIN mandate m ON m.id = d.mandate` as const;

/**
 * The state is only ever written by the judge, from a state of this type: reading it through its whole schema again took longer
 * than judging. Facts come from columns that imports fill, and are read through theirs.
 */
const judgedState = v.custom<DossierState>((value) => typeof value === 'object' && value !== null && 'paid' in value);

const rowSchema = v.object({
	id: dossierIdSchema,
	rev: v.number(),
	facts: jsonColumn(factsSchema),
	state: jsonColumn(judgedState)
});

/** Selects the dossiers of an organisation with these ids, each by its key (`+`); a foreign or missing id gives no row. */
export const selectDossiers = (org: OrganisationId, ids: readonly DossierId[]): Statement =>
	statement(
		org,
		`SELECT ${DOSSIER_COLUMNS} FROM ${DOSSIER_TABLES} WHERE +d.org = :org AND d.id IN (SELECT value FROM json_each(:ids))`,
		{ ids: JSON.stringify(ids) }
	);

/** Bytes of states that one read may bring: the database refuses answers above about 10 MB, and their writing takes room too. */
export const STATES_ROOM = 4_000_000;

/** The dossiers of a list with the bytes of the states before each, in the order of the list. */
const SIZED = `(
	SELECT s.id, SUM(octet_length(s.state)) OVER (ORDER BY j.key) - octet_length(s.state) AS before
		FROM json_each(:ids) j CROSS JOIN dossier s WHERE s.id = j.value AND +s.org = :org)` as const;

/** Like `selectDossiers`, as many of the first ones as there is room for; the first always comes. */
export const selectDossiersWithin = (org: OrganisationId, ids: readonly DossierId[]): Statement =>
	statement(
		org,
		`SELECT ${DOSSIER_COLUMNS} FROM ${SIZED} f CROSS JOIN ${DOSSIER_TABLES} WHERE f.before < :room AND d.id = f.id`,
		{ ids: JSON.stringify(ids), room: STATES_ROOM }
	);

/** The ids that `selectDossiersWithin` has no room for. */
export const selectDossiersBeyond = (org: OrganisationId, ids: readonly DossierId[]): Statement =>
	statement(org, `SELECT f.id FROM ${SIZED} f WHERE f.before >= :room`, {
		ids: JSON.stringify(ids),
		room: STATES_ROOM
	});

/** Reads the answer of a query with `DOSSIER_COLUMNS`. */
export const dossiersOf = (result: ResultSet | undefined): readonly Dossier[] => readRows(result, rowSchema);
