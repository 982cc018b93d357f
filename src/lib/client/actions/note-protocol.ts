// Notes what happens around a signature: terms put to a manager, a debtor who does not sign, a consumer who goes back on it.
import type { Body } from '$lib/core/operation';
import { refusal, type Refusal } from '$lib/core/refusal';
import { assertNever, err, ok, type Result } from '$lib/core/result';
import type { Phone } from '../local/phone';
import { act, type Moment } from './act';
import type { ProtocolNote, Saved } from './input';
import { offerPlan } from './plan';

/** Saves one of them; refuses to put to a manager what needs none, and what cannot be a table. */
export function noteProtocol(phone: Phone, input: ProtocolNote): Promise<Result<Saved, Refusal>> {
	const { dossier, round, place, draft } = input;
	const context = { dossier, place, draft };
	switch (input.kind) {
		case 'protocol.proposed':
			return act(phone, {
				...context,
				kind: input.kind,
				build: async (moment) => {
					const body = proposalBody(input, moment);
					return body.ok ? ok({ body: body.value, receipt: null }) : body;
				}
			});
		case 'protocol.refused':
			return act(phone, {
				...context,
				kind: input.kind,
				build: async () => ok({ body: { ...input.body, round }, receipt: null })
			});
		case 'protocol.withdrawn':
			return act(phone, { ...context, kind: input.kind, build: async () => ok({ body: input.body, receipt: null }) });
		default:
			return assertNever(input);
	}
}

function proposalBody(
	{ plan, round, note }: Extract<ProtocolNote, { kind: 'protocol.proposed' }>,
	{ dossier, day, rules }: Moment
): Result<Body<'protocol.proposed'>, Refusal> {
	if (!dossier) return err(refusal('dossier-not-on-phone'));
	const offer = offerPlan(new Map([[dossier.id, dossier]]), plan, day, rules.pack);
	if (!offer.ok) return offer;
	const { schedule, claimed, waived, over } = offer.value;
	if (over.length === 0) return err(refusal('proposal-not-needed'));
	const { total, down, instalments } = schedule;
	return ok({
		round,
		document: plan.document ?? 'plan',
		currency: dossier.facts.currency,
		claimed,
		waived,
		total,
		down: down && { minor: down.minor, dueOn: down.dueOn },
		frequency: plan.frequency,
		instalments: [...instalments],
		dispute: plan.dispute ?? null,
		over: [...over],
		note
	});
}
