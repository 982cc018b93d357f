// Takes the office's data off a phone that was shut out: everything that is own goes up first and stays, sealed (I5, I17).
import type { StoredDraft } from './database';
import { HELD } from './drafts';
import { readMeta, writeMetas } from './meta';
import { forgetOrders } from './own-order';
import type { Phone } from './phone';
import { NEVER_PULLED } from './records';

/** Who has typed within this time is in the middle of something, perhaps with a man's money in the hand: the form is waited for. */
const IN_THE_MIDDLE_MS = 3_600_000;

/**
 * Removes dossiers, rounds, figures of the cash and forms of a phone that was shut out; answers whether it did. Not before all
 * own operations and their files are with the server, and while nobody is in the middle of a form. Own operations stay as they
 * are. Dies in here: whole or nothing, and the next pass does it again.
 */
export async function wipe({ db, ports }: Phone): Promise<boolean> {
	const stores = [db.outbox, db.dossiers, db.rounds, db.staging, db.drafts, db.blobs, db.blobChunks, db.meta];
	return db.transaction('rw', stores, async () => {
		const isOwed = (await db.outbox.where('state').equals('on-phone').count()) > 0;
		const areFilesOwed = (await db.blobs.where('state').anyOf('waiting', 'sending').count()) > 0;
		const drafts = await db.drafts.toArray();
		if (isOwed || areFilesOwed || drafts.some((draft) => isInUse(draft, ports.now()))) return false;
		const { epoch, through } = await readMeta(db, 'pull');
		const ownFiles = await db.blobs.where('state').notEqual('draft').toArray();
		const kept = new Set(ownFiles.map(({ sha256 }) => sha256));
		await Promise.all([
			...[db.dossiers, db.rounds, db.staging, db.drafts].map((store) => store.clear()),
			db.blobs.where('state').equals('draft').delete(),
			db.blobChunks.filter(({ sha256 }) => !kept.has(sha256)).delete(),
			forgetOrders(db),
			// A user who is let in again begins with a fresh snapshot.
			writeMetas(db, { pull: { ...NEVER_PULLED, epoch, through }, staging: null, cash: null, decisions: [] })
		]);
		return true;
	});
}

/** An act that can still be taken back is always finished first: it becomes an operation at the next opening. */
const isInUse = ({ key, savedMs }: StoredDraft, nowMs: number): boolean =>
	key === HELD || (savedMs !== undefined && Math.abs(nowMs - savedMs) < IN_THE_MIDDLE_MS);
