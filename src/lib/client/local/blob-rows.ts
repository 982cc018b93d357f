// Whose a file of this phone is: rows that name its content, and the content that goes with the last of them.
import type { PhoneDatabase, StoredBlob } from './database';

/** The owner of a photo whose form is still being filled in. */
export const draftOwner = (key: string): string => `draft:${key}`;

/** Photos taken for a form, in a fixed order. */
export const draftBlobs = (db: PhoneDatabase, key: string): Promise<StoredBlob[]> =>
	db.blobs.where('owner').equals(draftOwner(key)).sortBy('sha256');

/** Deletes the rows of an owner, and contents that nobody else has; inside the caller's transaction on both tables. */
export async function forgetBlobs(db: PhoneDatabase, owner: string): Promise<void> {
	for (const { sha256 } of await db.blobs.where('owner').equals(owner).toArray()) await forgetBlob(db, owner, sha256);
}

/** The same for one file. */
export async function forgetBlob(db: PhoneDatabase, owner: string, sha256: string): Promise<void> {
	await db.blobs.delete([owner, sha256]);
	if ((await db.blobs.where('sha256').equals(sha256).count()) > 0) return;
	await db.blobChunks.where('[sha256+index]').between([sha256, 0], [sha256, Infinity]).delete();
}
