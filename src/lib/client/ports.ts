// What the phone takes from its surroundings: clock, randomness, network, cryptography, locks, timers. All can be replaced.
import type { RandomBytes } from '$lib/core/ids';
import { instant, type Instant } from '$lib/core/time';
import type { PublicKey } from '$lib/core/wire';
import { browserLocks } from './local/device-lock';
import { webCrypto } from './local/web-crypto';

/** A key that the phone holds but cannot read: a CryptoKey in production, a numbered stand-in in a simulator. */
export type KeyHandle = CryptoKey | { readonly simulated: string };

export type CryptoPort = {
	readonly sha256: (bytes: Uint8Array<ArrayBuffer>) => Promise<Uint8Array<ArrayBuffer>>;
	/** Makes a signing key that never leaves this browser. */
	readonly makeSigningKey: () => Promise<{ readonly privateKey: KeyHandle; readonly publicKey: PublicKey }>;
	/** ECDSA P-256 over SHA-256, r‖s, 64 bytes. */
	readonly sign: (key: KeyHandle, bytes: Uint8Array<ArrayBuffer>) => Promise<Uint8Array<ArrayBuffer>>;
	readonly verify: (
		key: PublicKey,
		bytes: Uint8Array<ArrayBuffer>,
		signature: Uint8Array<ArrayBuffer>
	) => Promise<boolean>;
	/** Makes an AES-GCM key that never leaves this browser. */
	readonly makeSealingKey: () => Promise<KeyHandle>;
	/** Seals bytes; `context` is authenticated with them, so that a record cannot take another's place. */
	readonly seal: (
		key: KeyHandle,
		nonce: Uint8Array<ArrayBuffer>,
		context: Uint8Array<ArrayBuffer>,
		bytes: Uint8Array<ArrayBuffer>
	) => Promise<Uint8Array<ArrayBuffer>>;
	/** Opens what was sealed under the same context; rejects when a bit differs. */
	readonly open: (
		key: KeyHandle,
		nonce: Uint8Array<ArrayBuffer>,
		context: Uint8Array<ArrayBuffer>,
		sealed: Uint8Array<ArrayBuffer>
	) => Promise<Uint8Array<ArrayBuffer>>;
};

export type LockPort = {
	/** Runs alone under a name, across the tabs of this browser. */
	readonly hold: <T>(name: string, work: () => Promise<T>) => Promise<T>;
	/** Runs only if nobody holds the name; null when somebody does. */
	readonly tryHold: <T>(name: string, work: () => Promise<T>) => Promise<T | null>;
};

/** Tells the other tabs of this browser that something was stored. */
export type ChannelPort = {
	readonly announce: () => void;
	readonly close: () => void;
};

export type Ports = {
	readonly now: () => Instant;
	readonly random: RandomBytes;
	/** A number in [0, 1) for jitter; never used for anything secret. */
	readonly chance: () => number;
	readonly fetch: (path: string, init: RequestInit) => Promise<Response>;
	/** A signal that aborts after some milliseconds. */
	readonly deadline: (milliseconds: number) => AbortSignal;
	readonly crypto: CryptoPort;
	readonly locks: LockPort;
	/** Calls back once after some milliseconds; the answer cancels it. */
	readonly later: (milliseconds: number, callback: () => void) => () => void;
	readonly openChannel: (name: string, onChange: () => void) => ChannelPort;
	/** The IndexedDB to use; null for the browser's own. */
	readonly indexedDb: { readonly indexedDB: IDBFactory; readonly IDBKeyRange: typeof IDBKeyRange } | null;
};

/** The ports of a real browser. */
export function browserPorts(): Ports {
	return {
		now: () => instant(Date.now()),
		random: (length) => crypto.getRandomValues(new Uint8Array(length)),
		chance: () => Math.random(),
		fetch: (path, init) => fetch(path, init),
		deadline: (milliseconds) => AbortSignal.timeout(milliseconds),
		crypto: webCrypto(),
		locks: browserLocks(),
		later: (milliseconds, callback) => {
			const timer = setTimeout(callback, milliseconds);
			return () => clearTimeout(timer);
		},
		openChannel: (name, onChange) => {
			const channel = new BroadcastChannel(name);
			channel.onmessage = () => onChange();
			return { announce: () => channel.postMessage('changed'), close: () => channel.close() };
		},
		indexedDb: null
	};
}
