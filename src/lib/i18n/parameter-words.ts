// Words of the dated parameters: their names, families and values.
import type { Confidence } from '$lib/core/country/dated';
import { unitOf } from '$lib/core/country/parameter-unit';
import type { ParameterName } from '$lib/core/country/parameters';
import type { Currency } from '$lib/core/money';
import { amountText } from './format';
import { m } from './paraglide/messages';
import { rateText } from './statement-text';

/** The first part of a parameter's name. */
export type ParameterFamily = keyof typeof FAMILIES;

/** The family of a parameter, e.g. 'rate'. */
export function familyOf(name: ParameterName): ParameterFamily {
	const family = name.slice(0, name.indexOf('.'));
	return FAMILY_NAMES.find((known) => known === family) ?? 'rate';
}

/** Words for a family of parameters. */
export const familyWord = (family: ParameterFamily): string => FAMILIES[family]();
/** Words for a parameter. */
export const parameterWord = (name: ParameterName): string => NAMES[name]();
/** Words for how sure a value is. */
export const confidenceWord = (confidence: Confidence): string => CONFIDENCE_WORDS[confidence]();

/** A value with its unit, e.g. 2,65 % or 1 000,00 €. */
export function parameterValueText(name: ParameterName, value: number, currency: Currency): string {
	switch (unitOf(name)) {
		case 'rate':
			return rateText(value);
		case 'amount':
			return amountText(value, currency);
		case 'days':
			return m.rules_unit_days({ count: value });
		case 'months':
			return m.rules_unit_months({ count: value });
		case 'hours':
			return m.rules_unit_hours({ count: value });
		case 'count':
			return String(value);
	}
}

const CONFIDENCE_WORDS: Readonly<Record<Confidence, () => string>> = {
	high: m.rules_confidence_high,
	medium: m.rules_confidence_medium,
	low: m.rules_confidence_low
};

const FAMILIES = {
	rate: m.rules_family_rate,
	interest: m.rules_family_interest,
	cash: m.rules_family_cash,
	payment: m.rules_family_payment,
	cheque: m.rules_family_cheque,
	remittance: m.rules_family_remittance,
	plan: m.rules_family_plan,
	terms: m.rules_family_terms,
	limitation: m.rules_family_limitation,
	litigation: m.rules_family_litigation,
	notice: m.rules_family_notice,
	privacy: m.rules_family_privacy
} as const;

/** Families in the order in which they are shown. */
export const FAMILY_NAMES = [
	'rate',
	'interest',
	'cash',
	'payment',
	'cheque',
	'remittance',
	'plan',
	'terms',
	'limitation',
	'litigation',
	'notice',
	'privacy'
] as const satisfies readonly ParameterFamily[];

const NAMES: Readonly<Record<ParameterName, () => string>> = {
	'rate.reference': m.rules_p_rate_reference,
	'rate.late-margin': m.rules_p_rate_late_margin,
	'rate.legal-individual': m.rules_p_rate_legal_individual,
	'rate.legal-other': m.rules_p_rate_legal_other,
	'rate.floor-multiplier': m.rules_p_rate_floor_multiplier,
	'rate.increase': m.rules_p_rate_increase,
	'rate.increase-after-months': m.rules_p_rate_increase_after_months,
	'interest.fixed-indemnity': m.rules_p_interest_fixed_indemnity,
	'interest.capitalisation-days': m.rules_p_interest_capitalisation_days,
	'cash.ceiling-resident': m.rules_p_cash_ceiling_resident,
	'cash.ceiling-foreign': m.rules_p_cash_ceiling_foreign,
	'cash.max-coins': m.rules_p_cash_max_coins,
	'cash.carry-limit': m.rules_p_cash_carry_limit,
	'cash.fine-rate': m.rules_p_cash_fine_rate,
	'payment.writing-above': m.rules_p_payment_writing_above,
	'cheque.presentation-days': m.rules_p_cheque_presentation_days,
	'cheque.presentation-days-europe': m.rules_p_cheque_presentation_days_europe,
	'cheque.presentation-days-elsewhere': m.rules_p_cheque_presentation_days_elsewhere,
	'cheque.bank-action-months': m.rules_p_cheque_bank_action_months,
	'cheque.certificate-after-days': m.rules_p_cheque_certificate_after_days,
	'cheque.payment-after-service-days': m.rules_p_cheque_payment_after_service_days,
	'remittance.delay-months': m.rules_p_remittance_delay_months,
	'plan.max-months': m.rules_p_plan_max_months,
	'plan.min-down': m.rules_p_plan_min_down,
	'plan.max-waiver': m.rules_p_plan_max_waiver,
	'plan.immediate-discount': m.rules_p_plan_immediate_discount,
	'plan.min-instalment': m.rules_p_plan_min_instalment,
	'plan.grace-days': m.rules_p_plan_grace_days,
	'plan.tolerance': m.rules_p_plan_tolerance,
	'plan.reflection-hours': m.rules_p_plan_reflection_hours,
	'plan.notice-days-consumer': m.rules_p_plan_notice_days_consumer,
	'plan.notice-days-professional': m.rules_p_plan_notice_days_professional,
	'plan.serious-default-instalments': m.rules_p_plan_serious_default_instalments,
	'plan.serious-default-divisor': m.rules_p_plan_serious_default_divisor,
	'terms.default-days': m.rules_p_terms_default_days,
	'terms.max-days': m.rules_p_terms_max_days,
	'terms.end-of-month-days': m.rules_p_terms_end_of_month_days,
	'terms.periodic-days': m.rules_p_terms_periodic_days,
	'limitation.suspension-minimum-months': m.rules_p_limitation_suspension_minimum_months,
	'limitation.cap-months': m.rules_p_limitation_cap_months,
	'limitation.amber-months': m.rules_p_limitation_amber_months,
	'limitation.red-days': m.rules_p_limitation_red_days,
	'litigation.small-claims-ceiling': m.rules_p_litigation_small_claims_ceiling,
	'litigation.small-claims-reply-months': m.rules_p_litigation_small_claims_reply_months,
	'litigation.amicable-attempt-ceiling': m.rules_p_litigation_amicable_attempt_ceiling,
	'litigation.lawyer-above-civil': m.rules_p_litigation_lawyer_above_civil,
	'litigation.lawyer-above-commercial': m.rules_p_litigation_lawyer_above_commercial,
	'litigation.contribution': m.rules_p_litigation_contribution,
	'litigation.order-service-months': m.rules_p_litigation_order_service_months,
	'litigation.opposition-months': m.rules_p_litigation_opposition_months,
	'litigation.enforceable-without-notice-months': m.rules_p_litigation_enforceable_without_notice_months,
	'litigation.declaration-months': m.rules_p_litigation_declaration_months,
	'litigation.declaration-extra-months-overseas': m.rules_p_litigation_declaration_extra_months_overseas,
	'litigation.declaration-relief-months': m.rules_p_litigation_declaration_relief_months,
	'litigation.over-indebtedness-max-months': m.rules_p_litigation_over_indebtedness_max_months,
	'notice.days-professional-min': m.rules_p_notice_days_professional_min,
	'notice.days-professional-max': m.rules_p_notice_days_professional_max,
	'notice.days-consumer-min': m.rules_p_notice_days_consumer_min,
	'notice.days-consumer-max': m.rules_p_notice_days_consumer_max,
	'privacy.place-months': m.rules_p_privacy_place_months
};
