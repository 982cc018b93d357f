// Vector groups of rates, interest, allocation, limitation, procedure, letters and calendar: names adapted, no logic.
import * as v from 'valibot';
import { yearlyInterest, capitalisableInterest } from '../../src/lib/core/capitalisation';
import { holidaysOf } from '../../src/lib/core/calendar';
import {
	isChequeAcceptable,
	nonPaymentCertificate,
	presentationDelays,
	servedCertificate
} from '../../src/lib/core/cheque';
import { FRANCE } from '../../src/lib/core/country/fr/pack';
import { dunningCalendar } from '../../src/lib/core/dunning';
import { noticeState } from '../../src/lib/core/formal-notice';
import type { InterestLine } from '../../src/lib/core/accrual';
import { lateInterest } from '../../src/lib/core/interest';
import { legalInterest } from '../../src/lib/core/legal-interest';
import { checkMandatoryLetter } from '../../src/lib/core/mandatory-letter';
import { paymentTerms } from '../../src/lib/core/payment-terms';
import { penalty } from '../../src/lib/core/penal-clause';
import { ratesOn } from '../../src/lib/core/rate';
import { remitBy } from '../../src/lib/core/remittance';
import { CREDITOR_KINDS, DELIVERY, LETTER_MENTION_OF, MENTION_CODES } from './codes-a';
import {
	cents,
	day,
	dayCount,
	dayOrNull,
	flag,
	group,
	principalPayments,
	value,
	VECTORS_DAY,
	type VectorGroup
} from './fields';
import { imputation } from './imputation';
import { lifeEvents } from './life-events';
import { prescription } from './prescription';
import { procedure } from './procedure';

const rates = group(v.object({ date: day }), ({ date }) => {
	const known = ratesOn(FRANCE, date);
	if (!known.ok) return { error: known.error.code };
	return {
		ecb_mro_bp: known.value.referenceBp,
		b2b_default_bp: known.value.lateDefaultBp,
		legal_particulier_bp: known.value.legalIndividualBp,
		legal_autres_bp: known.value.legalOtherBp,
		b2b_contract_floor_bp: known.value.contractFloorBp,
		legal_particulier_plus5_bp: known.value.legalIndividualIncreasedBp,
		legal_autres_plus5_bp: known.value.legalOtherIncreasedBp
	};
});

const interestB2b = group(
	v.object({
		principal_cents: cents,
		due_date: day,
		as_of: day,
		payments_to_principal: principalPayments,
		contract_rate_bp: v.optional(v.nullable(cents), null),
		day_count: dayCount,
		invoices_late: v.optional(cents, 1),
		debtor: v.optional(v.picklist(['professional', 'consumer']), 'professional'),
		collective_procedure_open: v.optional(v.boolean()),
		judgment_date: dayOrNull,
		mise_en_demeure: dayOrNull
	}),
	(inputs) => {
		const claim = {
			debtorKind: inputs.debtor,
			principalMinor: inputs.principal_cents,
			dueDate: inputs.due_date,
			contractRateBp: inputs.contract_rate_bp,
			payments: inputs.payments_to_principal,
			lateInvoices: inputs.invoices_late,
			openingJudgment: inputs.collective_procedure_open === false ? null : inputs.judgment_date,
			longTermCredit: false,
			dayCount: inputs.day_count
		};
		const late = lateInterest(FRANCE, claim, inputs.as_of);
		const legal = legalInterest(
			FRANCE,
			{
				principalMinor: claim.principalMinor,
				formalNotice: inputs.mise_en_demeure,
				creditorKind: 'other',
				enforceableSince: null,
				payments: claim.payments,
				dayCount: claim.dayCount
			},
			late.lastInterestDay
		);
		const accrual = inputs.debtor === 'consumer' ? legal : late;
		return {
			days_late: late.daysLate,
			segments: accrual.lines.map(segment),
			interest_cents: accrual.interestMinor,
			indemnity_cents: late.indemnityMinor,
			principal_left_cents: late.principalLeftMinor,
			total_due_cents: late.principalLeftMinor + accrual.interestMinor + late.indemnityMinor,
			last_interest_day: late.lastInterestDay,
			...(accrual.refusal === null ? {} : { error: accrual.refusal.code, through: accrual.through })
		};
	}
);

