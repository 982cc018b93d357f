// The people of the office's lists: collectors with their phones, creditors, and users for the settings.
import * as v from 'valibot';
import { creditorIdSchema, deviceIdSchema, userIdSchema, type OrganisationId } from '$lib/core/ids';
import { currencySchema, integerSchema } from '$lib/core/operation';
import { owes, phoneDebtSchema, type PhoneDebt } from '$lib/core/phone-debt';
import { ROLES } from '$lib/core/role';
import { ROUND_STATUSES } from '$lib/core/round';
import type { LocalDate } from '$lib/core/time';
import { statement, type Database } from './connection';
import { selectDebts } from './phone-debts';
import { readRows } from './read-rows';

const nameSchema = v.object({ id: userIdSchema, name: v.string() });
export type CollectorName = v.InferOutput<typeof nameSchema>;
const creditorSchema = v.object({ id: creditorIdSchema, name: v.string() });
export type CreditorName = v.InferOutput<typeof creditorSchema>;

/** Collectors who may be given work, and creditors, for the choices of filters; one round trip. */
export async function choicesOf(
	db: Database,
	org: OrganisationId
): Promise<{ readonly collectors: readonly CollectorName[]; readonly creditors: readonly CreditorName[] }> {
	const [collectors, creditors] = await db.readBatch([
		statement(
			org,
			`SELECT id, name FROM user WHERE org = :org AND role = 'collector' AND disabled_ms IS NULL ORDER BY name`
		),
		statement(org, `SELECT id, name FROM creditor WHERE org = :org ORDER BY name`)
	]);
	return { collectors: readRows(collectors, nameSchema), creditors: readRows(creditors, creditorSchema) };
}

const userSchema = v.object({
	id: userIdSchema,
	email: v.string(),
	name: v.string(),
	role: v.picklist(ROLES),
	phone: v.string(),
	cardNumber: v.string(),
	disabledMs: v.nullable(integerSchema)
});
export type UserRow = v.InferOutput<typeof userSchema>;
const deviceSchema = v.object({
	id: deviceIdSchema,
	user: v.nullable(v.string()),
	userName: v.nullable(v.string()),
	name: v.string(),
	series: v.string(),
	seq: integerSchema,
	lastSeenMs: v.nullable(integerSchema),
	skewMs: v.nullable(integerSchema),
	forkedMs: v.nullable(integerSchema),
	revokedMs: v.nullable(integerSchema)
});
export type DeviceListRow = v.InferOutput<typeof deviceSchema>;

/** Every user and every phone of the organisation; one round trip. */
export async function usersAndDevices(
	db: Database,
	org: OrganisationId
): Promise<{
	readonly users: readonly UserRow[];
	readonly devices: readonly DeviceListRow[];
	/** What phones in service still owe; those that owe nothing are left out. */
	readonly debts: readonly PhoneDebt[];
}> {
	const [users, devices, debts] = await db.readBatch([
		statement(
			org,
			`SELECT id, email, name, role, phone, card_number AS cardNumber, disabled_ms AS disabledMs FROM user
				WHERE org = :org ORDER BY disabled_ms IS NOT NULL, role, name`
		),
		statement(
			org,
			`SELECT d.id, d.user, u.name AS userName, d.name, d.series, d.seq, d.last_seen_ms AS lastSeenMs, d.skew_ms AS skewMs,
				d.forked_ms AS forkedMs, d.revoked_ms AS revokedMs
			FROM device d LEFT JOIN user u ON u.id = d.user
			WHERE d.org = :org AND d.kind = 'field' ORDER BY d.revoked_ms IS NOT NULL, u.name, d.series`
		),
		selectDebts(org)
	]);
	return {
		users: readRows(users, userSchema),
		devices: readRows(devices, deviceSchema),
		debts: readRows(debts, phoneDebtSchema).filter(owes)
	};
}

const collectorSchema = v.object({
	id: userIdSchema,
	name: v.string(),
	phone: v.string(),
	cardNumber: v.string(),
	dossiers: integerSchema,
	/** Devices that are not revoked, and when one of them was last heard of. */
	devices: integerSchema,
	lastSeenMs: v.nullable(integerSchema),
	forked: integerSchema,
	held: integerSchema,
	round: v.nullable(v.string()),
	roundStatus: v.nullable(v.picklist(ROUND_STATUSES)),
	stops: integerSchema,
	collected: integerSchema,
	currency: currencySchema
});
export type CollectorRow = v.InferOutput<typeof collectorSchema>;

/** Every collector at work with phone, cash held in the organisation's currency, and round of the day; one round trip. */
export async function collectorsOfDay(
	db: Database,
	org: OrganisationId,
	day: LocalDate
): Promise<readonly CollectorRow[]> {
	const [rows] = await db.readBatch([
		statement(
			org,
			`SELECT u.id, u.name, u.phone, u.card_number AS cardNumber, o.currency,
				(SELECT COUNT(*) FROM assignment a WHERE a.org = u.org AND a.user = u.id) AS dossiers,
				(SELECT COUNT(*) FROM device d WHERE d.org = u.org AND d.user = u.id AND d.revoked_ms IS NULL) AS devices,
				(SELECT MAX(d.last_seen_ms) FROM device d WHERE d.org = u.org AND d.user = u.id AND d.revoked_ms IS NULL) AS lastSeenMs,
				(SELECT COUNT(*) FROM device d WHERE d.org = u.org AND d.user = u.id AND d.forked_ms IS NOT NULL
					AND d.revoked_ms IS NULL) AS forked,
				(SELECT COALESCE(SUM(c.minor), 0) FROM cash_movement c WHERE c.org = u.org AND c.holder = u.id
					AND c.currency = o.currency) AS held,
				r.id AS round, r.status AS roundStatus,
				(SELECT COUNT(*) FROM stop s WHERE s.round = r.id) AS stops,
				(SELECT COALESCE(SUM(p.minor), 0) FROM payment p WHERE p.org = u.org AND p.collector = u.id AND p.day = :day
					AND p.currency = o.currency AND p.status IN ('recorded', 'reversal-requested')) AS collected
			FROM user u JOIN organisation o ON o.id = u.org
				LEFT JOIN round r ON r.id = (SELECT id FROM round WHERE org = u.org AND collector = u.id AND day = :day
					ORDER BY status = 'draft', id LIMIT 1)
			WHERE u.org = :org AND u.role = 'collector' AND u.disabled_ms IS NULL ORDER BY u.name`,
			{ day }
		)
	]);
	return readRows(rows, collectorSchema);
}
