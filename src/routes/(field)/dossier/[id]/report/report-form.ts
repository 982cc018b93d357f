// The report form: raw strings as tapped and typed, and the report once every field is right.
import * as v from 'valibot';
import type { ReportInput } from '$lib/client/actions/report-about';
import type { ActContext } from '$lib/client/actions/input';
import type { Alert } from '$lib/core/dossier';
import { EVENT_OF_ALERT } from '$lib/core/gate';
import type { GateEffect, GateSection } from '$lib/core/gate-section';
import { claimIdSchema } from '$lib/core/ids';
import type { Currency } from '$lib/core/money';
import { DISPUTE_CATEGORIES, SITUATIONS, type DisputeCategory, type Situation } from '$lib/core/operation';
import { parseAmount } from '$lib/core/parse-amount';
import { isLocalDate, type LocalDate } from '$lib/core/time';
import { language } from '$lib/i18n/format';
import { m } from '$lib/i18n/paraglide/messages';
import { effectWords } from '$lib/i18n/report-words';
import { linesOf } from '../lines';

export type ReportFields = Readonly<
	Record<'what' | 'reference' | 'since' | 'note' | 'category' | 'claim' | 'amount' | 'pieces', string>
>;
type About<T> = T extends unknown ? Omit<T, keyof ActContext> : never;
export type ReportValues = About<ReportInput>;
export type Reported = Situation | 'disputed';

export const EMPTY_REPORT: ReportFields = {
	what: '',
	reference: '',
	since: '',
	note: '',
	category: '',
	claim: '',
	amount: '',
	pieces: ''
};

const MOST_PIECES = 10;
const LONGEST_PIECE = 120;

export const WORDS: Readonly<Record<Reported, () => string>> = {
	disputed: m.door_disputed,
	'do-not-come-back': m.door_do_not_come_back,
	'over-indebted': m.door_over_indebted,
	insolvency: m.door_insolvency,
	deceased: m.door_deceased,
	minor: m.door_minor,
	'protected-adult': m.door_protected_adult,
	'wrong-address': m.door_wrong_address,
	danger: m.door_danger
};

/** In the order of the tiles: what is heard most often comes first; danger has a button of its own. */
export const REPORTED: readonly Reported[] = ['disputed', ...SITUATIONS.filter((situation) => situation !== 'danger')];

export const reportedOf = (text: string): Reported | null => REPORTED.find((each) => each === text) ?? null;
export const categoryOf = (text: string): DisputeCategory | null =>
	DISPUTE_CATEGORIES.find((each) => each === text) ?? null;

/** What an alert does from now on, in words, as the country's table of gates says. */
export const consequencesOf = (alert: Alert, gates: GateSection): Readonly<Record<GateEffect, string>> =>
	effectWords(gates[EVENT_OF_ALERT[alert]].effects);

/** Turns the strings into a report as at a day. */
export function reportFormSchema(
	currency: Currency,
	today: () => LocalDate,
	noteProblem: (note: string) => string | null
): v.GenericSchema<ReportFields, ReportValues> {
	const text = v.string();
	return v.pipe(
		v.object({
			what: text,
			reference: text,
			since: text,
			note: text,
			category: text,
			claim: text,
			amount: text,
			pieces: text
		}),
		v.rawTransform<ReportFields, ReportValues>(({ dataset, addIssue, NEVER }) => {
			const fields = dataset.value;
			const problems = problemsOf(fields, currency, today(), noteProblem);
			for (const [key, message] of Object.entries(problems))
				addIssue({ message, path: [{ type: 'object', origin: 'value', input: fields, key, value: message }] });
			const what = reportedOf(fields.what);
			if (what === null || Object.keys(problems).length > 0) return NEVER;
			return what === 'disputed' ? disputeOf(fields, currency) : situationOf(fields, what);
		})
	);
}

function problemsOf(
	fields: ReportFields,
	currency: Currency,
	today: LocalDate,
	noteProblem: (note: string) => string | null
): Readonly<Partial<Record<keyof ReportFields, string>>> {
	const problems: Partial<Record<keyof ReportFields, string>> = {};
	const what = reportedOf(fields.what);
	if (what === null) problems.what = m.door_report_missing();
	const note = noteProblem(fields.note);
	if (note) problems.note = note;
	if (what === 'disputed') {
		if (categoryOf(fields.category) === null) problems.category = m.door_category_missing();
		if (fields.amount.trim() !== '' && !parseAmount(fields.amount, currency, language()).ok)
			problems.amount = m.door_amount_wrong();
		const pieces = linesOf(fields.pieces);
		if (pieces.length > MOST_PIECES || pieces.some((piece) => piece.length > LONGEST_PIECE))
			problems.pieces = m.door_pieces_wrong();
	} else if (fields.since !== '' && !isLocalDate(fields.since)) problems.since = m.field_date_wrong();
	else if (fields.since > today) problems.since = m.door_since_future();
	return problems;
}

function disputeOf(fields: ReportFields, currency: Currency): ReportValues {
	const claim = v.safeParse(claimIdSchema, fields.claim);
	const amount = parseAmount(fields.amount, currency, language());
	return {
		kind: 'dispute.reported',
		body: {
			claim: claim.success ? claim.output : null,
			category: categoryOf(fields.category) ?? 'other',
			minor: amount.ok ? amount.value.minor : null,
			pieces: [...linesOf(fields.pieces)],
			note: orNull(fields.note)
		}
	};
}

const situationOf = (fields: ReportFields, situation: Situation): ReportValues => ({
	kind: 'situation.reported',
	body: {
		situation,
		reference: orNull(fields.reference),
		since: isLocalDate(fields.since) ? fields.since : null,
		note: orNull(fields.note)
	}
});

const orNull = (text: string): string | null => (text.trim() === '' ? null : text.trim());
