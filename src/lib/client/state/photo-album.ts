// Photos as screens see them: taken for a form, shown again after a kill, and followed until the server has them.
import { liveQuery } from 'dexie';
import * as v from 'valibot';
import { dossierIdSchema, operationIdSchema, type DossierId, type OperationId } from '$lib/core/ids';
import type { Refusal } from '$lib/core/refusal';
import { ok, type Result } from '$lib/core/result';
import { encodePhoto } from '../documents/photo';
import { draftBlobs } from '../local/blob-rows';
import { keepForDraft, openWhole, removeFromDraft } from '../local/blobs';
import type { StoredBlob } from '../local/database';
import type { Phone } from '../local/phone';

/** A photo of a form under way. */
export type DraftPhoto = {
	readonly sha256: string;
	readonly size: number;
	/** What an image element shows; the caller gives it back with `URL.revokeObjectURL`. */
	readonly url: string;
};

/** A file that an own operation announced and the server does not have yet. */
export type FileOnItsWay = {
	readonly operation: OperationId;
	readonly sha256: string;
	readonly size: number;
	/** Bytes that the server has. */
	readonly sent: number;
	/** 'refused': the server does not take it, `code` says why; it stays on this phone. */
	readonly state: 'waiting' | 'sending' | 'paused' | 'refused';
	readonly code: string | null;
	readonly dossier: DossierId | null;
};

export class PhotoAlbum {
	readonly #phone: Phone;

	constructor(phone: Phone) {
		this.#phone = phone;
	}

	/** Photos of a form, e.g. after the app was killed; one that cannot be opened is left out and stays as it is. */
	async ofDraft(draft: string): Promise<readonly DraftPhoto[]> {
		const photos: DraftPhoto[] = [];
		for (const file of await draftBlobs(this.#phone.db, draft)) {
			const shown = await this.#shown(file);
			if (shown.ok) photos.push(shown.value);
		}
		return photos;
	}

	/** Re-encodes and keeps a photo for a form, sealed. Refuses what is no picture, and says when there is no room. */
	async add(draft: string, source: Blob): Promise<Result<DraftPhoto, Refusal>> {
		const encoded = await encodePhoto(source);
		if (!encoded.ok) return encoded;
		const kept = await keepForDraft(this.#phone, draft, encoded.value);
		return kept.ok ? this.#shown(kept.value) : kept;
	}

	/** Takes a photo out of a form again. */
	remove(draft: string, sha256: string): Promise<void> {
		return removeFromDraft(this.#phone, draft, sha256);
	}

	/** Tells what is on its way, now and whenever a piece arrived, in whatever tab; the answer stops it. */
	follow(tell: (files: readonly FileOnItsWay[]) => void): () => void {
		const { db } = this.#phone;
		const read = () => db.blobs.where('state').anyOf('waiting', 'sending', 'paused', 'refused').toArray();
		const subscription = liveQuery(read).subscribe((rows) => void this.#told(rows).then(tell));
		return () => subscription.unsubscribe();
	}

	/** Holds a file back after the piece that is on its way, or lets it go on, also after a refusal. */
	async hold(file: Pick<FileOnItsWay, 'operation' | 'sha256'>, isHeld: boolean): Promise<void> {
		const { db } = this.#phone;
		await db.transaction('rw', [db.blobs], async () => {
			const row = await db.blobs.get([file.operation, file.sha256]);
			if (!row || row.state === 'verified') return;
			const state = isHeld ? 'paused' : row.sent > 0 ? 'sending' : 'waiting';
			await db.blobs.put({ ...row, state, code: null });
		});
	}

	async #shown({ sha256, size, type }: StoredBlob): Promise<Result<DraftPhoto, Refusal>> {
		const opened = await openWhole(this.#phone, sha256, size);
		if (!opened.ok) return opened;
		return ok({ sha256, size, url: URL.createObjectURL(new Blob([opened.value], { type })) });
	}

	async #told(rows: readonly StoredBlob[]): Promise<readonly FileOnItsWay[]> {
		const operations = await this.#phone.db.outbox.bulkGet(rows.map(({ owner }) => owner));
		return rows.flatMap((row, index) => {
			const operation = v.safeParse(operationIdSchema, row.owner);
			const { state } = row;
			if (!operation.success || state === 'verified' || state === 'draft') return [];
			const dossier = v.safeParse(dossierIdSchema, operations[index]?.dossier);
			const { sha256, size, sent, code } = row;
			return [
				{
					operation: operation.output,
					sha256,
					size,
					sent,
					state,
					code,
					dossier: dossier.success ? dossier.output : null
				}
			];
		});
	}
}
