// The promise form: raw strings as typed, and the promise once every field is right.
import * as v from 'valibot';
import type { Currency } from '$lib/core/money';
import { meansSchema, type Means } from '$lib/core/operation';
import { parseAmount } from '$lib/core/parse-amount';
import { addDays, dateFromParts, dateParts, daysInMonth, isLocalDate, type LocalDate } from '$lib/core/time';
import { language } from '$lib/i18n/format';
import { m } from '$lib/i18n/paraglide/messages';

export type PromiseFields = Readonly<Record<'amount' | 'on' | 'means' | 'by', string>>;
export type PromiseValues = {
	readonly minor: number;
	readonly dueOn: LocalDate;
	readonly means: Means | null;
	readonly by: string | null;
};

export const EMPTY_PROMISE: PromiseFields = { amount: '', on: '', means: '', by: '' };

/** Days that people promise: in one week, in two, at the end of the month where that is another day. */
export function usualDays(today: LocalDate): readonly { readonly value: LocalDate; readonly label: string }[] {
	const { year, month } = dateParts(today);
	const weeks = [
		{ value: addDays(today, 7), label: m.door_in_week() },
		{ value: addDays(today, 14), label: m.door_in_fortnight() }
	];
	const monthEnd = dateFromParts(year, month, daysInMonth(year, month));
	if (weeks.some(({ value }) => value === monthEnd)) return weeks;
	return [...weeks, { value: monthEnd, label: m.door_month_end() }];
}

/** Turns the strings into a promise as at a day. */
export function promiseFormSchema(
	currency: Currency,
	today: () => LocalDate
): v.GenericSchema<PromiseFields, PromiseValues> {
	const text = v.string();
	return v.pipe(
		v.object({ amount: text, on: text, means: text, by: text }),
		v.rawTransform<PromiseFields, PromiseValues>(({ dataset, addIssue, NEVER }) => {
			const fields = dataset.value;
			const amount = parseAmount(fields.amount.replace(/^,/, '0,'), currency, language());
			const problems: Partial<Record<keyof PromiseFields, string>> = {};
			if (!amount.ok || amount.value.minor <= 0) problems.amount = m.door_amount_wrong();
			if (!isLocalDate(fields.on)) problems.on = m.field_date_wrong();
			else if (fields.on < today()) problems.on = m.field_date_past();
			for (const [key, message] of Object.entries(problems))
				addIssue({ message, path: [{ type: 'object', origin: 'value', input: fields, key, value: message }] });
			if (!amount.ok || !isLocalDate(fields.on) || Object.keys(problems).length > 0) return NEVER;
			const means = v.safeParse(meansSchema, fields.means);
			const by = fields.by.trim();
			return {
				minor: amount.value.minor,
				dueOn: fields.on,
				means: means.success ? means.output : null,
				by: by === '' ? null : by
			};
		})
	);
}
