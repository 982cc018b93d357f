// Enrols a user on this phone: a key that never leaves it, a receipt series of its own, and storage that the browser keeps.
import * as v from 'valibot';
import { signedBytesOfProof } from '$lib/core/chain';
import { deviceIdSchema, uuidV7, type UserId } from '$lib/core/ids';
import { toBase64url } from '$lib/core/base64url';
import { refusal, type Refusal } from '$lib/core/refusal';
import { err, ok, type Result } from '$lib/core/result';
import {
	deviceAnswerSchema,
	EMPTY_HEAD,
	sessionAnswerSchema,
	type DeviceAnswer,
	type SessionAnswer
} from '$lib/core/wire';
import type { Ports } from '../ports';
import { call, type NotSent } from '../sync/transport';
import { PhoneDatabase } from './database';
import { databaseName } from './database-names';
import { writeMetas } from './meta';
import { setAsideUnsent } from './outbox';
import { openPhone, readDevice, type Phone } from './phone';
import { enrolmentSchema, NEVER_PULLED, type Enrolment } from './records';
import { enterProfile } from './registry';

const HOPELESS: readonly string[] = ['device-taken', 'device-revoked'];

/** Who is signed in to the collector's app in this browser; null when nobody is. Needs a network. */
export async function fieldSession(ports: Ports): Promise<Result<SessionAnswer | null, NotSent>> {
	const schema = v.object({ field: v.nullable(sessionAnswerSchema) });
	const answer = await call(ports, { method: 'GET', path: '/api/session', body: null }, schema);
	return answer.ok ? ok(answer.value.value.field) : answer;
}

/**
 * Makes the signed-in user current on this phone, enrolling it the first time. Idempotent: a phone that died or lost the answer
 * sends the same id and key again, and gets the same series.
 */
export async function enrol(ports: Ports, session: SessionAnswer, name = deviceName()): Promise<Result<null, Refusal>> {
	if (session.app !== 'field') return err(refusal('role-not-allowed', { role: session.role }));
	const db = new PhoneDatabase(databaseName(session.user.id), ports);
	try {
		const known = await readDevice(db);
		if (!known.ok) return known;
		// A database that the browser threw away is never replaced in silence.
		const lost = known.value ? null : (await import('./eviction')).findEviction(session.user.id);
		if (lost) return err(lost);
		if (known.value?.forked) await sendRest(ports, session.user.id);
		if (!known.value || known.value.forked) {
			const enrolled = await enrolDevice(ports, db, session, name);
			if (!enrolled.ok) return enrolled;
		}
		await enterProfile(ports, {
			user: session.user.id,
			name: session.user.name,
			organisation: session.organisation.name,
			openedMs: ports.now()
		});
	} finally {
		db.close();
	}
	await keepStorage();
	return ok(null);
}

/**
 * Makes itself known to the server again: learns its signing keys, and comes back with its own series when a restore made the
 * server forget this phone. False when that did not work; the operations then wait.
 */
export async function announceAgain(phone: Phone): Promise<boolean> {
	const device = await readDevice(phone.db);
	if (!device.ok || !device.value) return false;
	const { id, user, series } = device.value;
	const answer = await announce(phone.ports, device.value, user.id, deviceName(), series);
	if (!answer.ok) return false;
	const { serverKeys } = answer.value;
	await phone.db.transaction('rw', phone.db.device, async () => {
		const current = await phone.db.device.get('device');
		if (current?.id !== id) return;
		const known = current.serverKeys.filter((key) => !serverKeys.some((next) => next.kid === key.kid));
		// Another phone may have got the series meanwhile: numbers then begin anew in a series of its own.
		const receipt = answer.value.series === current.series ? current.receipt : { year: 0, last: 0 };
		const next = { serverKeys: [...known, ...serverKeys], series: answer.value.series, receipt };
		await phone.db.device.put({ ...current, ...next });
	});
	return true;
}

/** What a forked chain still holds goes up first, so that the server keeps that branch whole. A failure leaves it here. */
async function sendRest(ports: Ports, user: UserId): Promise<void> {
	const phone = await openPhone(ports, user);
	if (!phone.ok || !phone.value) return;
	const { syncPass } = await import('../sync/pass');
	await syncPass(phone.value, () => undefined);
	phone.value.db.close();
}

