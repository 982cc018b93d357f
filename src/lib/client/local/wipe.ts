// Takes the office's data off a phone that was shut out: everything that is own goes up first and stays, sealed (I5, I17).
import { nextFile } from '../sync/upload';
import { HELD } from './drafts';
import { readMetas, writeMetas } from './meta';
import { forgetOrders } from './own-order';
import type { Phone } from './phone';
import { NEVER_PULLED } from './records';

/** Who is in the middle of a form, perhaps with a man's money in the hand, has so long to finish it after he was told. */
const TO_FINISH_MS = 3_600_000;

/**
 * Removes dossiers, rounds, figures of the cash and forms of a phone that was shut out; answers whether they are gone. Not before
 * all own operations and their files are with the server, and while somebody may be in the middle of a form. Own operations stay
 * as they are. Dies in here: whole or nothing, and the next pass does it again.
 */
export async function wipe({ db, ports }: Phone): Promise<boolean> {
	const stores = [db.outbox, db.dossiers, db.rounds, db.staging, db.drafts, db.blobs, db.blobChunks, db.meta];
	return db.transaction('rw', stores, async () => {
		const meta = await readMetas(db, ['sync', 'pull']);
		const { shutOut } = meta('sync');
		if (!shutOut) return false;
		const isToldLately = Math.abs(ports.now() - shutOut.sinceMs) < TO_FINISH_MS;
		const forms = await db.drafts.toCollection().primaryKeys();
		const photos = await db.blobs.where('state').equals('draft').count();
		// An act that can still be taken back becomes an operation first, at the next opening at the latest.
		if (forms.includes(HELD) || (isToldLately && forms.length + photos > 0)) return false;
		// What was held back to save data is held back no longer.
		await db.blobs.where('state').equals('paused').modify({ state: 'waiting' });
		if ((await db.outbox.where('state').equals('on-phone').count()) > 0 || (await nextFile(db))) return false;
		const ownFiles = await db.blobs.where('state').notEqual('draft').toArray();
		const kept = new Set(ownFiles.map(({ sha256 }) => sha256));
		const { epoch, through } = meta('pull');
		await Promise.all([
			...[db.dossiers, db.rounds, db.staging, db.drafts].map((store) => store.clear()),
			db.blobs.where('state').equals('draft').delete(),
			db.blobChunks.filter(({ sha256 }) => !kept.has(sha256)).delete(),
			forgetOrders(db),
			// A user who is let in again begins with a fresh snapshot.
			writeMetas(db, { pull: { ...NEVER_PULLED, epoch, through }, staging: null, cash: null, decisions: [] }),
			writeMetas(db, { sync: { ...meta('sync'), shutOut: { ...shutOut, wiped: true } } })
		]);
		return true;
	});
}
