// Reads what an act is judged on, straight from the database: the device, the small records, one dossier with its own operations.
import type { HouseRules } from '$lib/core/country/house-rules';
import type { Dossier } from '$lib/core/dossier';
import type { DossierId } from '$lib/core/ids';
import { refusal, type Refusal } from '$lib/core/refusal';
import { err, ok, type Result } from '$lib/core/result';
import type { Operation } from '$lib/core/wire';
import type { StoredSnapshot } from '../local/database';
import { foldPending } from '../local/fold';
import { readMetas } from '../local/meta';
import { openOperation, readOutboxOf, type OutboxRead } from '../local/outbox';
import { isPending, standingOf } from '../local/pending';
import { needDevice, type Phone } from '../local/phone';
import type { DeviceRecord, PullState } from '../local/records';
import { rulesOf } from '../local/rules';
import { openDossier } from '../local/snapshot';

export type Grounds = {
	readonly device: DeviceRecord;
	readonly pull: PullState;
	readonly skewMs: number | null;
	readonly rules: HouseRules;
	/** With what this phone added; null for an act on none, or on one that is not on the phone. */
	readonly dossier: Dossier | null;
};

/**
 * What an act is judged on, as it stood at one moment: one transaction, because a transaction for each part takes a phone longer
 * than the reading. Refused when a part of it cannot be read.
 */
export async function readGrounds(phone: Phone, id: DossierId | null): Promise<Result<Grounds, Refusal>> {
	const { db } = phone;
	const [device, meta, snapshot, own] = await db.transaction('r', [db.device, db.meta, db.dossiers, db.outbox], () =>
		Promise.all([
			needDevice(phone),
			readMetas(db, ['pull', 'rules', 'sync']),
			id === null ? undefined : db.dossiers.get(id),
			id === null ? NOTHING : readOutboxOf(phone, id)
		])
	);
	if (!device.ok) return device;
	const pull = meta('pull');
	const rules = rulesOf({ houseFacts: meta('rules') });
	const dossier = snapshot
		? await fold(phone, snapshot, own, { device: device.value, through: pull.through, rules })
		: ok(null);
	if (!dossier.ok) return dossier;
	return ok({ device: device.value, pull, skewMs: meta('sync').skewMs, rules, dossier: dossier.value });
}

const NOTHING: OutboxRead = { records: [], broken: [] };

type Author = { readonly device: DeviceRecord; readonly through: number; readonly rules: HouseRules };

async function fold(
	phone: Phone,
	stored: StoredSnapshot,
	{ records, broken }: OutboxRead,
	{ device, through, rules }: Author
): Promise<Result<Dossier, Refusal>> {
	const [snapshot, ...opened] = await Promise.all([
		openDossier(phone, stored),
		...records.filter((record) => isPending(record, device, through)).map((record) => openOperation(phone, record))
	]);
	if (!snapshot.ok) return snapshot;
	// A balance without one of the own payments would be a wrong receipt.
	if (broken.length > 0) return err(refusal('outbox-unreadable', { count: broken.length }));
	const pending: Operation[] = [];
	for (const operation of opened) {
		if (!operation.ok) return operation;
		pending.push(operation.value);
	}
	return ok(foldPending(snapshot.value, pending, standingOf(device, rules)));
}
