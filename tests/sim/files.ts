// Photos of the simulation: taken with an act, stored in a bucket in memory, and the laws that hold for them.
import type { StoredBlob, StoredBlobChunk, StoredOutbox } from '$lib/client/local/database';
import { keepForDraft } from '$lib/client/local/blobs';
import type { Phone } from '$lib/client/local/phone';
import { pieceCount } from '$lib/core/blob';
import { toHex } from '$lib/core/chain';
import type { BlobStore } from '$lib/server/blobs/store';
import { digest } from './crypto';
import type { Dice } from './dice';
import type { Handset } from './handset';
import { hold } from './model';
import type { World } from './world';

type Bytes = Uint8Array<ArrayBuffer>;

/** A bucket: it answers at once, forgets nothing by itself, and is not part of the database's backups. */
export class Bucket implements BlobStore {
	readonly #contents = new Map<string, Bytes>();
	/** Whole files that were written since the laws last looked. */
	fresh: string[] = [];

	readonly read = async (key: string): Promise<Bytes | null> => this.#contents.get(key) ?? null;

	readonly write = async (key: string, bytes: Bytes): Promise<void> => {
		this.#contents.set(key, bytes.slice());
		if (key.startsWith('blob/')) this.fresh.push(key);
	};

	readonly remove = async (keys: readonly string[]): Promise<void> => {
		for (const key of keys) this.#contents.delete(key);
	};

	content(key: string): Bytes | undefined {
		return this.#contents.get(key);
	}

	clear(): void {
		this.#contents.clear();
		this.fresh = [];
	}
}

/** Takes a photo for a form: a small one mostly, one of two pieces at times. */
export async function takePhoto(phone: Phone, draft: string, dice: Dice): Promise<void> {
	const bytes = new Uint8Array(dice.once(4) ? 65_536 + 40 + dice.below(200) : 60 + dice.below(200));
	bytes.set([0xff, 0xd8, 0xff, 0xe0]);
	bytes.set(dice.bytes(8), 4);
	await keepForDraft(phone, draft, bytes);
}

/** I15: a file that the server calls verified is there, whole, under its own hash. */
export function checkServerFiles(world: World): void {
	const { company } = world;
	for (const key of company.bucket.fresh.splice(0)) {
		world.count('photo-arrived');
		const content = company.bucket.content(key);
		const name = key.split('/').at(-1);
		hold('I15', content !== undefined && toHex(digest(content)) === name, () => `${key} is not its hash`);
	}
	const verified = company.db.rows('SELECT sha256, org, size, received FROM blob WHERE verified_ms IS NOT NULL');
	for (const { sha256, org, size, received } of verified) {
		const content = company.bucket.content(`blob/${String(org)}/${String(sha256)}`);
		const isWhole = content?.length === size && received === size;
		hold('I15', isWhole, () => `the document of ${String(sha256)} is called complete and is not`);
	}
}

const keyOf = ({ owner, sha256 }: StoredBlob): string => `${owner} ${sha256}`;

/** I5: a file leaves with its operation and never before, its pieces are all there, and "verified" is what the server said. */
export function checkFiles(world: World, handset: Handset, operations: ReadonlyMap<string, StoredOutbox>): void {
	const files = handset.records<StoredBlob>('blobs').filter(({ state }) => state !== 'draft');
	const pieces = Map.groupBy(handset.records<StoredBlobChunk>('blobChunks'), ({ sha256 }) => sha256);
	const now = new Set(files.map(keyOf));
	for (const key of handset.files) {
		const isGone = !now.has(key) && operations.has(key.split(' ')[0] ?? '');
		hold('I5', !isGone, () => `${handset.name}: the file ${key} left before its operation`);
	}
	for (const file of files) {
		const what = `${handset.name}: the file ${file.sha256}`;
		hold('I5', operations.has(file.owner), () => `${what} belongs to no operation`);
		hold('I5', pieces.get(file.sha256)?.length === pieceCount(file.size), () => `${what} lacks a piece`);
		if (file.state !== 'verified') continue;
		const content = world.company.bucket.content(`blob/${world.company.org}/${file.sha256}`);
		hold('I15', content?.length === file.size, () => `${what} is called verified and the server does not have it`);
	}
	handset.files = now;
}

/** What left the phone left every file of it verified on the server. */
export function checkLeft(world: World, operation: string): void {
	const open = world.company.db.number(
		'SELECT COUNT(*) FROM blob WHERE operation = :operation AND verified_ms IS NULL',
		{
			operation
		}
	);
	hold('I5', open === 0, () => `operation ${operation} left its phone and the server lacks ${open} of its files`);
}

/** In a healed world every file of what the server took is there. */
export function checkFilesAtRest(handset: Handset): void {
	for (const file of handset.records<StoredBlob>('blobs')) {
		const operation = handset.mirror.get(file.owner);
		const isTaken = operation?.state !== 'attention' || operation.outcome === 'quarantined';
		if (!operation || !isTaken || file.state === 'verified') continue;
		const why = `${file.state} ${String(file.code)}, operation ${operation.state}`;
		hold('I7', false, () => `${handset.name}: the file ${file.sha256} never reaches the server: ${why}`);
	}
}
