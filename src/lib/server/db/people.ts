// The people of the office's lists: collectors with their phones, creditors, and users for the settings.
import * as v from 'valibot';
import { creditorIdSchema, deviceIdSchema, userIdSchema, type OrganisationId } from '$lib/core/ids';
import { integerSchema } from '$lib/core/operation';
import { ROLES } from '$lib/core/role';
import { statement, type Database } from './connection';
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
): Promise<{ readonly users: readonly UserRow[]; readonly devices: readonly DeviceListRow[] }> {
	const [users, devices] = await db.readBatch([
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
		)
	]);
	return { users: readRows(users, userSchema), devices: readRows(devices, deviceSchema) };
}
