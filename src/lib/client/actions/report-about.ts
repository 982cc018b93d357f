// Reports what stands in the way of a debt: a dispute, hardship, danger, a wish to be left alone. Never refused for what it says.
import type { Body } from '$lib/core/operation';
import type { Refusal } from '$lib/core/refusal';
import { assertNever, ok, type Result } from '$lib/core/result';
import type { Phone } from '../local/phone';
import { act, type ActRequest } from './act';
import type { ActContext, Saved } from './input';

export type ReportInput = ActContext &
	(
		| { readonly kind: 'situation.reported'; readonly body: Omit<Body<'situation.reported'>, 'round'> }
		| { readonly kind: 'dispute.reported'; readonly body: Omit<Body<'dispute.reported'>, 'round'> }
	);

/** Saves a report; its alert is on the dossier at once, and the manager is told at the next sync. Refuses a day in the future. */
export function reportAbout(phone: Phone, input: ReportInput): Promise<Result<Saved, Refusal>> {
	const request = reportRequest(input);
	return request.kind === 'dispute.reported' ? act(phone, request) : act(phone, request);
}

/** What `act` needs to save a report. */
export function reportRequest(input: ReportInput): ActRequest<'situation.reported'> | ActRequest<'dispute.reported'> {
	const { dossier, round, place, draft } = input;
	const context = { dossier, place, draft };
	switch (input.kind) {
		case 'situation.reported':
			return {
				...context,
				kind: input.kind,
				build: async () => ok({ body: { ...input.body, round }, receipt: null })
			};
		case 'dispute.reported':
			return {
				...context,
				kind: input.kind,
				build: async () => ok({ body: { ...input.body, round }, receipt: null })
			};
		default:
			return assertNever(input);
	}
}
