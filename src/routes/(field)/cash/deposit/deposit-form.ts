// The form of a deposit that a collector makes himself: raw strings as typed, and what they mean.
import * as v from 'valibot';
import { operationIdSchema, type OperationId } from '$lib/core/ids';
import type { Currency } from '$lib/core/money';
import { parseAmount } from '$lib/core/parse-amount';
import { language } from '$lib/i18n/format';
import { m } from '$lib/i18n/paraglide/messages';
import { refusalMessage } from '$lib/i18n/refusal-message';

export type DepositFields = { readonly amount: string; readonly slip: string; readonly cheques: string };
export type DepositValues = {
	readonly cash: number;
	readonly slip: string;
	readonly cheques: readonly OperationId[];
};

/** Cheques that are ticked, kept as one text. */
export const chequesIn = (text: string): readonly OperationId[] =>
	text.split(' ').flatMap((id) => {
		const read = v.safeParse(operationIdSchema, id);
		return read.success ? [read.output] : [];
	});

/** Turns the strings into a deposit; an empty amount is none, for cheques alone. */
export function depositFormSchema(currency: Currency): v.GenericSchema<DepositFields, DepositValues> {
	const text = v.string();
	return v.pipe(
		v.object({ amount: text, slip: text, cheques: text }),
		v.rawTransform<DepositFields, DepositValues>(({ dataset, addIssue, NEVER }) => {
			const fields = dataset.value;
			const problems: Record<string, string> = {};
			const amount = fields.amount.trim() === '' ? null : parseAmount(fields.amount, currency, language());
			if (amount && !amount.ok) problems['amount'] = refusalMessage(amount.error);
			const cheques = chequesIn(fields.cheques);
			const cash = amount?.ok ? amount.value.minor : 0;
			if (!problems['amount'] && cash <= 0 && cheques.length === 0) problems['amount'] = m.cash_amount_invalid();
			if (fields.slip.trim() === '') problems['slip'] = m.cash_deposit_slip_missing();
			for (const [key, message] of Object.entries(problems))
				addIssue({ message, path: [{ type: 'object', origin: 'value', input: fields, key, value: message }] });
			return Object.keys(problems).length > 0 ? NEVER : { cash, cheques, slip: fields.slip.trim() };
		})
	);
}
