// Forms under way: raw strings, sealed, one record per form; an act deletes the draft it takes the place of.
import * as v from 'valibot';
import { refusal, type Refusal } from '$lib/core/refusal';
import { err, type Result } from '$lib/core/result';
import { draftOwner, forgetBlobs } from './blob-rows';
import type { Phone } from './phone';
import { openJson, sealJson } from './seal';

/** Where an act lies that can still be taken back: no form, but deleted with its act like one. */
export const HELD = 'held';

const fieldsSchema = v.record(v.string(), v.string());
export type DraftFields = Readonly<Record<string, string>>;

const placeOf = (key: string): string => `draft:${key}`;

/** The raw strings of a form; null when there is none, refused when it cannot be opened (it then stays as it is). */
export async function readDraft(phone: Phone, key: string): Promise<Result<DraftFields, Refusal> | null> {
	const stored = await phone.db.drafts.get(key);
	if (!stored) return null;
	if (!(stored.sealed instanceof Uint8Array)) return err(refusal('unreadable-record', { key }));
	return openJson(phone.ports, phone.keys.outbox, placeOf(key), stored.sealed, fieldsSchema);
}

/** Keeps the raw strings of a form. Sealing comes before the write: no cryptography inside a transaction. */
export async function writeDraft(phone: Phone, key: string, fields: DraftFields): Promise<void> {
	const sealed = await sealJson(phone.ports, phone.keys.outbox, placeOf(key), fields);
	await phone.db.drafts.put({ key, sealed });
}

/** Forgets a form, with the photos that were taken for it. */
export async function deleteDraft({ db }: Phone, key: string): Promise<void> {
	await db.transaction('rw', [db.drafts, db.blobs, db.blobChunks], async () => {
		await db.drafts.delete(key);
		await forgetBlobs(db, draftOwner(key));
	});
}

/** Keys of the forms under way, e.g. to hold back a new version of the app while one is open. */
export async function draftKeys(phone: Phone): Promise<readonly string[]> {
	return phone.db.drafts.toCollection().primaryKeys();
}
