// The server's signing key: it countersigns the heads of devices and signs what the office itself does.
import * as v from 'valibot';
import { textSchema } from '$lib/core/operation';
import { publicKeySchema, type PublicKey } from '$lib/core/wire';

export type ServerKey = {
	readonly kid: string;
	readonly publicKey: PublicKey;
	readonly privateKey: CryptoKey;
};

export const ECDSA = { name: 'ECDSA', namedCurve: 'P-256' } as const;

const jwkSchema = v.object({
	kty: v.literal('EC'),
	crv: v.literal('P-256'),
	kid: textSchema(40, 1),
	d: v.string(),
	...publicKeySchema.entries
});

/** Imported keys by their text: a key is imported once an isolate, and holds nothing of any user. */
const imported = new Map<string, ServerKey>();

/** Reads the private JWK of SERVER_KEY; throws when it is none. */
export async function loadServerKey(text: string): Promise<ServerKey> {
	const known = imported.get(text);
	if (known) return known;
	const { kty, crv, kid, d, x, y } = v.parse(jwkSchema, JSON.parse(text));
	const privateKey = await crypto.subtle.importKey('jwk', { kty, crv, d, x, y }, ECDSA, false, ['sign']);
	const key = { kid, publicKey: { x, y }, privateKey };
	imported.set(text, key);
	return key;
}
