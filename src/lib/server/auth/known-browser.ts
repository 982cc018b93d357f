// A browser on which an account was signed in before carries a proof of it, signed by the server: attempts made elsewhere never delay it.
import * as v from 'valibot';
import type { ServerContext } from '../context';
import { signer, verifier } from '../signature';
import { fromBase64url, toBase64url } from '$lib/core/base64url';
import { sha256Hex } from './digest';

/** How long a browser stays known, in seconds: a year. */
export const PROOF_SECONDS = 365 * 86_400;

/** The cookie of an account's proof; several people may share a browser, each has one. */
export async function proofCookie(email: string): Promise<string> {
	return `tournee_known_${(await accountDigest(email)).slice(0, 12)}`;
}

/** A fresh proof for an account that has just shown its password here: a nonce and the server's signature over account and nonce. */
export async function proofOfBrowser(ctx: ServerContext, email: string): Promise<string> {
	const nonce = toBase64url(ctx.random(12));
	const signature = await signer(ctx.env.serverKey.privateKey)(await signedBytes(email, nonce));
	return `${nonce}.${toBase64url(signature)}`;
}

/** The nonce of a genuine proof for this account; null for none, a forged one, or one of another account. */
export async function knownBrowser(ctx: ServerContext, email: string, proof: string | null): Promise<string | null> {
	const parsed = v.safeParse(proofSchema, proof);
	if (!parsed.success) return null;
	const [nonce = '', encoded = ''] = parsed.output.split('.');
	const signature = fromBase64url(encoded);
	if (!signature) return null;
	const genuine = await verifier()(ctx.env.serverKey.publicKey, await signedBytes(email, nonce), signature);
	return genuine ? nonce : null;
}

const proofSchema = v.pipe(v.string(), v.regex(/^[\w-]{16}\.[\w-]{86}$/));

const accountDigest = (email: string): Promise<string> => sha256Hex(`account ${email.trim().toLowerCase()}`);

async function signedBytes(email: string, nonce: string): Promise<Uint8Array<ArrayBuffer>> {
	return new TextEncoder().encode(`tournee known browser ${await accountDigest(email)} ${nonce}`);
}
