// The first write of the demo: the company, its people, phones and portfolio, whole or not at all.
import * as v from 'valibot';
import { EMPTY_STATE } from '$lib/core/dossier';
import { addDays, parisDay, instant, type Instant, type LocalDate } from '$lib/core/time';
import { DEMO_PASSWORD, DEMO_RECOVERY } from '$lib/server/auth/demo';
import { hashPassword } from '$lib/server/auth/password';
import type { ServerContext } from '$lib/server/context';
import { assembled, statement, type Statement } from '$lib/server/db/connection';
import { readRow } from '$lib/server/db/read-rows';
import { keepServerKey } from '$lib/server/keys';
import { COLLECTORS, CREDITORS, OFFICE, OFFICE_DEVICE, ORG, ORGANISATION, PEOPLE } from './company';
import { DEMO_ROWS } from './house';
import type { PhoneKey } from './phone';
import { entrusted, type SeededDossier } from './portfolio';

/** Revision of everything in the first write; phones of the history saw this snapshot. */
export const FIRST_REV = 1;

/** The day on which the demo began in this database; null before. */
export async function dayOfFirstWrite({ db }: ServerContext): Promise<LocalDate | null> {
	const [found] = await db.readBatch([statement(ORG, 'SELECT created_ms FROM organisation WHERE id = :org')]);
	const row = readRow(found, v.object({ created_ms: v.number() }));
	return row && parisDay(instant(row.created_ms));
}

/** Stores the company and its portfolio in one write batch. */
export async function writeBase(
	ctx: ServerContext,
	began: LocalDate,
	beganMs: Instant,
	keys: ReadonlyMap<string, PhoneKey>,
	dossiers: readonly SeededDossier[]
): Promise<void> {
	// One hash for all: the password is the same, and printed at every start.
	const hash = await hashPassword(DEMO_PASSWORD);
	if (!hash.ok) throw new Error('the demo password could not be hashed');
	await ctx.db.writeBatch([
		...organisationRows(ctx, began, beganMs),
		insert(
			'user',
			['id', 'email', 'name', 'role', 'card_number', 'phone', 'password_hash', 'created_ms'],
			PEOPLE.map(({ id, email, name, role, cardNumber, phone }) => [
				...[id, email, name, role, cardNumber, phone, hash.value],
				beganMs
			])
		),
		insert(
			'device',
			['id', 'user', 'kind', 'name', 'public_key', 'series', 'created_ms'],
			COLLECTORS.map(({ id, device, series }) => [
				...[device, id, 'field', `Téléphone ${series} (démo)`, JSON.stringify(keyOf(keys, series).publicKey), series],
				beganMs
			])
		),
		...portfolioRows(began, beganMs, dossiers),
		...houseRows(beganMs)
	]);
}

function organisationRows(ctx: ServerContext, began: LocalDate, beganMs: Instant): readonly Statement[] {
	const { serverKey } = ctx.env;
	return [
		statement(
			ORG,
			`INSERT INTO organisation (id, name, siren, address, phone, email, insurer, insurance_policy, insured_until, funds_iban,
				declared_on, currency, time_zone, demo, created_ms)
				VALUES (:org, :name, :siren, :address, :phone, :email, :insurer, :insurancePolicy, :insuredUntil, :fundsIban,
				:declaredOn, 'EUR', 'Europe/Paris', 1, :beganMs)`,
			{ ...ORGANISATION, insuredUntil: addDays(began, 700), declaredOn: addDays(began, -900), beganMs }
		),
		statement(
			ORG,
			`INSERT INTO meta (org, rev, next_series, office_device, recovery_key, recovery_rev, recovery_ms)
				VALUES (:org, :rev, :nextSeries, :officeDevice, :recoveryKey, :rev, :beganMs)`,
			{
				...{ rev: FIRST_REV, nextSeries: COLLECTORS.length + 1, officeDevice: OFFICE_DEVICE, beganMs },
				recoveryKey: JSON.stringify(DEMO_RECOVERY.publicKey)
			}
		),
		statement(
			ORG,
			`INSERT INTO device (id, org, kind, name, public_key, series, created_ms)
				VALUES (:device, :org, 'office', 'Bureau', :publicKey, 'T00', :beganMs)`,
			{ device: OFFICE_DEVICE, publicKey: JSON.stringify(serverKey.publicKey), beganMs }
		),
		keepServerKey(serverKey, beganMs)
	];
}

/** The margin of the demo: entered by one manager, approved by the other, as the office would. */
function houseRows(beganMs: Instant): readonly Statement[] {
	const rows = DEMO_ROWS.map(({ parameter, from, value, source, confidence }, index) => [
		...[`demo-margin-${index}`, parameter, from, value, source, confidence, OFFICE.planner.id, beganMs]
	]);
	return [
		insert(
			'parameter_row',
			['id', 'name', 'from_day', 'value', 'source', 'confidence', 'entered_by', 'entered_ms'],
			rows
		),
		statement(
			ORG,
			'UPDATE parameter_row SET approved_by = :approver, approved_ms = :beganMs, rev = :rev WHERE org = :org',
			{ approver: OFFICE.approver.id, beganMs, rev: FIRST_REV }
		)
	];
}

