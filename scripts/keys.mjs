// The server's signing key, made once and kept in the data folder: receipts and countersignatures of old keys must stay checkable.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const { subtle } = globalThis.crypto;

/**
 * The private JWK (ECDSA P-256, with a `kid`) of this data folder, as JSON.
 * @param {string} folder
 * @returns {Promise<string>}
 */
export async function serverKey(folder) {
	const file = join(folder, 'server-key.json');
	if (!existsSync(file)) {
		mkdirSync(folder, { recursive: true });
		// Readable by its owner only; `wx` so that two starts at once cannot overwrite one another's key.
		writeFileSync(file, JSON.stringify(await makeKey()), { mode: 0o600, flag: 'wx' });
	}
	return readFileSync(file, 'utf8');
}

async function makeKey() {
	const { privateKey } = await subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify']);
	const jwk = await subtle.exportKey('jwk', privateKey);
	return { ...jwk, kid: await thumbprint(jwk), alg: 'ES256', use: 'sig' };
}

/** RFC 7638: the name of a key is made from the key itself. @param {JsonWebKey} jwk */
async function thumbprint({ crv, kty, x, y }) {
	const digest = await subtle.digest('SHA-256', new TextEncoder().encode(JSON.stringify({ crv, kty, x, y })));
	return Buffer.from(digest).toString('base64url').slice(0, 16);
}