const interestLegal = group(
	v.object({
		principal_cents: cents,
		start: dayOrNull,
		as_of: day,
		creditor_kind: v.picklist(['particulier', 'professionnel']),
		enforceable_since: dayOrNull,
		payments_to_principal: principalPayments,
		day_count: dayCount
	}),
	(inputs) => {
		const claim = {
			principalMinor: inputs.principal_cents,
			formalNotice: inputs.start,
			creditorKind: CREDITOR_KINDS[inputs.creditor_kind],
			enforceableSince: inputs.enforceable_since,
			payments: inputs.payments_to_principal,
			dayCount: inputs.day_count
		};
		const legal = legalInterest(FRANCE, claim, inputs.as_of);
		return {
			days: legal.days,
			plus5_applies_after: legal.increaseAppliesAfter,
			segments: legal.lines.map(segment),
			interest_cents: legal.interestMinor,
			...(legal.refusal === null ? {} : { error: legal.refusal.code, through: legal.through })
		};
	}
);

const capitalisation = group(
	v.object({
		principal_cents: cents,
		rate_bp: cents,
		years_full: v.optional(cents, 0),
		capitalisation: v.optional(v.picklist(['none', 'requested', 'yearly']), 'none'),
		agreed_or_ordered: flag,
		days_of_interest_due: v.optional(cents)
	}),
	(inputs) => {
		const claim = {
			principalMinor: inputs.principal_cents,
			rateBp: inputs.rate_bp,
			agreedOrOrdered: inputs.agreed_or_ordered
		};
		const series = yearlyInterest(claim, inputs.years_full, inputs.capitalisation !== 'none');
		const yearly = series.years.map((minor, index): [string, number] => [`interest_y${index + 1}_cents`, minor]);
		const due = capitalisableInterest(FRANCE, claim, inputs.days_of_interest_due ?? 0, VECTORS_DAY);
		return {
			...Object.fromEntries(yearly),
			total_interest_cents: series.totalMinor,
			capitalised_cents: inputs.capitalisation === 'none' ? 0 : value(due)
		};
	}
);

const clausePenale = group(
	v.object({ principal_cents: cents, rate_bp: cents, stipulated_in_contract: flag, mise_en_demeure_done: flag }),
	(inputs) => ({
		penalty_cents: penalty({
			principalMinor: inputs.principal_cents,
			rateBp: inputs.rate_bp,
			stipulated: inputs.stipulated_in_contract,
			formalNotice: inputs.mise_en_demeure_done,
			finalNonPerformance: false
		})
	})
);

const cheques = group(
	v.object({
		issue_date: v.optional(day),
		issued_and_payable_in: v.optional(v.literal('FR'), 'FR'),
		first_presentation: v.optional(day),
		cheque_date: v.optional(day),
		received_on: v.optional(day),
		certificate_served_on: v.optional(day)
	}),
	(inputs) => ({
		...(inputs.issue_date === undefined ? {} : presentation(inputs.issue_date)),
		...(inputs.first_presentation === undefined ? {} : certificate(inputs.first_presentation)),
		...(inputs.certificate_served_on === undefined ? {} : served(inputs.certificate_served_on)),
		...(inputs.cheque_date === undefined || inputs.received_on === undefined
			? {}
			: { accept: isChequeAcceptable(inputs.cheque_date, inputs.received_on) })
	})
);

const remittance = group(
	v.object({ effective_collection_date: day, contract_delay: v.optional(v.nullable(cents), null) }),
	({ effective_collection_date: collectedOn, contract_delay: days }) => ({
		remit_by: value(remitBy(FRANCE, collectedOn, days === null ? null : { unit: 'days', count: days }))
	})
);

