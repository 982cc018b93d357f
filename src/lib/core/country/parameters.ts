// The names of every number that a country's law or the house fixes, so that one mechanism dates, looks up and overlays all.
import { err, ok, type Result } from '../result';
import { refusal, type Refusal } from '../refusal';
import type { LocalDate } from '../time';
import { rowInForce, type Confidence, type DatedRows } from './dated';

/** Rates in basis points (1 % = 100), except the multiplier and the delay in months. */
export const RATE_PARAMETERS = [
	'rate.reference',
	'rate.late-margin',
	'rate.legal-individual',
	'rate.legal-other',
	'rate.floor-multiplier',
	'rate.increase',
	'rate.increase-after-months'
] as const;

/** Amounts in minor units of the pack's currency; `capitalisation-days` in days. */
export const INTEREST_PARAMETERS = ['interest.fixed-indemnity', 'interest.capitalisation-days'] as const;

/** Ceilings in minor units, the fine in basis points of the sum paid. */
export const CASH_PARAMETERS = [
	'cash.ceiling-resident',
	'cash.ceiling-foreign',
	'cash.max-coins',
	'cash.carry-limit',
	'cash.fine-rate',
	'payment.writing-above'
] as const;

export const CHEQUE_PARAMETERS = [
	'cheque.presentation-days',
	'cheque.presentation-days-europe',
	'cheque.presentation-days-elsewhere',
	'cheque.bank-action-months',
	'cheque.certificate-after-days',
	'cheque.payment-after-service-days'
] as const;

export const REMITTANCE_PARAMETERS = ['remittance.delay-months'] as const;

/**
 * `min-instalment` and `tolerance` in minor units; `serious-default-divisor` 3 means more than one third of an instalment. `min-down` and
 * `immediate-discount` in basis points of the total, `max-waiver` of what is claimed beside the principal.
 */
export const PLAN_PARAMETERS = [
	'plan.max-months',
	'plan.min-down',
	'plan.max-waiver',
	'plan.immediate-discount',
	'plan.min-instalment',
	'plan.grace-days',
	'plan.tolerance',
	'plan.reflection-hours',
	'plan.notice-days-consumer',
	'plan.notice-days-professional',
	'plan.serious-default-instalments',
	'plan.serious-default-divisor'
] as const;

export const TERMS_PARAMETERS = [
	'terms.default-days',
	'terms.max-days',
	'terms.end-of-month-days',
	'terms.periodic-days'
] as const;

export const LIMITATION_PARAMETERS = [
	'limitation.suspension-minimum-months',
	'limitation.cap-months',
	'limitation.amber-months',
	'limitation.red-days'
] as const;

/** Ceilings in minor units, delays in months. */
export const LITIGATION_PARAMETERS = [
	'litigation.small-claims-ceiling',
	'litigation.small-claims-reply-months',
	'litigation.amicable-attempt-ceiling',
	'litigation.lawyer-above-civil',
	'litigation.lawyer-above-commercial',
	'litigation.contribution',
	'litigation.order-service-months',
	'litigation.opposition-months',
	'litigation.enforceable-without-notice-months',
	'litigation.declaration-months',
	'litigation.declaration-extra-months-overseas',
	'litigation.declaration-relief-months',
	'litigation.over-indebtedness-max-months'
] as const;

/** Deadline given by a formal notice, in days. */
export const NOTICE_PARAMETERS = [
	'notice.days-professional-min',
	'notice.days-professional-max',
	'notice.days-consumer-min',
	'notice.days-consumer-max'
] as const;

/** How long personal data is kept that nobody needs any more, in months. */
export const PRIVACY_PARAMETERS = ['privacy.place-months'] as const;

/** Every dated number of a country pack; an admin may enter rows for any of them. */
export const PARAMETERS = [
	...RATE_PARAMETERS,
	...INTEREST_PARAMETERS,
	...CASH_PARAMETERS,
	...CHEQUE_PARAMETERS,
	...REMITTANCE_PARAMETERS,
	...PLAN_PARAMETERS,
	...TERMS_PARAMETERS,
	...LIMITATION_PARAMETERS,
	...LITIGATION_PARAMETERS,
	...NOTICE_PARAMETERS,
	...PRIVACY_PARAMETERS
] as const;

export type ParameterName = (typeof PARAMETERS)[number];

/** Rows of a family of parameters; a country fills one such record per family. */
export type ParameterRows<Name extends ParameterName = ParameterName> = Readonly<Record<Name, DatedRows<number>>>;

/** A row entered by an admin and approved by a second person: it goes before the pack's own rows. */
export type ApprovedRow = {
	/** One of PARAMETERS; any other is left aside, because a later version may know more of them. */
	readonly parameter: string;
	readonly from: LocalDate;
	readonly to: LocalDate | null;
	readonly value: number;
	readonly source: string;
	readonly confidence: Confidence;
};

const NAMES: ReadonlySet<string> = new Set(PARAMETERS);
const isParameter = (name: string): name is ParameterName => NAMES.has(name);

type HasParameters = { readonly parameters: ParameterRows };

/** The value of a parameter on a day; refuses where no row covers the day. */
export function parameter(
	pack: HasParameters,
	name: ParameterName,
	day: LocalDate
): Result<number, Refusal<'parameter-not-known'>> {
	const row = rowInForce(pack.parameters[name], day);
	return row === null ? err(refusal('parameter-not-known', { parameter: name, day })) : ok(row.value);
}

/** The pack with approved rows laid over it; the row given last wins over the ones before it and over the pack. */
export function withDatedRows<Pack extends HasParameters>(pack: Pack, rows: readonly ApprovedRow[]): Pack {
	const parameters: Record<ParameterName, DatedRows<number>> = { ...pack.parameters };
	for (const { parameter: name, ...row } of rows) if (isParameter(name)) parameters[name] = [row, ...parameters[name]];
	return { ...pack, parameters };
}
