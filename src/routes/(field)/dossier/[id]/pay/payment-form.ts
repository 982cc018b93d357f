// The payment form: raw strings as typed, and what they mean once every field is right.
import * as v from 'valibot';
import { parseAmount } from '$lib/core/parse-amount';
import { countedTotal } from '$lib/core/cash-count';
import { claimIdSchema, type ClaimId } from '$lib/core/ids';
import type { Currency } from '$lib/core/money';
import { MEANS, type Means, type MeansDetail } from '$lib/core/operation';
import { amountText, language } from '$lib/i18n/format';
import { m } from '$lib/i18n/paraglide/messages';
import { refusalMessage } from '$lib/i18n/refusal-message';
import { countsOf, readCount } from '$lib/ui/count';

/** Means that a collector takes at the door, cash first. */
export const MEANS_AT_DOOR: readonly Means[] = ['cash', 'cheque', 'card', 'transfer', 'mobile-money'];

export const AMOUNT_CHOICES = ['due', 'half', 'balance', 'other'] as const;
export type AmountChoice = (typeof AMOUNT_CHOICES)[number];

export type PaymentFields = {
	readonly means: string;
	readonly choice: string;
	readonly amount: string;
	readonly number: string;
	readonly bank: string;
	readonly drawer: string;
	readonly reference: string;
	readonly payer: string;
	readonly directed: string;
	readonly credit: string;
	/** Notes and coins that the debtor gave, as `writeCount` writes them. */
	readonly given: string;
};

export type PaymentValues = {
	readonly minor: number;
	readonly detail: MeansDetail;
	readonly payer: string | null;
	readonly directedTo: ClaimId | null;
	readonly acceptCredit: boolean;
};

/** The form as it opens. */
export const emptyPayment = (means: Means, amount: string, choice: AmountChoice, drawer: string): PaymentFields => ({
	means,
	choice,
	amount,
	number: '',
	bank: '',
	drawer,
	reference: '',
	payer: '',
	directed: '',
	credit: '',
	given: ''
});

/** The means that a raw string names; cash for anything else. */
export const meansOf = (text: string): Means => MEANS.find((means) => means === text) ?? 'cash';

/** The amount typed so far in minor units; null while it is none. Digits of the number pad use a comma. */
export function amountOf(text: string, currency: Currency): number | null {
	const parsed = parseTyped(text, currency);
	return parsed.ok && parsed.value.minor > 0 ? parsed.value.minor : null;
}

/** Turns the strings into a payment; each issue names its field, the cause and the way out. */
export function paymentFormSchema(currency: Currency): v.GenericSchema<PaymentFields, PaymentValues> {
	const text = v.string();
	return v.pipe(
		v.object({
			means: text,
			choice: text,
			amount: text,
			number: text,
			bank: text,
			drawer: text,
			reference: text,
			payer: text,
			directed: text,
			credit: text,
			given: text
		}),
		v.rawTransform<PaymentFields, PaymentValues>(({ dataset, addIssue, NEVER }) => {
			const fields = dataset.value;
			const problems = {
				...amountProblem(fields, currency),
				...detailProblems(fields),
				...givenProblem(fields, currency)
			};
			for (const [key, message] of Object.entries(problems))
				addIssue({ message, path: [{ type: 'object', origin: 'value', input: fields, key, value: message }] });
			const minor = amountOf(fields.amount, currency);
			if (Object.keys(problems).length > 0 || minor === null) return NEVER;
			const directed = v.safeParse(claimIdSchema, fields.directed);
			return {
				minor,
				detail: detailOf(fields),
				payer: fields.payer.trim() === '' ? null : fields.payer.trim(),
				directedTo: directed.success ? directed.output : null,
				acceptCredit: fields.credit === 'yes'
			};
		})
	);
}

/** The pad writes a comma in every language; a person types as his language does. */
const parseTyped = (text: string, currency: Currency) =>
	parseAmount(text, currency, text.includes(',') && !text.includes('.') ? 'fr' : language());

function amountProblem(fields: PaymentFields, currency: Currency): Readonly<Record<string, string>> {
	const parsed = parseTyped(fields.amount, currency);
	if (!parsed.ok) return { amount: refusalMessage(parsed.error) };
	return parsed.value.minor > 0 ? {} : { amount: refusalMessage({ code: 'amount-not-positive' }) };
}

/** Notes that were counted make at least the amount; what is beyond it is change. */
function givenProblem(fields: PaymentFields, currency: Currency): Readonly<Record<string, string>> {
	const given = countedTotal(countsOf(readCount(fields.given)));
	const missing = (amountOf(fields.amount, currency) ?? 0) - given;
	if (meansOf(fields.means) !== 'cash' || given === 0 || missing <= 0) return {};
	return { given: m.cash_change_short({ amount: amountText(missing, currency) }) };
}

function detailProblems(fields: PaymentFields): Readonly<Record<string, string>> {
	const problems: Record<string, string> = {};
	const means = meansOf(fields.means);
	if (means === 'cheque') {
		if (!/^\d{1,12}$/.test(fields.number.trim())) problems['number'] = m.field_cheque_number_error();
		if (fields.bank.trim() === '') problems['bank'] = m.field_cheque_bank_error();
		if (fields.drawer.trim() === '') problems['drawer'] = m.field_cheque_drawer_error();
	} else if (means !== 'cash' && fields.reference.trim() === '') problems['reference'] = m.field_reference_error();
	return problems;
}

function detailOf(fields: PaymentFields): MeansDetail {
	const means = meansOf(fields.means);
	if (means === 'cash') {
		const given = countsOf(readCount(fields.given));
		return given.length > 0 ? { means, given: [...given] } : { means };
	}
	if (means === 'cheque')
		return { means, number: fields.number.trim(), bank: fields.bank.trim(), drawer: fields.drawer.trim() };
	return { means, reference: fields.reference.trim() };
}
