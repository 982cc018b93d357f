// Lets go of what the server has for good: confirmed, contained in a pull, its files verified, and thirty days old (I5).
import type { StoredOutbox } from '../local/database';
import { readMetas } from '../local/meta';
import { RETENTION_DAYS } from '../local/outbox';
import type { Phone } from '../local/phone';

const RETENTION_MS = RETENTION_DAYS * 86_400_000;

type Confirmed = StoredOutbox & { readonly confirmedMs: number };

const isConfirmed = (record: StoredOutbox): record is Confirmed =>
	record.state === 'confirmed' && record.confirmedMs !== null;

/** Deletes own operations that are no longer needed here; `nowMs` is the server's time. Says how many went. */
export async function pruneOutbox(phone: Phone, nowMs: number): Promise<number> {
	const { db } = phone;
	const withFiles: string[] = [];
	const gone = await db.transaction('rw', [db.outbox, db.blobs, db.meta], async () => {
		const meta = await readMetas(db, ['ack', 'pull']);
		const { countersignature } = meta('ack');
		if (!countersignature) return 0;
		const last = Math.min(countersignature.seq, meta('pull').through);
		// What was saved later is confirmed later: reading ends at the first that is too young, and a month of work stays unread.
		const old = await db.outbox
			.where('[device+seq]')
			.between([countersignature.device, 0], [countersignature.device, last], true, true)
			.until((record) => isConfirmed(record) && nowMs - record.confirmedMs < RETENTION_MS)
			.toArray();
		let count = 0;
		for (const { id } of old.filter(isConfirmed)) {
			const files = await db.blobs.where('owner').equals(id).toArray();
			if (files.some(({ state }) => state !== 'verified')) continue;
			if (files.length > 0) withFiles.push(id);
			if (files.length > 0) continue;
			await db.outbox.delete(id);
			count += 1;
		}
		return count;
	});
	if (withFiles.length === 0) return gone;
	const { leaveWithFiles } = await import('./upload');
	return gone + (await leaveWithFiles(phone, withFiles));
}
