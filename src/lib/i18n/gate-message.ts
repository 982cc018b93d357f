// Words the reasons of a gate: why a visit, a payment or a plan should not take place here and now.
import type { GateReason } from '$lib/core/gate';
import type { GateReasonCode } from '$lib/core/gate-section';
import { m } from './paraglide/messages';

/** One reason in words; the source of the rule is shown beside it. */
export const gateReasonMessage = (reason: Pick<GateReason, 'code'>): string => MESSAGES[reason.code]();

const MESSAGES: Readonly<Record<GateReasonCode, () => string>> = {
	'no-mandate': m.refusal_gate_no_mandate,
	'mandate-not-in-force': m.refusal_gate_mandate_not_in_force,
	'insurance-expired': m.refusal_gate_insurance_expired,
	'letter-not-sent': m.refusal_gate_letter_not_sent,
	'visits-refused': m.refusal_gate_visits_refused,
	'contact-refused': m.refusal_gate_contact_refused,
	'debtor-deceased': m.refusal_gate_debtor_deceased,
	'debtor-minor': m.refusal_gate_debtor_minor,
	'debtor-protected': m.refusal_gate_debtor_protected,
	'over-indebtedness-admitted': m.refusal_gate_over_indebtedness_admitted,
	'over-indebtedness-filed': m.refusal_gate_over_indebtedness_filed,
	'insolvency-open': m.refusal_gate_insolvency_open,
	'conciliation-open': m.refusal_gate_conciliation_open,
	'dispute-open': m.refusal_gate_dispute_open,
	'mediation-open': m.refusal_gate_mediation_open,
	'complaint-filed': m.refusal_gate_complaint_filed,
	prescribed: m.refusal_gate_prescribed,
	'partly-prescribed': m.refusal_gate_partly_prescribed,
	'cash-ceiling': m.refusal_gate_cash_ceiling,
	'danger-reported': m.refusal_gate_danger_reported,
	'address-unknown': m.refusal_gate_address_unknown,
	'rest-day': m.refusal_gate_rest_day,
	'outside-hours': m.refusal_gate_outside_hours
};
