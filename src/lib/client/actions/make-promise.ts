// Notes what the debtor promised to pay, and by when.
import type { Refusal } from '$lib/core/refusal';
import { refusal } from '$lib/core/refusal';
import { err, ok, type Result } from '$lib/core/result';
import type { Phone } from '../local/phone';
import { act, type ActRequest } from './act';
import type { PromiseInput, Saved } from './input';

/** Saves a promise; refuses one in the past, too far ahead, or over the balance. */
export const makePromise = (phone: Phone, input: PromiseInput): Promise<Result<Saved, Refusal>> =>
	act(phone, promiseRequest(input));

/** What `act` needs to save a promise. */
export function promiseRequest(input: PromiseInput): ActRequest<'promise.made'> {
	const { dossier, round, place, draft, minor, dueOn, means, by } = input;
	return {
		kind: 'promise.made',
		dossier,
		place,
		draft,
		build: async (moment) => {
			if (!moment.dossier) return err(refusal('dossier-not-on-phone'));
			const { currency } = moment.dossier.facts;
			return ok({ body: { round, minor, currency, dueOn, means, by }, receipt: null });
		}
	};
}
