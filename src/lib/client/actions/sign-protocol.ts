// Seals an agreement that the debtor signed: the text he read, what he wrote and his signature, in one operation.
import { toBase64url } from '$lib/core/base64url';
import { areTrivial } from '$lib/core/decide-protocol';
import type { Dossier } from '$lib/core/dossier';
import type { Body } from '$lib/core/operation';
import { refusal, type Refusal } from '$lib/core/refusal';
import { err, ok, type Result } from '$lib/core/result';
import type { Phone } from '../local/phone';
import { act } from './act';
import type { ProtocolInput, Saved } from './input';
import { letterProof } from './letter-proof';

/** Bytes of the secret that opens the debtor's copy. */
const COPY_KEY_BYTES = 16;

/**
 * Saves a signed agreement; refuses blank or trivial strokes, a code that is not the letter's, a table that does not add up, terms
 * beyond the margin that nobody approved, and a text of another day.
 */
export function signProtocol(phone: Phone, input: ProtocolInput): Promise<Result<Saved, Refusal>> {
	const { dossier, place, draft, text } = input;
	return act(phone, {
		kind: 'protocol.signed',
		dossier,
		place,
		draft,
		build: async (moment) => {
			// The text says its day: signed after midnight, it must be read again.
			if (text.day !== moment.day) return err(refusal('protocol-of-another-day', { day: text.day }));
			const signature = await signatureOf(input, moment.dossier);
			if (!signature.ok) return signature;
			const body = { ...bodyOf(input), ...signature.value, copyKey: toBase64url(phone.ports.random(COPY_KEY_BYTES)) };
			return ok({ body, receipt: null });
		}
	});
}

type Signature = Pick<Body<'protocol.signed'>, 'strokes' | 'typed'>;

async function signatureOf({ signature }: ProtocolInput, dossier: Dossier | null): Promise<Result<Signature, Refusal>> {
	if ('strokes' in signature) {
		const { strokes } = signature;
		return areTrivial(strokes) ? err(refusal('strokes-trivial')) : ok({ strokes });
	}
	if (!dossier) return err(refusal('dossier-not-on-phone'));
	const proof = await letterProof(signature.code, dossier.facts);
	return proof.ok ? ok({ typed: { name: signature.name, proof: proof.value } }) : proof;
}

function bodyOf(input: ProtocolInput): Body<'protocol.signed'> {
	const { round, text, signer, shownMs, mentionStrokes, amountMention, collector, proposal } = input;
	return {
		round,
		text,
		signer,
		mention: input.mention?.trim() ? input.mention : null,
		consentGiven: true,
		shownMs,
		...(mentionStrokes ? { mentionStrokes } : {}),
		...(amountMention ? { amountMention } : {}),
		...(collector ? { collector } : {}),
		...(proposal ? { proposal } : {})
	};
}