const letter = group(
	v.object({
		present: v.optional(v.array(v.picklist(MENTION_CODES)), MENTION_CODES),
		lines: v.optional(v.array(v.unknown()), []),
		enforceable_title: flag
	}),
	(inputs) => {
		const draft = {
			present: inputs.present.map((code) => LETTER_MENTION_OF[code]),
			lineLabels: inputs.lines.map((line) => JSON.stringify(line).replaceAll(/[_"{}[\]:,-]/g, ' ')),
			enforceableTitle: inputs.enforceable_title
		};
		const check = value(checkMandatoryLetter(FRANCE, draft, VECTORS_DAY));
		return {
			sendable: check.sendable,
			missing: MENTION_CODES.filter((code) => check.missing.includes(LETTER_MENTION_OF[code])),
			...(check.forbiddenFees.length === 0 ? {} : { error: 'FORBIDDEN_COLLECTION_FEES' })
		};
	}
);

const holidays = group(v.object({ year: cents, region: v.optional(v.string(), 'metropole') }), ({ year, region }) => {
	const days = holidaysOf(FRANCE.calendar, year, region);
	const named = (regional: boolean) =>
		Object.fromEntries(days.filter((one) => one.regional === regional).map((one) => [one.day, one.name]));
	return { days: named(false), extra: named(true) };
});

const b2bTerms = group(v.object({ invoice_date: day }), (inputs) => {
	const terms = value(paymentTerms(FRANCE, inputs.invoice_date));
	return {
		'30j': terms.byDefault,
		'60j_max': terms.agreedMaximum,
		'45j_then_eom': terms.daysThenEndOfMonth,
		eom_then_45j: terms.endOfMonthThenDays,
		periodic_45j: terms.periodicInvoice
	};
});

const dunning = group(v.object({ due_date: day }), (inputs) =>
	Object.fromEntries(
		dunningCalendar(FRANCE, inputs.due_date).map((step) => [
			`J${step.offsetDays < 0 ? '' : '+'}${step.offsetDays}`,
			{ date: step.date, business: step.businessDay }
		])
	)
);

const arStatus = group(
	v.object({
		status: v.picklist(['avise_non_reclame', 'decede', 'distribue', 'en_cours', 'npai', 'perdu', 'refuse'])
	}),
	({ status }) => ({ mise_en_demeure_effective: noticeState(FRANCE, DELIVERY[status]).effective })
);

/** Group name → rule, for the groups of this half. */
export const GROUPS_A: Readonly<Record<string, VectorGroup>> = {
	rates,
	interest_b2b: interestB2b,
	interest_legal: interestLegal,
	capitalisation,
	clause_penale: clausePenale,
	imputation,
	cheques,
	remittance,
	prescription,
	procedure,
	letter_R124_4: letter,
	holidays,
	b2b_terms: b2bTerms,
	dunning,
	ar_status: arStatus,
	case_events: lifeEvents
};

function segment(line: InterestLine): Readonly<Record<string, unknown>> {
	return {
		from: line.from,
		to: line.to,
		days: line.days,
		rate_bp: line.rateBp,
		year_base: line.yearBase,
		principal_cents: line.principalMinor,
		interest_cents: line.interestMinor
	};
}

function presentation(issuedOn: v.InferOutput<typeof day>) {
	const delays = value(presentationDelays(FRANCE, issuedOn, 'domestic'));
	return { presentation_ends: delays.presentationEnds, action_vs_bank_last_day: delays.bankActionLastDay };
}

function certificate(firstPresentation: v.InferOutput<typeof day>) {
	const period = value(nonPaymentCertificate(FRANCE, firstPresentation));
	return {
		no_payment_certificate_period_ends: period.periodEnds,
		certificate_requestable_from: period.requestableFrom
	};
}

function served(servedOn: v.InferOutput<typeof day>) {
	const delays = value(servedCertificate(FRANCE, servedOn));
	return { payment_delay_ends: delays.paymentDelayEnds, enforceable_title_from: delays.enforceableFrom };
}
