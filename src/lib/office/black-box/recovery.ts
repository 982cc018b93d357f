// Makes the organisation's recovery key in the browser: the public half goes to the server, the private one onto paper.
import * as v from 'valibot';
import { recoveryCodeOf } from '$lib/core/recovery-code';
import { publicKeySchema, type PublicKey } from '$lib/core/wire';

export type RecoveryKey = { readonly publicKey: PublicKey; readonly code: string };

const jwkSchema = v.object({ ...publicKeySchema.entries, d: v.string() });

/** A new key; its code is shown once and kept nowhere. */
export async function createRecoveryKey(): Promise<RecoveryKey> {
	const pair = await crypto.subtle.generateKey({ name: 'ECDH', namedCurve: 'P-256' }, true, ['deriveBits']);
	const { x, y, d } = v.parse(jwkSchema, await crypto.subtle.exportKey('jwk', pair.privateKey));
	return { publicKey: { x, y }, code: recoveryCodeOf(d) };
}
