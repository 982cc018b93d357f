// Asks a manager to reverse a payment; nothing is posted before a second person agrees.
import type { Refusal } from '$lib/core/refusal';
import { ok, type Result } from '$lib/core/result';
import type { Phone } from '../local/phone';
import { act } from './act';
import type { ReversalInput, Saved } from './input';

/** Saves the request; refuses a payment that is not on the dossier, or whose reversal was already asked. */
export const requestReversal = (phone: Phone, input: ReversalInput): Promise<Result<Saved, Refusal>> =>
	act(phone, {
		kind: 'payment.reversal-requested',
		dossier: input.dossier,
		place: null,
		draft: input.draft,
		build: async () => ok({ body: { payment: input.payment, reason: input.reason }, receipt: null })
	});
