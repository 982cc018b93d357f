// Cryptography without chance and without threads: the same algorithms, synchronous, with signatures that the product's own verifier accepts.
import { createECDH, createPublicKey, hash as hashOf, verify as verifyWith, type KeyObject } from 'node:crypto';
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
	const point = pointOf(secretOf(label));
	return { x: toBase64url(plain(point.subarray(1, 33))), y: toBase64url(plain(point.subarray(33, 65))) };
}

/** The private half, for a key that leaves as JWK. */
export const privateTextOf = (label: string): string => toBase64url(bytesOf(secretOf(label)));

/** ECDSA P-256 over SHA-256, r‖s. */
export const signAs = (label: string, bytes: Uint8Array): Bytes => signWith(secretOf(label), bytes);

/** Says whether r‖s is a signature of the bytes; OpenSSL judges, not this file. */
export function verifies({ x, y }: PublicKey, bytes: Uint8Array, signature: Uint8Array): boolean {
	const name = `${x}.${y}`;
	const known = publicKeys.get(name);
	const key = known === undefined ? importKey(x, y) : known;
	publicKeys.set(name, key);
	if (key === null) return false;
	// The same operation arrives many times; OpenSSL judges it once.
	const question = `${name} ${hashOf('sha256', bytes)} ${Buffer.from(signature).toString('base64')}`;
	const judged = verdicts.get(question);
	if (judged !== undefined) return judged;
	const verdict = verifyWith('sha256', bytes, { key, dsaEncoding: 'ieee-p1363' }, signature);
	if (verdicts.size > MOST_VERDICTS) verdicts.clear();
	verdicts.set(question, verdict);
	return verdict;
}

const publicKeys = new Map<string, KeyObject | null>();
const verdicts = new Map<string, boolean>();
const MOST_VERDICTS = 20_000;
const secrets = new Map<string, bigint>();

function importKey(x: string, y: string): KeyObject | null {
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
		seal: async (key, nonce, context, bytes) => plain(Buffer.concat([bytes, tagOf(key, nonce, context, bytes)])),
		open: async (key, nonce, context, sealed) => {
			const bytes = sealed.slice(0, -TAG_BYTES);
			if (Buffer.compare(tagOf(key, nonce, context, bytes), sealed.subarray(bytes.length)) !== 0)
				throw new Error('a seal that does not open');
			return bytes;
		}
	};
}

/** Authenticates as AES-GCM does and hides nothing: nobody reads along here, and hashing once costs less. */
const tagOf = (key: KeyHandle, nonce: Uint8Array, context: Uint8Array, bytes: Uint8Array): Bytes =>
	digest(Buffer.concat([utf8(labelOf(key)), nonce, context, Uint8Array.of(0), bytes])).slice(0, TAG_BYTES);

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
