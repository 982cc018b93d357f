// The chain of operations: what is hashed and signed, how an operation is built, and how anyone checks one. Cryptography is passed in.
import { canonicalBytes, type Json } from './canonical';
import type { DeviceId, DossierId, OperationId, OrganisationId, RandomBytes, UserId } from './ids';
import { fromBase64url, toBase64url } from './base64url';
import type { LocalDate } from './time';
import {
	WIRE_VERSION,
	type Countersignature,
	type Head,
	type Header,
	type Operation,
	type Place,
	type PublicKey
} from './wire';

export type Bytes = Uint8Array<ArrayBuffer>;
/** SHA-256 of some bytes. */
export type Sha256 = (bytes: Bytes) => Promise<Bytes>;
/** ECDSA P-256 / SHA-256 signature of some bytes by the device's (or server's) key: r‖s, 64 bytes. */
export type Sign = (bytes: Bytes) => Promise<Bytes>;
/** Says whether a 64-byte r‖s signature over some bytes was made by the key. */
export type Verify = (key: PublicKey, bytes: Bytes, signature: Bytes) => Promise<boolean>;

const SALT_BYTES = 16;

/** An act before it is hashed and signed: everything that its author decides. */
export type Unsigned = {
	readonly id: OperationId;
	readonly org: OrganisationId;
	readonly actor: UserId;
	readonly device: DeviceId;
	/** The device's last operation; this one comes after it. */
	readonly head: Head;
	readonly kind: string;
	readonly dossier: DossierId | null;
	/** Epoch and revision of the snapshot that the author saw. */
	readonly base: { readonly epoch: number; readonly rev: number };
	readonly at: {
		readonly ms: number;
		/** Minutes east of UTC on the device's clock. */
		readonly utcOffset: number;
		readonly day: LocalDate;
		/** Device clock minus server clock in milliseconds at the last sync; null before the first. */
		readonly skew: number | null;
	};
	readonly body: Json;
	readonly place: Place | null;
	readonly blobs: Header['blobs'];
};

export type BuildPorts = { readonly sha256: Sha256; readonly sign: Sign; readonly random: RandomBytes };
export type CheckPorts = { readonly sha256: Sha256; readonly verify: Verify };

/** Why an operation is not authentic; the rest of it may be read only when it is `'ok'`. */
export type Authenticity = 'ok' | 'bad-hash' | 'bad-signature' | 'bad-body-hash' | 'bad-place-hash';

/** Hashes, salts and signs an act, so that it follows the device's head. */
export async function buildOperation(unsigned: Unsigned, ports: BuildPorts): Promise<Operation> {
	const { id, org, actor, device, head, kind, dossier, base, at, body, place, blobs } = unsigned;
	const bodySalt = ports.random(SALT_BYTES);
	const placeSalt = place ? ports.random(SALT_BYTES) : null;
	const [hashOfPlace, hashOfBody] = await Promise.all([
		place && placeSalt ? placeHash(place, placeSalt, ports.sha256) : null,
		bodyHash(body, bodySalt, ports.sha256)
	]);
	const header: Header = {
		v: WIRE_VERSION,
		id,
		org,
		actor,
		device,
		seq: head.seq + 1,
		prev: head.hash,
		kind,
		dossier,
		base: { ...base },
		at: { ...at },
		placeHash: hashOfPlace,
		bodyHash: hashOfBody,
		blobs
	};
	const signed = canonicalBytes(header);
	const [hash, sig] = await Promise.all([ports.sha256(signed), ports.sign(signed)]);
	return {
		header,
		hash: toHex(hash),
		sig: toBase64url(sig),
		body,
		bodySalt: toBase64url(bodySalt),
		place,
		placeSalt: placeSalt && toBase64url(placeSalt)
	};
}

/**
 * Checks that an operation is what the holder of `key` signed: header hash, signature, body and place.
 * A place or body that was erased lawfully is not looked for: `place` null with a `placeHash` passes.
 */
export async function checkOperation(operation: Operation, key: PublicKey, ports: CheckPorts): Promise<Authenticity> {
	const { header, hash, sig, body, bodySalt, place, placeSalt } = operation;
	const signed = canonicalBytes(header);
	if (toHex(await ports.sha256(signed)) !== hash) return 'bad-hash';
	const signature = fromBase64url(sig);
	if (!signature || !(await ports.verify(key, signed, signature))) return 'bad-signature';
	const salt = fromBase64url(bodySalt);
	if (!salt || (await bodyHash(body, salt, ports.sha256)) !== header.bodyHash) return 'bad-body-hash';
	if (place === null) return 'ok';
	const saltOfPlace = placeSalt === null ? null : fromBase64url(placeSalt);
	if (!saltOfPlace || (await placeHash(place, saltOfPlace, ports.sha256)) !== header.placeHash) return 'bad-place-hash';
	return 'ok';
}

/** SHA-256 of the canonical header, lower-case hex: the name of an operation in its chain. */
export const headerHash = async (header: Header, sha256: Sha256): Promise<string> =>
	toHex(await sha256(canonicalBytes(header)));

/** SHA-256 of the salt and the canonical body, lower-case hex; the salt keeps an erased body from being guessed. */
export const bodyHash = (body: Json, salt: Bytes, sha256: Sha256): Promise<string> => saltedHash(body, salt, sha256);

/** SHA-256 of the salt and the canonical place, lower-case hex. */
export const placeHash = (place: Place, salt: Bytes, sha256: Sha256): Promise<string> =>
	saltedHash(place, salt, sha256);

/** The bytes that the server signs to acknowledge a device's head in an epoch. */
export function signedBytesOfCountersignature(fields: Omit<Countersignature, 'sig'>): Bytes {
	const { kid, org, device, epoch, seq, hash } = fields;
	return canonicalBytes({ kid, org, device, epoch, seq, hash });
}

/** The bytes that a new key signs at enrolment: proof that the phone holds it. */
export const signedBytesOfProof = (device: DeviceId, publicKey: PublicKey, user: UserId): Bytes =>
	canonicalBytes({ device, publicKey, user });

/** Fingerprint of a snapshot: SHA-256 of the canonical [[id, rev], …] sorted by id. */
export async function snapshotDigest(
	dossiers: readonly { readonly id: DossierId; readonly rev: number }[],
	sha256: Sha256
): Promise<string> {
	const pairs = dossiers.map(({ id, rev }) => [id, rev] as const).sort(([a], [b]) => (a < b ? -1 : 1));
	return toHex(await sha256(canonicalBytes(pairs)));
}

/** Lower-case hex. */
export function toHex(bytes: Uint8Array): string {
	let hex = '';
	for (const byte of bytes) hex += HEX[byte] ?? '';
	return hex;
}

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

async function saltedHash(value: Json, salt: Bytes, sha256: Sha256): Promise<string> {
	const content = canonicalBytes(value);
	const salted = new Uint8Array(salt.length + content.length);
	salted.set(salt);
	salted.set(content, salt.length);
	return toHex(await sha256(salted));
}
