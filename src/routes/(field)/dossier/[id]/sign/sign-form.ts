// The signing form: who signs, the consent, what the debtor wrote, the strokes; all as raw strings that survive a kill.
import * as v from 'valibot';
import { areTrivial } from '$lib/core/decide-protocol';
import { strokesSchema, type Body, type Strokes } from '$lib/core/operation';
import { m } from '$lib/i18n/paraglide/messages';
import { refusalMessage } from '$lib/i18n/refusal-message';

export type SignFields = {
	readonly name: string;
	readonly capacity: string;
	readonly consent: string;
	readonly mention: string;
	readonly strokes: string;
};

export type SignValues = {
	readonly signer: Body<'protocol.signed'>['signer'];
	readonly mention: string;
	readonly strokes: Strokes;
};

/** Shortest mention that can be an acknowledgement in a person's own words. */
const MENTION_LENGTH = 4;

/** The strokes kept in a draft; null for none or for anything else. */
export function strokesOf(text: string): Strokes | null {
	const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), strokesSchema), text);
	return parsed.success ? parsed.output : null;
}

/** Turns the strings into a signature; each issue names its field, the cause and the way out. */
export function signFormSchema(): v.GenericSchema<SignFields, SignValues> {
	const text = v.string();
	return v.pipe(
		v.object({ name: text, capacity: text, consent: text, mention: text, strokes: text }),
		v.rawTransform<SignFields, SignValues>(({ dataset, addIssue, NEVER }) => {
			const fields = dataset.value;
			const strokes = strokesOf(fields.strokes);
			const problems: Record<string, string> = {};
			if (fields.consent !== 'yes') problems['consent'] = m.field_consent_error();
			if (fields.name.trim() === '') problems['name'] = m.field_signer_error();
			if (fields.mention.trim().length < MENTION_LENGTH) problems['mention'] = m.field_mention_error();
			if (!strokes || areTrivial(strokes)) problems['strokes'] = refusalMessage({ code: 'strokes-trivial' });
			for (const [key, message] of Object.entries(problems))
				addIssue({ message, path: [{ type: 'object', origin: 'value', input: fields, key, value: message }] });
			if (Object.keys(problems).length > 0 || !strokes) return NEVER;
			const capacity = fields.capacity === 'representative' ? 'representative' : 'debtor';
			return { signer: { name: fields.name.trim(), capacity }, mention: fields.mention.trim(), strokes };
		})
	);
}
