// Reads one dossier as an act must see it: snapshot and own pending operations, straight from the database.
import type { HouseRules } from '$lib/core/country/house-rules';
import type { Dossier } from '$lib/core/dossier';
import type { DossierId } from '$lib/core/ids';
import { refusal, type Refusal } from '$lib/core/refusal';
import { err, ok, type Result } from '$lib/core/result';
import type { Operation } from '$lib/core/wire';
import { foldPending } from '../local/fold';
import { openOperation, readOutboxOf } from '../local/outbox';
import { isPending, standingOf } from '../local/pending';
import type { Phone } from '../local/phone';
import type { DeviceRecord } from '../local/records';
import { readDossier } from '../local/snapshot';

/** The dossier with what this phone added; null when it is not on the phone, refused when a part of it cannot be read. */
export async function readFolded(
	phone: Phone,
	device: DeviceRecord,
	through: number,
	rules: HouseRules,
	id: DossierId
): Promise<Result<Dossier | null, Refusal>> {
	const snapshot = await readDossier(phone, id);
	if (!snapshot) return ok(null);
	if (!snapshot.ok) return snapshot;
	const { records, broken } = await readOutboxOf(phone, id);
	// A balance without one of the own payments would be a wrong receipt.
	if (broken.length > 0) return err(refusal('outbox-unreadable', { count: broken.length }));
	const pending: Operation[] = [];
	for (const record of records) {
		if (!isPending(record, device, through)) continue;
		const opened = await openOperation(phone, record);
		if (!opened.ok) return opened;
		pending.push(opened.value);
	}
	return ok(foldPending(snapshot.value, pending, standingOf(device, rules)));
}
