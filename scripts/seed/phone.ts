// A phone of the demo: a real key, a real chain, and receipts that anyone can check.
import { createECDH, hkdfSync } from 'node:crypto';
import * as v from 'valibot';
import { buildOperation, type Bytes, type Sign } from '$lib/core/chain';
import { jsonSchema, type Head, type Operation, type Place, type PublicKey } from '$lib/core/wire';
import type { DeviceId, OrganisationId, RandomBytes } from '$lib/core/ids';
import type { Act } from '$lib/core/operation';
import { encodeReceiptToken, receiptTokenBytes } from '$lib/core/receipt-token';
import { parisOffsetMinutes, type LocalDate } from '$lib/core/time';
import { ECDSA, sha256, signer } from '$lib/server/signature';

export type PhoneKey = { readonly publicKey: PublicKey; readonly sign: Sign };

/** What an author decides of one operation; the rest is the chain's. */
export type Authored = {
	readonly act: Act;
	readonly base: { readonly epoch: number; readonly rev: number };
	readonly place: Place | null;
};

/**
 * The key of a demo phone, derived from the server's own secret: a start finds it again and goes on with the chain, and nobody else can.
 * @param secret the `d` of the server's private JWK
 */
export async function phoneKey(secret: string, name: string): Promise<PhoneKey> {
	const scalar = Buffer.from(hkdfSync('sha256', secret, 'tournee demo', name, 32));
	const curve = createECDH('prime256v1');
	curve.setPrivateKey(scalar);
	const point = curve.getPublicKey();
	const publicKey = { x: point.subarray(1, 33).toString('base64url'), y: point.subarray(33).toString('base64url') };
	const jwk = { kty: 'EC', crv: 'P-256', d: scalar.toString('base64url'), ...publicKey };
	const key = await crypto.subtle.importKey('jwk', jwk, ECDSA, false, ['sign']);
	return { publicKey, sign: signer(key) };
}

/** Signs the next operation of a chain. */
export function signAct(
	{ act, base, place }: Authored,
	chain: { readonly org: OrganisationId; readonly device: DeviceId; readonly head: Head; readonly sign: Sign },
	random: RandomBytes
): Promise<Operation> {
	return buildOperation(
		{
			id: act.id,
			org: chain.org,
			actor: act.actor,
			device: chain.device,
			head: chain.head,
			kind: act.kind,
			dossier: act.dossier,
			base,
			at: { ms: act.at, utcOffset: parisOffsetMinutes(act.at), day: act.day, skew: 0 },
			body: v.parse(jsonSchema, act.body),
			place,
			blobs: []
		},
		{ sha256, sign: chain.sign, random }
	);
}

/** The text of a receipt's QR, signed by the phone that gave it. */
export async function receiptToken(
	receipt: {
		readonly device: DeviceId;
		readonly year: number;
		readonly number: number;
		readonly minor: number;
		readonly day: LocalDate;
	},
	sign: Sign,
	random: RandomBytes
): Promise<string> {
	const signed: Bytes = receiptTokenBytes({ ...receipt, currency: 'EUR', nonce: random(8) });
	return encodeReceiptToken(signed, await sign(signed));
}
