// Cryptography without chance and without threads: the same algorithms, synchronous, with signatures that the product's own verifier accepts.
import { createECDH, createPublicKey, hash as hashOf, verify as verifyWith, type KeyObject } from 'node:crypto';
import { crc32 } from 'node:zlib';
import type { CryptoPort, KeyHandle } from '$lib/client/ports';
import type { Bytes } from '$lib/core/chain';
import { toBase64url } from '$lib/core/base64url';
import type { PublicKey } from '$lib/core/wire';

const ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
const TAG_BYTES = 16;

/** SHA-256 at once. */
export const digest = (bytes: Uint8Array): Bytes => plain(hashOf('sha256', bytes, 'buffer'));

/** The public half of the key that a label names. */
export function publicKeyOf(label: string): PublicKey {
	const secret = secretOf(label);
	const point = pointOf(secret);
	const key = { x: toBase64url(plain(point.subarray(1, 33))), y: toBase64url(plain(point.subarray(33, 65))) };
	secretOfPublic.set(nameOf(key), secret);
	return key;
}

/** The private half, for a key that leaves as JWK. */
export const privateTextOf = (label: string): string => toBase64url(bytesOf(secretOf(label)));

/** ECDSA P-256 over SHA-256, r‖s. */
export const signAs = (label: string, bytes: Uint8Array): Bytes => signWith(secretOf(label), bytes);

/**
 * Says whether r‖s is a signature of the bytes. A key of this file signs equal bytes alike, so that signing them again tells; OpenSSL,
 * which takes fifty times longer, judges for every other key, and the first verdicts of a thread as well.
 */
export function verifies(publicKey: PublicKey, bytes: Uint8Array, signature: Uint8Array): boolean {
	const secret = secretOfPublic.get(nameOf(publicKey));
	if (secret === undefined) return verifiesByOpenSsl(publicKey, bytes, signature);
	const verdict = Buffer.compare(signWith(secret, bytes), signature) === 0;
	if (compared >= COMPARED) return verdict;
	compared += 1;
	if (verdict !== verifiesByOpenSsl(publicKey, bytes, signature))
		throw new Error('OpenSSL judges a signature otherwise');
	return verdict;
}

/** So many verdicts of a thread are compared with OpenSSL's. */
const COMPARED = 1_000;
let compared = 0;

function verifiesByOpenSsl(publicKey: PublicKey, bytes: Uint8Array, signature: Uint8Array): boolean {
	const name = nameOf(publicKey);
	const known = publicKeys.get(name);
	const key = known === undefined ? importKey(publicKey) : known;
	publicKeys.set(name, key);
	return key !== null && verifyWith('sha256', bytes, { key, dsaEncoding: 'ieee-p1363' }, signature);
}

const nameOf = ({ x, y }: PublicKey): string => `${x}.${y}`;

const publicKeys = new Map<string, KeyObject | null>();
const secretOfPublic = new Map<string, bigint>();
const secrets = new Map<string, bigint>();

function importKey({ x, y }: PublicKey): KeyObject | null {
	try {
		return createPublicKey({ key: { kty: 'EC', crv: 'P-256', x, y }, format: 'jwk' });
	} catch {
		return null;
	}
}

/** The phone's port: keys are numbered stand-ins whose label is their secret. */
export function phoneCrypto(newLabel: () => string): CryptoPort {
	return {
		sha256: async (bytes) => digest(bytes),
		makeSigningKey: async () => {
			const label = newLabel();
			return { privateKey: { simulated: label }, publicKey: publicKeyOf(label) };
		},
		sign: async (key, bytes) => signAs(labelOf(key), bytes),
		verify: async (key, bytes, signature) => verifies(key, bytes, signature),
		makeSealingKey: async () => ({ simulated: newLabel() }),
		seal: async (key, nonce, context, bytes) => sealed(bytes, tagOf(key, nonce, context, bytes)),
		open: async (key, nonce, context, record) => {
			const bytes = record.slice(0, -TAG_BYTES);
			const tag = new DataView(record.buffer, record.byteOffset + bytes.length, TAG_BYTES);
			if (tag.getUint32(0) !== tagOf(key, nonce, context, bytes)) throw new Error('a seal that does not open');
			return bytes;
		}
	};
}

/** Opens under its own key, nonce and place alone, as AES-GCM does, and hides nothing: nobody forges here, and a checksum costs least. */
const tagOf = (key: KeyHandle, nonce: Uint8Array, context: Uint8Array, bytes: Uint8Array): number =>
	crc32(bytes, crc32(context, crc32(nonce, crc32(labelOf(key)))));

function sealed(bytes: Uint8Array, tag: number): Bytes {
	const both = new Uint8Array(bytes.length + TAG_BYTES);
	both.set(bytes);
	new DataView(both.buffer).setUint32(bytes.length, tag);
	return both;
}

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

const plain = (bytes: Uint8Array): Bytes => new Uint8Array(bytes);

function labelOf(key: KeyHandle): string {
	if ('simulated' in key) return key.simulated;
	throw new TypeError('a real key in the simulator');
}

function secretOf(label: string): bigint {
	const known = secrets.get(label);
	if (known !== undefined) return known;
	const secret = (numberOf(digest(utf8(`key ${label}`))) % (ORDER - 1n)) + 1n;
	secrets.set(label, secret);
	return secret;
}

/**
 * Signs with a secret given as a number. The nonce is the key's own and always the same, which would give a real key away and
 * here makes equal bytes equal signatures, at no cost.
 */
export function signWith(secret: bigint, bytes: Uint8Array): Bytes {
	const { r, inverseNonce } = nonceOf(secret);
	const s = (inverseNonce * (numberOf(digest(bytes)) + r * secret)) % ORDER;
	const signature = new Uint8Array(64);
	signature.set(bytesOf(r));
	signature.set(bytesOf(s), 32);
	return signature;
}

type Nonce = { readonly r: bigint; readonly inverseNonce: bigint };
const nonces = new Map<bigint, Nonce>();

function nonceOf(secret: bigint): Nonce {
	const known = nonces.get(secret);
	if (known) return known;
	const value = (numberOf(digest(bytesOf(secret))) % (ORDER - 1n)) + 1n;
	const nonce = { r: numberOf(pointOf(value).subarray(1, 33)) % ORDER, inverseNonce: inverse(value) };
	nonces.set(secret, nonce);
	return nonce;
}

function pointOf(secret: bigint): Buffer {
	const curve = createECDH('prime256v1');
	curve.setPrivateKey(bytesOf(secret));
	return curve.getPublicKey();
}

function inverse(value: bigint): bigint {
	let [r, next] = [ORDER, value];
	let [t, nextT] = [0n, 1n];
	while (next !== 0n) {
		const quotient = r / next;
		[r, next] = [next, r - quotient * next];
		[t, nextT] = [nextT, t - quotient * nextT];
	}
	return ((t % ORDER) + ORDER) % ORDER;
}

const numberOf = (bytes: Uint8Array): bigint => BigInt(`0x${Buffer.from(bytes).toString('hex')}`);

const bytesOf = (value: bigint): Bytes => plain(Buffer.from(value.toString(16).padStart(64, '0'), 'hex'));
