// The visit report: raw strings as tapped and typed, and the report once every field is right.
import * as v from 'valibot';
import { FRENCH_NOTE_LEXICON } from '$lib/core/country/fr/note-lexicon';
import { guardNote } from '$lib/core/free-text-guard';
import {
	CAUSES,
	NEXT_ACTIONS,
	OUTCOMES,
	type Body,
	type Cause,
	type NextAction,
	type Outcome
} from '$lib/core/operation';
import {
	GRANTED,
	MAX_FACT_LENGTH,
	MAX_FACTS,
	PROFILES,
	RETURNED,
	type Granted,
	type Interview,
	type Profile,
	type Returned
} from '$lib/core/interview';
import { isLocalDate, type LocalDate } from '$lib/core/time';
import { m } from '$lib/i18n/paraglide/messages';
import { linesOf } from '../lines';

export type VisitFields = {
	readonly outcome: string;
	readonly cause: string;
	readonly note: string;
	readonly action: string;
	readonly on: string;
	readonly opened: string;
	/** Of the guided interview. */
	readonly profile: string;
	/** Facts agreed, one a line. */
	readonly agreed: string;
	readonly granted: string;
	readonly returned: string;
};

export type VisitValues = {
	readonly outcome: Outcome;
	readonly cause: Cause | null;
	readonly note: string | null;
	readonly next: Body<'visit.reported'>['next'];
	readonly interview?: Interview;
};

export const EMPTY_VISIT: VisitFields = {
	outcome: '',
	cause: '',
	note: '',
	action: '',
	on: '',
	opened: '',
	profile: '',
	agreed: '',
	granted: '',
	returned: ''
};

export const outcomeOf = (text: string): Outcome | null => OUTCOMES.find((outcome) => outcome === text) ?? null;
export const causeOf = (text: string): Cause | null => CAUSES.find((cause) => cause === text) ?? null;
export const actionOf = (text: string): NextAction | null => NEXT_ACTIONS.find((action) => action === text) ?? null;

export const profileOf = (text: string): Profile | null => PROFILES.find((each) => each === text) ?? null;
export const grantedOf = (text: string): Granted | null => GRANTED.find((each) => each === text) ?? null;
export const returnedOf = (text: string): Returned | null => RETURNED.find((each) => each === text) ?? null;
/** Why a note should not be kept as it is; null for a harmless one. */
export function noteProblem(note: string): string | null {
	const verdict = guardNote(note, FRENCH_NOTE_LEXICON);
	const found = verdict.findings.map((finding) => `« ${finding.text} »`).join(', ');
	return verdict.effect === 'block' ? m.field_note_blocked({ found }) : null;
}

/** Turns the strings into a report as at a day. */
export function visitFormSchema(today: () => LocalDate): v.GenericSchema<VisitFields, VisitValues> {
	const text = v.string();
	return v.pipe(
		v.object({
			outcome: text,
			cause: text,
			note: text,
			action: text,
			on: text,
			opened: text,
			profile: text,
			agreed: text,
			granted: text,
			returned: text
		}),
		v.rawTransform<VisitFields, VisitValues>(({ dataset, addIssue, NEVER }) => {
			const fields = dataset.value;
			const problems = problemsOf(fields, today());
			for (const [key, message] of Object.entries(problems))
				addIssue({ message, path: [{ type: 'object', origin: 'value', input: fields, key, value: message }] });
			const outcome = outcomeOf(fields.outcome);
			if (Object.keys(problems).length > 0 || outcome === null) return NEVER;
			const action = actionOf(fields.action);
			const note = fields.note.trim();
			return {
				outcome,
				cause: causeOf(fields.cause),
				note: note === '' ? null : note,
				next: action === null ? null : { action, on: isLocalDate(fields.on) ? fields.on : null },
				...interviewOf(fields)
			};
		})
	);
}

function problemsOf(fields: VisitFields, today: LocalDate): Readonly<Record<string, string>> {
	const problems: Record<string, string> = {};
	if (outcomeOf(fields.outcome) === null) problems['outcome'] = m.field_outcome_missing();
	const note = noteProblem(fields.note);
	if (note) problems['note'] = note;
	if (fields.on !== '' && !isLocalDate(fields.on)) problems['on'] = m.field_date_wrong();
	else if (fields.on !== '' && fields.on < today) problems['on'] = m.field_date_past();
	const facts = linesOf(fields.agreed);
	const agreed = noteProblem(fields.agreed);
	if (facts.length > MAX_FACTS || facts.some((fact) => fact.length > MAX_FACT_LENGTH))
		problems['agreed'] = m.door_agreed_wrong();
	else if (agreed) problems['agreed'] = agreed;
	if (fields.granted !== '' && fields.returned === '') problems['returned'] = m.door_concession_help();
	return problems;
}

/** What the interview left behind; nothing where none was held. */
function interviewOf(fields: VisitFields): { readonly interview?: Interview } {
	const profile = profileOf(fields.profile);
	const agreed = linesOf(fields.agreed);
	const [granted, returned] = [grantedOf(fields.granted), returnedOf(fields.returned)];
	const concession = granted && returned ? { granted, returned } : null;
	if (profile === null && agreed.length === 0 && concession === null) return {};
	return { interview: { profile, agreed: [...agreed], concession } };
}