async function enrolDevice(
	ports: Ports,
	db: PhoneDatabase,
	session: SessionAnswer,
	name: string
): Promise<Result<null, Refusal>> {
	const pending = await pendingEnrolment(ports, db);
	// Dies after this: the next try finds the same id and key, and the server answers the same series.
	const answer = await announce(ports, pending, session.user.id, name);
	if (!answer.ok) {
		// An id that can never be enrolled must not block the next try.
		if (HOPELESS.includes(answer.error.refusal.code)) await db.meta.delete('enrolment');
		return err(answer.error.refusal);
	}
	await storeDevice(ports, db, session, pending, answer.value);
	return ok(null);
}

/** The id and keys of an enrolment under way: stored before they are sent. */
async function pendingEnrolment(ports: Ports, db: PhoneDatabase): Promise<Enrolment> {
	const stored = v.safeParse(enrolmentSchema, (await db.meta.get('enrolment'))?.value);
	if (stored.success) return stored.output;
	const { privateKey, publicKey } = await ports.crypto.makeSigningKey();
	const enrolment: Enrolment = {
		id: v.parse(deviceIdSchema, uuidV7(ports.now(), ports.random)),
		publicKey,
		signingKey: privateKey,
		outboxKey: await ports.crypto.makeSealingKey(),
		snapshotKey: await ports.crypto.makeSealingKey()
	};
	await db.meta.put({ key: 'enrolment', value: enrolment });
	return enrolment;
}

async function announce(
	ports: Ports,
	{ id, publicKey, signingKey }: Pick<Enrolment, 'id' | 'publicKey' | 'signingKey'>,
	user: UserId,
	name: string,
	series: string | null = null
): Promise<Result<DeviceAnswer, NotSent>> {
	const proof = toBase64url(await ports.crypto.sign(signingKey, signedBytesOfProof(id, publicKey, user)));
	const body = { id, publicKey, name, proof, ...(series === null ? {} : { series }) };
	const answer = await call(ports, { method: 'POST', path: '/api/devices', body }, deviceAnswerSchema);
	return answer.ok ? ok(answer.value.value) : answer;
}

async function storeDevice(
	ports: Ports,
	db: PhoneDatabase,
	session: SessionAnswer,
	{ id, publicKey, signingKey, outboxKey, snapshotKey }: Enrolment,
	{ series, serverKeys, recoveryKey, publicOrigin, epoch }: DeviceAnswer
): Promise<void> {
	await db.transaction('rw', [db.device, db.outbox, db.meta, db.dossiers, db.rounds, db.staging], async () => {
		const before = await db.device.get('device');
		if (before) await setAsideUnsent(db, before.id);
		await db.device.put({
			key: 'device',
			id,
			user: session.user,
			role: session.role,
			organisation: session.organisation,
			series,
			serverKeys,
			recoveryKey,
			publicOrigin,
			publicKey,
			signingKey,
			// After a fork the old operations stay readable under the key that sealed them.
			outboxKey: before?.outboxKey ?? outboxKey,
			snapshotKey: before?.snapshotKey ?? snapshotKey,
			head: EMPTY_HEAD,
			receipt: { year: 0, last: 0 },
			forked: false,
			enrolledMs: ports.now()
		});
		await Promise.all([db.dossiers.clear(), db.rounds.clear(), db.staging.clear(), db.meta.delete('enrolment')]);
		await writeMetas(db, { pull: { ...NEVER_PULLED, epoch }, ack: { countersignature: null }, staging: null });
	});
}

/** A name that an admin recognises in the list of devices; the person can tell two phones apart by it. */
function deviceName(): string {
	const agent = typeof navigator === 'undefined' ? '' : navigator.userAgent;
	const system = ['Android', 'iPhone', 'iPad', 'Windows', 'Mac OS', 'Linux'].find((name) => agent.includes(name));
	const browser = ['Firefox', 'Edg', 'Chrome', 'Safari'].find((name) => agent.includes(name));
	return [system ?? 'Appareil', browser === 'Edg' ? 'Edge' : (browser ?? '')].join(' ').trim();
}

/** Asks the browser to keep the storage; a refusal is shown by the preflight and harms nothing. */
async function keepStorage(): Promise<void> {
	if (typeof navigator === 'undefined' || !navigator.storage?.persist) return;
	await navigator.storage.persist().catch(() => false);
}
