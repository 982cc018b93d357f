// The plan form: raw strings as chosen and typed, and the agreement that they ask for.
import * as v from 'valibot';
import { parseAmount } from '$lib/core/parse-amount';
import type { Currency } from '$lib/core/money';
import { FREQUENCIES, PROTOCOL_DOCUMENTS, type Frequency, type ProtocolDocument } from '$lib/core/operation';
import { MAX_INSTALMENTS } from '$lib/core/schedule';
import { addDays, addMonths, isLocalDate, type LocalDate } from '$lib/core/time';
import { m } from '$lib/i18n/paraglide/messages';
import { refusalMessage } from '$lib/i18n/refusal-message';

export type PlanFields = {
	readonly document: string;
	readonly choice: string;
	readonly down: string;
	readonly count: string;
	readonly first: string;
	readonly frequency: string;
	readonly waived: string;
	readonly dispute: string;
	readonly note: string;
};

export type PlanValues = {
	readonly document: ProtocolDocument;
	readonly down: number;
	readonly count: number;
	readonly firstDueOn: LocalDate;
	readonly frequency: Frequency;
	readonly waived?: number;
	readonly dispute?: string;
};

/** Key of the draft of a plan; the signature page reads the same one. */
export const planDraftKey = (dossier: string): string => `plan:${dossier}`;

export const documentOf = (text: string): ProtocolDocument =>
	PROTOCOL_DOCUMENTS.find((each) => each === text) ?? 'plan';
export const frequencyOf = (text: string): Frequency => FREQUENCIES.find((each) => each === text) ?? 'monthly';

/** The first date that a rhythm puts forward: a month, two weeks or a week from now. */
export function firstDate(today: LocalDate, frequency: Frequency): LocalDate {
	if (frequency === 'weekly') return addDays(today, 7);
	return frequency === 'fortnightly' ? addDays(today, 14) : addMonths(today, 1);
}

const SHORTEST_DISPUTE = 3;

/** Turns the strings into a plan as at a day; each issue names its field, the cause and the way out. */
export function planFormSchema(currency: Currency, today: () => LocalDate): v.GenericSchema<PlanFields, PlanValues> {
	const text = v.string();
	return v.pipe(
		v.object({
			...{ choice: text, down: text, count: text, first: text, frequency: text },
			...{ document: text, waived: text, dispute: text, note: text }
		}),
		v.rawTransform<PlanFields, PlanValues>(({ dataset, addIssue, NEVER }) => {
			const fields = dataset.value;
			const { first } = fields;
			const document = documentOf(fields.document);
			const down = amountOf(fields.down, currency);
			const waived = document === 'settlement' ? amountOf(fields.waived, currency) : 0;
			const dispute = document === 'settlement' ? fields.dispute.trim() : '';
			const count = Number(fields.count);
			const problems: Record<string, string> = {};
			if (typeof down === 'string') problems['down'] = down;
			if (typeof waived === 'string') problems['waived'] = waived;
			else if (document === 'settlement' && waived === 0)
				problems['waived'] = refusalMessage({ code: 'settlement-needs-waiver' });
			if (document === 'settlement' && dispute.length < SHORTEST_DISPUTE)
				problems['dispute'] = refusalMessage({ code: 'settlement-needs-dispute' });
			if (!/^\d{1,3}$/.test(fields.count.trim()) || count < 1 || count > MAX_INSTALMENTS)
				problems['count'] = refusalMessage({ code: 'plan-count', data: { max: MAX_INSTALMENTS } });
			if (!isLocalDate(first)) problems['first'] = m.field_date_wrong();
			else if (!isFirst(first, today(), count)) problems['first'] = m.field_first_date_error();
			for (const [key, message] of Object.entries(problems))
				addIssue({ message, path: [{ type: 'object', origin: 'value', input: fields, key, value: message }] });
			const isWrong = typeof down === 'string' || typeof waived === 'string' || !isLocalDate(first);
			if (Object.keys(problems).length > 0 || isWrong) return NEVER;
			const given = document === 'settlement' ? { waived, dispute } : {};
			return { document, down, count, firstDueOn: first, frequency: frequencyOf(fields.frequency), ...given };
		})
	);
}

/** Who pays all in one go may do so today. */
const isFirst = (first: LocalDate, today: LocalDate, count: number): boolean =>
	first > today || (first === today && count === 1);

/** An amount of nothing or more, in minor units; or what is wrong with it. */
function amountOf(text: string, currency: Currency): number | string {
	const amount = parseAmount(text.trim() === '' ? '0' : text, currency);
	if (!amount.ok) return refusalMessage(amount.error);
	return amount.value.minor < 0 ? refusalMessage({ code: 'plan-down-payment' }) : amount.value.minor;
}
