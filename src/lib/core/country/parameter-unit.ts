// In which unit each dated parameter is counted, and how a person's writing of it is read.
import { parseAmount } from '../parse-amount';
import type { Currency } from '../money';
import { refusal, type Refusal } from '../refusal';
import { err, ok, type Result } from '../result';
import type { ParameterName } from './parameters';

/** Basis points, minor units of the pack's currency, or a whole number of something. */
export type ParameterUnit = 'rate' | 'amount' | 'days' | 'months' | 'hours' | 'count';

/** The unit of a parameter's value. */
export const unitOf = (name: ParameterName): ParameterUnit => UNITS[name];

/** Reads a value as a person writes it: 2,65 for a rate in percent, 1 000,00 for an amount, a whole number otherwise. */
export function readParameterValue(
	name: ParameterName,
	text: string,
	currency: Currency
): Result<number, Refusal<'parameter-invalid'>> {
	const wrong = err(refusal('parameter-invalid', { at: 'value' }));
	const unit = unitOf(name);
	if (unit === 'amount') {
		const amount = parseAmount(text, currency);
		return amount.ok && amount.value.minor >= 0 ? ok(amount.value.minor) : wrong;
	}
	const match = (unit === 'rate' ? RATE : WHOLE).exec(text.trim());
	if (!match) return wrong;
	const [, whole = '', fraction = ''] = match;
	const value = unit === 'rate' ? Number(whole) * 100 + Number(fraction.padEnd(2, '0')) : Number(whole);
	return unit === 'rate' && value > MOST_RATE ? wrong : ok(value);
}

/** 100 %: more is a slip of the pen. */
const MOST_RATE = 10_000;
const RATE = /^(\d{1,3})(?:[.,](\d{1,2}))?\s*%?$/;
const WHOLE = /^(\d{1,6})$/;

const UNITS: Readonly<Record<ParameterName, ParameterUnit>> = {
	'rate.reference': 'rate',
	'rate.late-margin': 'rate',
	'rate.legal-individual': 'rate',
	'rate.legal-other': 'rate',
	'rate.floor-multiplier': 'count',
	'rate.increase': 'rate',
	'rate.increase-after-months': 'months',
	'interest.fixed-indemnity': 'amount',
	'interest.capitalisation-days': 'days',
	'cash.ceiling-resident': 'amount',
	'cash.ceiling-foreign': 'amount',
	'cash.max-coins': 'count',
	'cash.carry-limit': 'amount',
	'cash.fine-rate': 'rate',
	'payment.writing-above': 'amount',
	'cheque.presentation-days': 'days',
	'cheque.presentation-days-europe': 'days',
	'cheque.presentation-days-elsewhere': 'days',
	'cheque.bank-action-months': 'months',
	'cheque.certificate-after-days': 'days',
	'cheque.payment-after-service-days': 'days',
	'remittance.delay-months': 'months',
	'plan.max-months': 'months',
	'plan.min-down': 'rate',
	'plan.max-waiver': 'rate',
	'plan.immediate-discount': 'rate',
	'plan.min-instalment': 'amount',
	'plan.grace-days': 'days',
	'plan.tolerance': 'amount',
	'plan.reflection-hours': 'hours',
	'plan.notice-days-consumer': 'days',
	'plan.notice-days-professional': 'days',
	'plan.serious-default-instalments': 'count',
	'plan.serious-default-divisor': 'count',
	'terms.default-days': 'days',
	'terms.max-days': 'days',
	'terms.end-of-month-days': 'days',
	'terms.periodic-days': 'days',
	'limitation.suspension-minimum-months': 'months',
	'limitation.cap-months': 'months',
	'limitation.amber-months': 'months',
	'limitation.red-days': 'days',
	'litigation.small-claims-ceiling': 'amount',
	'litigation.small-claims-reply-months': 'months',
	'litigation.amicable-attempt-ceiling': 'amount',
	'litigation.lawyer-above-civil': 'amount',
	'litigation.lawyer-above-commercial': 'amount',
	'litigation.contribution': 'amount',
	'litigation.order-service-months': 'months',
	'litigation.opposition-months': 'months',
	'litigation.enforceable-without-notice-months': 'months',
	'litigation.declaration-months': 'months',
	'litigation.declaration-extra-months-overseas': 'months',
	'litigation.declaration-relief-months': 'months',
	'litigation.over-indebtedness-max-months': 'months',
	'notice.days-professional-min': 'days',
	'notice.days-professional-max': 'days',
	'notice.days-consumer-min': 'days',
	'notice.days-consumer-max': 'days',
	'privacy.place-months': 'months'
};
