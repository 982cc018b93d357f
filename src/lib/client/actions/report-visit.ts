// Reports what happened at a door: one of the outcomes, a cause, a note, what comes next.
import type { Refusal } from '$lib/core/refusal';
import { ok, type Result } from '$lib/core/result';
import type { Phone } from '../local/phone';
import { act, type ActRequest } from './act';
import { forgetOverride, overrideOf } from './going';
import type { Saved, VisitInput } from './input';

/** Saves a visit report, with the reason for having set off in spite of a gate; refuses a next action in the past. */
export async function reportVisit(phone: Phone, input: VisitInput): Promise<Result<Saved, Refusal>> {
	const saved = await act(phone, visitRequest(phone, input));
	// Dies before: a second report of the same day would carry the reason again, which harms nothing.
	if (saved.ok) await forgetOverride(phone, input.dossier);
	return saved;
}

/** What `act` needs to save a visit report. */
export function visitRequest(phone: Phone, input: VisitInput): ActRequest<'visit.reported'> {
	const { dossier, round, place, draft, outcome, cause, next, openedAt, interview } = input;
	const note = input.note?.trim() ? input.note : null;
	return {
		kind: 'visit.reported',
		dossier,
		place,
		draft,
		photos: true,
		build: async ({ day }) => {
			const override = await overrideOf(phone, dossier, day);
			const body = {
				round,
				outcome,
				cause,
				note,
				next,
				openedAt,
				...(override === null ? {} : { override }),
				...(interview ? { interview } : {})
			};
			return ok({ body, receipt: null });
		}
	};
}
