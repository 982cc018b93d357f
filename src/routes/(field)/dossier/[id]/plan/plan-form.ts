// The plan form: raw strings as chosen and typed, and the plan that they ask for.
import * as v from 'valibot';
import { parseAmount } from '$lib/core/parse-amount';
import type { Currency } from '$lib/core/money';
import { FREQUENCIES, type Frequency } from '$lib/core/operation';
import { MAX_INSTALMENTS } from '$lib/core/schedule';
import { isLocalDate, type LocalDate } from '$lib/core/time';
import { m } from '$lib/i18n/paraglide/messages';
import { refusalMessage } from '$lib/i18n/refusal-message';

export type PlanFields = {
	readonly choice: string;
	readonly down: string;
	readonly count: string;
	readonly first: string;
	readonly frequency: string;
};

export type PlanValues = {
	readonly down: number;
	readonly count: number;
	readonly firstDueOn: LocalDate;
	readonly frequency: Frequency;
};

/** Key of the draft of a plan; the signature page reads the same one. */
export const planDraftKey = (dossier: string): string => `plan:${dossier}`;

/** Turns the strings into a plan as at a day; each issue names its field, the cause and the way out. */
export function planFormSchema(currency: Currency, today: () => LocalDate): v.GenericSchema<PlanFields, PlanValues> {
	const text = v.string();
	return v.pipe(
		v.object({ choice: text, down: text, count: text, first: text, frequency: text }),
		v.rawTransform<PlanFields, PlanValues>(({ dataset, addIssue, NEVER }) => {
			const fields = dataset.value;
			const down = parseAmount(fields.down.trim() === '' ? '0' : fields.down, currency);
			const count = Number(fields.count);
			const { first } = fields;
			const frequency = FREQUENCIES.find((each) => each === fields.frequency) ?? 'monthly';
			const problems: Record<string, string> = {};
			if (!down.ok) problems['down'] = refusalMessage(down.error);
			else if (down.value.minor < 0) problems['down'] = refusalMessage({ code: 'plan-down-payment' });
			if (!/^\d{1,3}$/.test(fields.count.trim()) || count < 1 || count > MAX_INSTALMENTS)
				problems['count'] = refusalMessage({ code: 'plan-count', data: { max: MAX_INSTALMENTS } });
			if (!isLocalDate(first)) problems['first'] = m.field_date_wrong();
			else if (first <= today()) problems['first'] = m.field_first_date_error();
			for (const [key, message] of Object.entries(problems))
				addIssue({ message, path: [{ type: 'object', origin: 'value', input: fields, key, value: message }] });
			if (Object.keys(problems).length > 0 || !down.ok || !isLocalDate(first)) return NEVER;
			return { down: down.value.minor, count, firstDueOn: first, frequency };
		})
	);
}
