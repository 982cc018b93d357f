// The server's signing key: it countersigns the heads of devices and signs what the office itself does.
import * as v from 'valibot';
import { textSchema } from '$lib/core/operation';
import { signedBytesOfCountersignature } from '$lib/core/chain';
import { toBase64url } from '$lib/core/base64url';
import { publicKeySchema, type Countersignature, type PublicKey } from '$lib/core/wire';
import { acrossOrganisations, type Statement } from './db/connection';
import { ECDSA, signer } from './signature';

export type ServerKey = {
	readonly kid: string;
	readonly publicKey: PublicKey;
	readonly privateKey: CryptoKey;
};

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

/** Acknowledges a device's head: whoever holds the server's public key can check what the server has received. */
export async function countersign(
	key: ServerKey,
	fields: Omit<Countersignature, 'kid' | 'sig'>
): Promise<Countersignature> {
	const named = { ...fields, kid: key.kid };
	const sig = toBase64url(await signer(key.privateKey)(signedBytesOfCountersignature(named)));
	return { ...named, sig };
}

/** Publishes the public half of the key in use; keys of before stay for ever, so that old countersignatures can be checked. */
export const keepServerKey = ({ kid, publicKey }: ServerKey, nowMs: number): Statement =>
	acrossOrganisations(
		'server keys belong to the deployment',
		'INSERT OR IGNORE INTO server_key (kid, public_key, created_ms) VALUES (:kid, :publicKey, :nowMs)',
		{ kid, publicKey: JSON.stringify(publicKey), nowMs }
	);

/** Every public key that the server ever signed with: `kid, public_key`. */
export const selectServerKeys = (): Statement =>
	acrossOrganisations('server keys belong to the deployment', 'SELECT kid, public_key FROM server_key ORDER BY kid');
