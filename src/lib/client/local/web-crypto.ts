// WebCrypto behind the phone's crypto port: non-extractable P-256 and AES-GCM keys that only this browser can use.
import * as v from 'valibot';
import { publicKeySchema } from '$lib/core/wire';
import type { CryptoPort, KeyHandle } from '../ports';

const CURVE = { name: 'ECDSA', namedCurve: 'P-256' };
const SIGNATURE = { name: 'ECDSA', hash: 'SHA-256' };

/** The production port; needs a secure context. */
export function webCrypto(): CryptoPort {
	const { subtle } = globalThis.crypto;
	return {
		sha256: async (bytes) => new Uint8Array(await subtle.digest('SHA-256', bytes)),
		makeSigningKey: async () => {
			const pair = await subtle.generateKey(CURVE, false, ['sign', 'verify']);
			const { x, y } = await subtle.exportKey('jwk', pair.publicKey);
			return { privateKey: pair.privateKey, publicKey: v.parse(publicKeySchema, { x, y }) };
		},
		sign: async (key, bytes) => new Uint8Array(await subtle.sign(SIGNATURE, real(key), bytes)),
		verify: async (key, bytes, signature) => {
			const jwk = { kty: 'EC', crv: 'P-256', x: key.x, y: key.y };
			const imported = await subtle.importKey('jwk', jwk, CURVE, false, ['verify']);
			return subtle.verify(SIGNATURE, imported, signature, bytes);
		},
		makeSealingKey: () => subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']),
		seal: async (key, iv, additionalData, bytes) =>
			new Uint8Array(await subtle.encrypt({ name: 'AES-GCM', iv, additionalData }, real(key), bytes)),
		open: async (key, iv, additionalData, sealed) =>
			new Uint8Array(await subtle.decrypt({ name: 'AES-GCM', iv, additionalData }, real(key), sealed))
	};
}

function real(key: KeyHandle): CryptoKey {
	if (key instanceof CryptoKey) return key;
	throw new TypeError('a simulated key cannot be used with WebCrypto');
}
