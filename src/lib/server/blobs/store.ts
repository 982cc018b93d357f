// Where the contents of files are: an R2 bucket, with the pieces of an upload beside the whole files.
import type { OrganisationId } from '$lib/core/ids';

type Bytes = Uint8Array<ArrayBuffer>;

export type BlobStore = {
	/** Null for what is not there. */
	readonly read: (key: string) => Promise<Bytes | null>;
	readonly write: (key: string, bytes: Bytes) => Promise<void>;
	readonly remove: (keys: readonly string[]) => Promise<void>;
};

/** The bucket of this deployment. */
export const bucketStore = (bucket: App.Platform['env']['BLOBS']): BlobStore => ({
	read: async (key) => {
		const found = await bucket.get(key);
		return found && new Uint8Array(await found.arrayBuffer());
	},
	write: async (key, bytes) => {
		await bucket.put(key, bytes);
	},
	remove: (keys) => bucket.delete([...keys])
});

/** Where a whole, verified file is. */
export const wholeKey = (org: OrganisationId, sha256: string): string => `blob/${org}/${sha256}`;

/** Where a piece of an upload waits; a lifecycle rule on `part/` may clean up what was never finished. */
export const pieceKey = (org: OrganisationId, sha256: string, offset: number): string =>
	`part/${org}/${sha256}/${String(offset).padStart(9, '0')}`;
