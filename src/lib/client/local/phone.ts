// An opened phone: one user's database, its keys, and everything injected.
import * as v from 'valibot';
import type { UserId } from '$lib/core/ids';
import { refusal, type Refusal } from '$lib/core/refusal';
import { err, ok, type Result } from '$lib/core/result';
import { instant, type Instant } from '$lib/core/time';
import type { KeyHandle, Ports } from '../ports';
import { PhoneDatabase } from './database';
import { databaseName } from './database-names';
import { deviceRecordSchema, type DeviceRecord } from './records';
import { currentUser } from './registry';

export type Phone = {
	readonly ports: Ports;
	readonly db: PhoneDatabase;
	readonly user: UserId;
	/** Two sealing keys, so that a PIN can one day wrap the one of the snapshots while capture goes on. */
	readonly keys: { readonly outbox: KeyHandle; readonly snapshots: KeyHandle };
};

/** Opens the phone of the current user; null when nobody is enrolled or current. */
export async function openCurrentPhone(ports: Ports): Promise<Result<Phone | null, Refusal>> {
	const user = await currentUser(ports);
	return user ? await openPhone(ports, user) : ok(null);
}

/** Opens a user's phone; refuses a device record that cannot be read, and leaves it as it is. */
export async function openPhone(ports: Ports, user: UserId): Promise<Result<Phone | null, Refusal>> {
	const db = new PhoneDatabase(databaseName(user), ports);
	const device = await readDevice(db);
	if (!device.ok || !device.value) {
		db.close();
		return device.ok ? ok(null) : device;
	}
	const keys = { outbox: device.value.outboxKey, snapshots: device.value.snapshotKey };
	return ok({ ports, db, user, keys });
}

/** The device record; null before enrolment, refused when it cannot be read. */
export async function readDevice(db: PhoneDatabase): Promise<Result<DeviceRecord | null, Refusal>> {
	const stored = await db.device.get('device');
	if (stored === undefined) return ok(null);
	const parsed = v.safeParse(deviceRecordSchema, stored);
	if (!parsed.success) return err(refusal('device-record-unreadable', { at: v.getDotPath(parsed.issues[0]) }));
	return ok(parsed.output);
}

/** The device record of an open phone; its absence means that the database was taken away under us. */
export async function needDevice(phone: Phone): Promise<Result<DeviceRecord, Refusal>> {
	const device = await readDevice(phone.db);
	if (!device.ok) return device;
	return device.value ? ok(device.value) : err(refusal('device-record-missing'));
}

/**
 * The device clock put right by the skew of the last sync, so that a wrong clock does not move the civil day. Never before what the
 * server last said (`heardMs`): a clock that fell back with an empty battery does not bring the past back.
 */
export const correctedTime = (now: Instant, skewMs: number | null, heardMs: number | null): Instant =>
	instant(Math.max(now - (skewMs ?? 0), heardMs ?? -Infinity));
