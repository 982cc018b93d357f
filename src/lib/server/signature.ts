// SHA-256 and ECDSA P-256 as the ports that the chain asks for.
import { createHash } from 'node:crypto';
import type { Bytes, Sha256, Sign, Verify } from '$lib/core/chain';
import type { PublicKey } from '$lib/core/wire';

export const ECDSA = { name: 'ECDSA', namedCurve: 'P-256' } as const;
const SIGNING = { name: 'ECDSA', hash: 'SHA-256' } as const;
const SIGNATURE_BYTES = 64;

/** At once: WebCrypto's promises cost a backlog of a thousand operations a tenth of its time. */
export const sha256: Sha256 = async (bytes) => new Uint8Array(createHash('sha256').update(bytes).digest());

/** A verifier that imports each key once; make one per request. A key that is no point of the curve verifies nothing. */
export function verifier(): Verify {
	const keys = new Map<string, Promise<CryptoKey | null>>();
	return async (publicKey, bytes, signature) => {
		if (signature.length !== SIGNATURE_BYTES) return false;
		const name = `${publicKey.x}.${publicKey.y}`;
		const pending = keys.get(name) ?? importPublic(publicKey);
		keys.set(name, pending);
		const key = await pending;
		return key !== null && crypto.subtle.verify(SIGNING, key, signature, bytes);
	};
}

/** Signs with a private key, r‖s. */
export const signer =
	(key: CryptoKey): Sign =>
	async (bytes: Bytes) =>
		new Uint8Array(await crypto.subtle.sign(SIGNING, key, bytes));

async function importPublic({ x, y }: PublicKey): Promise<CryptoKey | null> {
	try {
		return await crypto.subtle.importKey('jwk', { kty: 'EC', crv: 'P-256', x, y }, ECDSA, false, ['verify']);
	} catch {
		return null;
	}
}
