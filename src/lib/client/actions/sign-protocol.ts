// Seals a payment plan that the debtor signed on the screen: the text he read and his strokes, in one operation.
import { areTrivial } from '$lib/core/decide-protocol';
import { refusal, type Refusal } from '$lib/core/refusal';
import { err, ok, type Result } from '$lib/core/result';
import type { Phone } from '../local/phone';
import { act } from './act';
import type { ProtocolInput, Saved } from './input';

/** Saves a signed plan; refuses blank or trivial strokes, a table that does not add up, and a text of another day. */
export function signProtocol(phone: Phone, input: ProtocolInput): Promise<Result<Saved, Refusal>> {
	const { dossier, round, place, draft, text, signer, strokes, shownMs } = input;
	const mention = input.mention?.trim() ? input.mention : null;
	return act(phone, {
		kind: 'protocol.signed',
		dossier,
		place,
		draft,
		build: async ({ day }) => {
			if (areTrivial(strokes)) return err(refusal('strokes-trivial'));
			// The text says its day: signed after midnight, it must be read again.
			if (text.day !== day) return err(refusal('protocol-of-another-day', { day: text.day }));
			return ok({ body: { round, text, signer, mention, consentGiven: true, strokes, shownMs }, receipt: null });
		}
	});
}
