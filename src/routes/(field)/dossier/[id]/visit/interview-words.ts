// Words of the guided interview: the four steps (contact, understand, convince, conclude), the cards, and what is given for what.
import type { Cause } from '$lib/core/operation';
import { type Granted, type Profile, type Returned } from '$lib/core/interview';
import { m } from '$lib/i18n/paraglide/messages';

export const STEPS = ['contact', 'understand', 'convince', 'conclude'] as const;
export type Step = (typeof STEPS)[number];

type Words<Key extends string> = Readonly<Record<Key, () => string>>;

export const STEP_WORDS: Words<Step> = {
	contact: m.door_step_contact,
	understand: m.door_step_understand,
	convince: m.door_step_convince,
	conclude: m.door_step_conclude
};

export const PROFILE_WORDS: Words<Profile> = {
	cooperative: m.door_profile_cooperative,
	talkative: m.door_profile_talkative,
	unhappy: m.door_profile_unhappy,
	aggressive: m.door_profile_aggressive,
	evasive: m.door_profile_evasive,
	manipulative: m.door_profile_manipulative
};

/** How to answer a behaviour. */
export const PROFILE_CARDS: Words<Profile> = {
	cooperative: m.door_card_cooperative,
	talkative: m.door_card_talkative,
	unhappy: m.door_card_unhappy,
	aggressive: m.door_card_aggressive,
	evasive: m.door_card_evasive,
	manipulative: m.door_card_manipulative
};

/** How to answer a reason for not paying. */
export const OBJECTION_CARDS: Words<Cause> = {
	forgotten: m.door_objection_forgotten,
	'cash-flow': m.door_objection_cash_flow,
	'job-loss': m.door_objection_job_loss,
	'income-drop': m.door_objection_income_drop,
	separation: m.door_objection_separation,
	'over-indebted': m.door_objection_over_indebted,
	'disputed-goods': m.door_objection_disputed_goods,
	'disputed-amount': m.door_objection_disputed_amount,
	'invoice-not-received': m.door_objection_invoice_not_received,
	'already-paid': m.door_objection_already_paid,
	unwilling: m.door_objection_unwilling,
	other: m.door_objection_other
};

export const GRANTED_WORDS: Words<Granted> = {
	time: m.door_give_time,
	instalments: m.door_give_instalments,
	penalties: m.door_give_penalties,
	visit: m.door_give_visit
};

export const RETURNED_WORDS: Words<Returned> = {
	down: m.door_get_down,
	'standing-order': m.door_get_standing_order,
	signature: m.door_get_signature,
	papers: m.door_get_papers
};

/** What to ask at a step, one question a line, with the names of this visit. */
export function questionsOf(
	step: Step,
	names: Readonly<Record<'collector' | 'agency' | 'creditor' | 'debtor' | 'letter' | 'facts', string>>
): readonly string[] {
	return textOf(step, names).split('\n');
}

function textOf(step: Step, names: Parameters<typeof questionsOf>[1]): string {
	switch (step) {
		case 'contact':
			return m.door_q_contact(names);
		case 'understand':
			return m.door_q_understand();
		case 'convince':
			return m.door_q_convince();
		case 'conclude':
			return m.door_q_conclude({ facts: names.facts });
	}
}