function portfolioRows(began: LocalDate, beganMs: Instant, dossiers: readonly SeededDossier[]): readonly Statement[] {
	return [
		insert(
			'creditor',
			['id', 'ref', 'name', 'address', 'created_ms'],
			CREDITORS.map(({ id, ref, name, address }) => [id, ref, name, address, beganMs])
		),
		insert(
			'mandate',
			['id', 'creditor', 'ref', 'signed_on', 'remit_days', 'created_ms'],
			CREDITORS.map(({ id, mandate, mandateRef, signedDaysBefore }) => [
				...[mandate, id, mandateRef, addDays(began, -signedDaysBefore)],
				...[30, beganMs]
			])
		),
		insert(
			'debtor',
			['id', 'ref', 'kind', 'name', 'siren', 'email', 'phones', 'addresses', 'created_ms'],
			dossiers.map(({ debtorRef, facts: { debtor } }) => [
				...[debtor.id, debtorRef, debtor.kind, debtor.name, debtor.siren, debtor.email],
				...[JSON.stringify(debtor.phones), JSON.stringify(debtor.addresses), beganMs]
			])
		),
		insert(
			'dossier',
			DOSSIER_COLUMNS,
			dossiers.map((dossier) => dossierRow(dossier, beganMs))
		),
		insert(
			'claim',
			CLAIM_COLUMNS,
			dossiers.flatMap((dossier) => claimRows(dossier, beganMs))
		),
		insert(
			'dossier_party',
			['id', 'dossier', 'role', 'name', 'phone'],
			dossiers.flatMap(({ id, facts }) =>
				facts.parties.map((party) => [party.id, id, party.role, party.name, party.phone])
			)
		),
		insert(
			'assignment',
			['dossier', 'user', 'from_ms'],
			dossiers.map(({ id, assignee }) => [id, assignee, beganMs])
		),
		insert('scope_event', ['rev', 'user', 'dossier', 'direction'], inScope(dossiers, 'in')),
		insert('scope', ['rev', 'user', 'dossier'], inScope(dossiers))
	];
}

const inScope = (dossiers: readonly SeededDossier[], ...more: readonly string[]) =>
	dossiers.map(({ id, assignee }) => [FIRST_REV, assignee, id, ...more]);

const DOSSIER_COLUMNS = [
	...['id', 'ref', 'creditor', 'debtor', 'mandate', 'phase', 'currency', 'letter_ref', 'letter_sent_on', 'notice_on'],
	...['alerts', 'state', 'balance_minor', 'rev', 'created_ms', 'letter_salt', 'letter_hash']
];

function dossierRow({ id, facts }: SeededDossier, beganMs: Instant): readonly Cell[] {
	const mandate = CREDITORS.find((creditor) => creditor.id === facts.creditor.id)?.mandate ?? null;
	return [
		...[id, facts.ref, facts.creditor.id, facts.debtor.id, mandate, facts.phase, facts.currency],
		...[facts.letter?.ref ?? null, facts.letter?.sentOn ?? null, facts.noticeOn],
		...[JSON.stringify(facts.alerts), JSON.stringify(EMPTY_STATE), entrusted(facts.claims), FIRST_REV, beganMs],
		...[facts.letterCheck?.salt ?? null, facts.letterCheck?.hash ?? null]
	];
}

const CLAIM_COLUMNS = [
	...['id', 'dossier', 'creditor', 'ref', 'label', 'kind', 'issued_on', 'due_on', 'principal_minor', 'interest_minor'],
	...['penalty_minor', 'indemnity_minor', 'currency', 'contract_rate_bp', 'penal_clause_bp', 'counted_on', 'created_ms']
];

const claimRows = ({ id, facts }: SeededDossier, beganMs: Instant): readonly (readonly Cell[])[] =>
	facts.claims.map((claim) => [
		...[claim.id, id, facts.creditor.id, claim.ref, claim.label, claim.kind, claim.issuedOn, claim.dueOn],
		...[claim.principal, claim.interest, claim.penalty, claim.indemnity, facts.currency],
		...[claim.contractRateBp, claim.penalClauseBp, claim.countedOn, beganMs]
	]);

type Cell = string | number | null;

/** All rows of a table as one JSON parameter; `org` is added to each. */
function insert(table: string, columns: readonly string[], rows: readonly (readonly Cell[])[]): Statement {
	const values = columns.map((_, index) => `value->>${index}`);
	return assembled(
		ORG,
		`INSERT INTO ${table} (org, ${columns.join(', ')}) SELECT :org, ${values.join(', ')} FROM json_each(:rows)`,
		{ rows: JSON.stringify(rows) }
	);
}

function keyOf(keys: ReadonlyMap<string, PhoneKey>, series: string): PhoneKey {
	const key = keys.get(series);
	if (!key) throw new RangeError(`no key for ${series}`);
	return key;
}
