// The phone's own database, one per user, with strict durability: what a record holds in clear, and what is sealed.
import Dexie, { type Table } from 'dexie';
import type { KeyHandle, Ports } from '../ports';

/** Identity, keys, head of the chain and receipt counter: what an act reads and writes as one. Judged by `deviceRecordSchema`. */
export type StoredDevice = {
	readonly key: 'device';
	readonly id: string;
	readonly user: { readonly id: string; readonly name: string; readonly email: string };
	readonly role: string;
	readonly organisation: {
		readonly id: string;
		readonly name: string;
		readonly siren: string;
		readonly address: string;
		readonly phone: string;
		readonly demo: boolean;
	};
	readonly series: string;
	readonly serverKeys: readonly {
		readonly kid: string;
		readonly publicKey: { readonly x: string; readonly y: string };
	}[];
	readonly recoveryKey: { readonly x: string; readonly y: string } | null;
	readonly publicOrigin: string;
	readonly publicKey: { readonly x: string; readonly y: string };
	readonly signingKey: KeyHandle;
	readonly outboxKey: KeyHandle;
	readonly snapshotKey: KeyHandle;
	readonly head: { readonly seq: number; readonly hash: string };
	readonly receipt: { readonly year: number; readonly last: number };
	readonly forked: boolean;
	readonly enrolledMs: number;
};

export type StoredOutbox = {
	readonly id: string;
	readonly device: string;
	readonly seq: number;
	readonly hash: string;
	readonly dossier: string | null;
	/** 'sending' is never stored: a phone that dies while sending wakes up with 'on-phone'. */
	readonly state: 'on-phone' | 'sent' | 'confirmed' | 'attention';
	/** What the server said; its codes are no personal data. */
	readonly outcome: 'applied' | 'flagged' | 'quarantined' | 'refused' | null;
	readonly codes: readonly string[];
	readonly bytes: number;
	/** When a countersigned head first covered it, on the server's clock; retention runs from here. */
	readonly confirmedMs: number | null;
	readonly sealed: Uint8Array<ArrayBuffer>;
};

/** A dossier or a round as pulled. */
export type StoredSnapshot = { readonly id: string; readonly rev: number; readonly sealed: Uint8Array<ArrayBuffer> };

/** A row of a pull that takes several pages: nobody reads it before the last page. */
export type StoredStaging = StoredSnapshot & { readonly kind: 'dossier' | 'round' | 'removed' };

export type StoredDraft = { readonly key: string; readonly sealed: Uint8Array<ArrayBuffer> };

/** A photo or a document of an operation, or of a form under way; its content is in `blobChunks`, under the same hash. */
export type StoredBlob = {
	/** Id of the operation that announced it, or `draft:<key>` of a form. */
	readonly owner: string;
	readonly sha256: string;
	readonly size: number;
	readonly type: string;
	/** Files of payments go up before others. */
	readonly money: boolean;
	/** 'draft': not announced yet; 'refused': the server does not take it, `code` says why. It leaves only when it is 'verified'. */
	readonly state: 'draft' | 'waiting' | 'sending' | 'paused' | 'refused' | 'verified';
	/** Bytes that the server has, as far as it was heard. */
	readonly sent: number;
	readonly code: string | null;
};

/** A piece of a file, sealed by itself, so that it can be sent without opening the rest. */
export type StoredBlobChunk = {
	readonly sha256: string;
	readonly index: number;
	readonly sealed: Uint8Array<ArrayBuffer>;
};

/** One record per procedure that writes it, so that no two writers share one: 'pull', 'rules', 'staging', 'ack', 'sync', 'settings', 'enrolment'. */
export type StoredMeta = { readonly key: string; readonly value: unknown };

export class PhoneDatabase extends Dexie {
	readonly device: Table<StoredDevice, string>;
	readonly outbox: Table<StoredOutbox, string>;
	readonly dossiers: Table<StoredSnapshot, string>;
	readonly rounds: Table<StoredSnapshot, string>;
	readonly staging: Table<StoredStaging, [string, string]>;
	readonly drafts: Table<StoredDraft, string>;
	readonly blobs: Table<StoredBlob, [string, string]>;
	readonly blobChunks: Table<StoredBlobChunk, [string, number]>;
	readonly meta: Table<StoredMeta, string>;

	constructor(name: string, ports: Pick<Ports, 'indexedDb'>) {
		super(name, { chromeTransactionDurability: 'strict', ...(ports.indexedDb ?? {}) });
		// Nothing here is read twice through Dexie's cache of live queries, and keeping it costs every transaction.
		this.unuse({ stack: 'dbcore', name: 'Cache' });
		this.version(1).stores({
			device: 'key',
			outbox: 'id, &[device+seq], dossier, state',
			dossiers: 'id',
			rounds: 'id',
			staging: '[kind+id]',
			drafts: 'key',
			attachments: 'sha256, operation',
			meta: 'key'
		});
		// Nothing was ever written into `attachments`.
		this.version(2).stores({
			attachments: null,
			blobs: '[owner+sha256], owner, sha256, state',
			blobChunks: '[sha256+index]'
		});
		this.device = this.table('device');
		this.outbox = this.table('outbox');
		this.dossiers = this.table('dossiers');
		this.rounds = this.table('rounds');
		this.staging = this.table('staging');
		this.drafts = this.table('drafts');
		this.blobs = this.table('blobs');
		this.blobChunks = this.table('blobChunks');
		this.meta = this.table('meta');
	}
}
