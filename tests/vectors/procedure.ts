// Vector group `procedure`: routes, payment orders, proofs of claim and small claims; the inputs say which.
import * as v from 'valibot';
import { FRANCE } from '../../src/lib/core/country/fr/pack';
import {
	litigationRoutes,
	paymentOrderDeadlines,
	proofOfClaimDeadlines,
	smallClaimsState
} from '../../src/lib/core/litigation';
import type { LocalDate } from '../../src/lib/core/time';
import { COURTS, FORUMS, REPLACEMENT_ROUTES } from './codes-a';
import { cents, day, dayOrNull, flag, group, value, VECTORS_DAY } from './fields';

const question = v.object({
	amount_cents: cents,
	debtor: v.optional(v.picklist(['autre', 'commercant', 'consommateur_loyer_credit']), 'autre'),
	injonction: v.optional(v.boolean()),
	overindebt: flag,
	insolvency: flag,
	contested: flag
});

const order = v.object({
	order_date: day,
	served_on: dayOrNull,
	served_to_person: v.optional(v.boolean(), true),
	as_of: dayOrNull
});
const publication = v.object({ bodacc_publication: day, creditor_outside_metropole: flag });
const invitation = v.object({ invitation_sent: day, debtor_reply: v.optional(v.null(), null), as_of: day });

export const procedure = group(v.union([question, order, publication, invitation]), (inputs) => {
	if ('amount_cents' in inputs) return routes(inputs);
	if ('order_date' in inputs) return paymentOrder(inputs);
	if ('bodacc_publication' in inputs) return proofOfClaim(inputs);
	const state = value(smallClaimsState(FRANCE, inputs.invitation_sent, inputs.debtor_reply, inputs.as_of));
	return {
		deadline: state.deadline,
		status: state.status === 'refused-by-silence' ? 'refus_implicite' : 'en_attente'
	};
});

function routes(inputs: v.InferOutput<typeof question>) {
	const found = value(
		litigationRoutes(
			FRANCE,
			{
				amountMinor: inputs.amount_cents,
				forum: FORUMS[inputs.debtor],
				paymentOrder: inputs.injonction ?? null,
				overIndebted: inputs.overindebt,
				insolvent: inputs.insolvency,
				contested: inputs.contested
			},
			VECTORS_DAY
		)
	);
	return {
		small_claims_L125_1_possible: found.smallClaimsPossible,
		injonction_de_payer_possible: found.paymentOrderPossible,
		court: COURTS[found.court],
		amicable_attempt_required_750_1: found.amicableAttemptRequired,
		lawyer_required_if_opposition_or_assignation: found.lawyerRequired,
		contribution_50_eur: found.contributionMinor > 0,
		blocked: found.blocked,
		...(found.replacedBy === null ? {} : { route: REPLACEMENT_ROUTES[found.replacedBy] })
	};
}

function paymentOrder(inputs: v.InferOutput<typeof order>) {
	const found = value(
		paymentOrderDeadlines(FRANCE, {
			orderDate: inputs.order_date,
			servedOn: inputs.served_on,
			servedToPerson: inputs.served_to_person,
			asOf: inputs.as_of
		})
	);
	return {
		service_months: found.serviceMonths,
		serve_by: found.serveBy,
		serve_by_rolled_642: found.serveByRolled,
		...present('non_avenue', found.lapsed),
		...present('opposition_last_day', found.oppositionLastDay),
		...present('enforceable_if_no_notice_after', found.enforceableWithoutNoticeAfter)
	};
}

function proofOfClaim(inputs: v.InferOutput<typeof publication>) {
	const found = value(proofOfClaimDeadlines(FRANCE, inputs.bodacc_publication, inputs.creditor_outside_metropole));
	return {
		declare_by: found.declareBy,
		rolled_642: found.declareByRolled,
		safe_day: found.safeDay,
		releve_forclusion_by: found.reliefBy
	};
}

function present(key: string, found: LocalDate | boolean | null): Readonly<Record<string, unknown>> {
	return found === null ? {} : { [key]: found };
}
