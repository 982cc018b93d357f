// Lets go of what the server has for good: confirmed, contained in a pull, its files verified, and thirty days old (I5).
import { readMetas } from '../local/meta';
import { RETENTION_DAYS } from '../local/outbox';
import type { Phone } from '../local/phone';

const RETENTION_MS = RETENTION_DAYS * 86_400_000;

/** Deletes own operations that are no longer needed here; `nowMs` is the server's time. Says how many went. */
export async function pruneOutbox(phone: Phone, nowMs: number): Promise<number> {
	const { db } = phone;
	const withFiles: string[] = [];
	const gone = await db.transaction('rw', [db.outbox, db.blobs, db.meta], async () => {
		const meta = await readMetas(db, ['ack', 'pull']);
		const { countersignature } = meta('ack');
		if (!countersignature) return 0;
		const last = Math.min(countersignature.seq, meta('pull').through);
		const confirmed = await db.outbox.where('state').equals('confirmed').toArray();
		let count = 0;
		for (const { id, device, seq, confirmedMs } of confirmed) {
			if (device !== countersignature.device || seq > last) continue;
			if (confirmedMs === null || nowMs - confirmedMs < RETENTION_MS) continue;
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
