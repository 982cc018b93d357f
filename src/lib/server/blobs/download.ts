// A verified file for who may see it: the office by the kind of its operation, a collector within his scope or what he sent himself.
import * as v from 'valibot';
import type { BlobType } from '$lib/core/blob';
import { refusal, type Refusal } from '$lib/core/refusal';
import { err, ok, type Result } from '$lib/core/result';
import { mayOpen } from '$lib/core/role';
import { blobRefSchema } from '$lib/core/wire';
import type { SignedIn } from '../../../app';
import { announcedSchema, selectAnnounced, type Announced } from '../db/blobs';
import { readRows } from '../db/read-rows';
import { wholeKey } from './store';
import type { UploadPorts } from './upload';

export type Download = {
	readonly bytes: Uint8Array<ArrayBuffer>;
	readonly type: BlobType;
	/** Name to save it under: its day and the start of its hash, nothing of a person. */
	readonly fileName: string;
};

/** Sessions of both apps may be open in one browser; either may be the one that sees the file. */
export type Readers = { readonly field: SignedIn | null; readonly office: SignedIn | null };

/** The content of a file; refuses `sign-in-needed`, `not-found` (also for what one may not see) and `blob-incomplete`. */
export async function download(
	{ ctx, store }: UploadPorts,
	{ field, office }: Readers,
	name: string
): Promise<Result<Download, Refusal>> {
	if (!v.is(blobRefSchema.entries.sha256, name)) return err(refusal('malformed'));
	if (!field && !office) return err(refusal('sign-in-needed'));
	let refused: Refusal = refusal('not-found');
	for (const reader of [office, field]) {
		if (!reader) continue;
		const org = reader.organisation.id;
		const [found] = await ctx.db.readBatch([selectAnnounced(org, name, reader.user.id)]);
		const seen = readRows(found, announcedSchema).filter((announced) => maySee(reader, announced));
		const whole = seen.find(({ verifiedMs }) => verifiedMs !== null);
		if (seen.length > 0 && !whole) refused = refusal('blob-incomplete');
		const bytes = whole ? await store.read(wholeKey(org, name)) : null;
		if (whole && bytes) return ok({ bytes, type: whole.type, fileName: fileNameOf(name, whole) });
	}
	return err(refused);
}

function maySee({ role, user }: SignedIn, { kind, actor, inScope }: Announced): boolean {
	if (role === 'collector') return actor === user.id || inScope === 1;
	return mayOpen(role, 'portfolio') || (kind.startsWith('payment.') && mayOpen(role, 'receipts'));
}

const EXTENSIONS: Readonly<Record<BlobType, string>> = {
	'image/jpeg': 'jpg',
	'image/png': 'png',
	'image/webp': 'webp',
	'application/pdf': 'pdf'
};

const fileNameOf = (name: string, { day, type }: Announced): string =>
	`${day}-${name.slice(0, 12)}.${EXTENSIONS[type]}`;
