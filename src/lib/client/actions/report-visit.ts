// Reports what happened at a door: one of the outcomes, a cause, a note, what comes next.
import type { Refusal } from '$lib/core/refusal';
import { ok, type Result } from '$lib/core/result';
import type { Phone } from '../local/phone';
import { act } from './act';
import type { Saved, VisitInput } from './input';

/** Saves a visit report; refuses a next action in the past. */
export function reportVisit(phone: Phone, input: VisitInput): Promise<Result<Saved, Refusal>> {
	const { dossier, round, place, draft, outcome, cause, next, openedAt } = input;
	const note = input.note?.trim() ? input.note : null;
	return act(phone, {
		kind: 'visit.reported',
		dossier,
		place,
		draft,
		build: async () => ok({ body: { round, outcome, cause, note, next, openedAt }, receipt: null })
	});
}
