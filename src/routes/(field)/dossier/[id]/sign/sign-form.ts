// The signing form: who signs, the consent, what the debtor wrote, how he signed; all as raw strings that survive a kill.
import * as v from 'valibot';
import { areTrivial } from '$lib/core/decide-protocol';
import { formatAmount } from '$lib/core/format-amount';
import { parseAmount } from '$lib/core/parse-amount';
import { normalLetterCode } from '$lib/core/letter-code';
import { money } from '$lib/core/money';
import { strokesSchema, type Body, type ProtocolText, type Strokes } from '$lib/core/operation';
import { parseAmountWords } from '$lib/i18n/amount-words-parse';
import { m } from '$lib/i18n/paraglide/messages';
import { refusalMessage } from '$lib/i18n/refusal-message';

export type SignFields = Readonly<
	Record<
		| ('name' | 'capacity' | 'consent')
		| ('mentionHow' | 'mention' | 'mentionStrokes' | 'figures' | 'words')
		| ('how' | 'strokes' | 'typedName' | 'code')
		| ('collectorHow' | 'collectorStrokes' | 'collectorName'),
		string
	>
>;

type Signed = Body<'protocol.signed'>;

export type SignValues = {
	readonly signer: Signed['signer'];
	readonly mention: string | null;
	readonly mentionStrokes?: Strokes;
	readonly amountMention?: NonNullable<Signed['amountMention']>;
	readonly signature: { readonly strokes: Strokes } | { readonly name: string; readonly code: string };
};

/** What the form asks for: the text, and whether the debtor's letter bears a code. */
export type SignAsked = {
	readonly text: Pick<ProtocolText, 'mention' | 'total' | 'currency'>;
	readonly hasCode: boolean;
};

/** Shortest mention that can be an acknowledgement in a person's own words. */
const MENTION_LENGTH = 4;

export const emptySigning = (name: string): SignFields => ({
	...{ name, capacity: 'debtor', consent: '' },
	...{ mentionHow: 'typed', mention: '', mentionStrokes: '', figures: '', words: '' },
	...{ how: 'drawn', strokes: '', typedName: '', code: '' },
	...{ collectorHow: 'drawn', collectorStrokes: '', collectorName: '' }
});

/** The strokes kept in a draft; null for none or for anything else. */
export function strokesOf(text: string): Strokes | null {
	const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), strokesSchema), text);
	return parsed.success ? parsed.output : null;
}

/** Strokes that somebody could have made, else null. */
export function realStrokes(text: string): Strokes | null {
	const strokes = strokesOf(text);
	return strokes && !areTrivial(strokes) ? strokes : null;
}

/** The signature of the collector of this name: strokes that he could have made, or his own name as he typed it; null for neither. */
export function countersignatureOf(fields: SignFields, name: string): NonNullable<Signed['collector']> | null {
	if (fields.collectorHow === 'typed') return plain(fields.collectorName) === plain(name) ? { name } : null;
	const strokes = realStrokes(fields.collectorStrokes);
	return strokes && { name, strokes };
}

/** Accents, capitals and gaps are not what tells one person from another. */
const plain = (text: string): string =>
	text
		.normalize('NFD')
		.replace(/\p{Mn}/gu, '')
		.replace(/[\s'’-]+/g, ' ')
		.trim()
		.toLowerCase();

/** Turns the strings into a signature; each issue names its field, the cause and the way out. */
export function signFormSchema(asked: SignAsked): v.GenericSchema<SignFields, SignValues> {
	const text = v.string();
	return v.pipe(
		v.object({
			...{ name: text, capacity: text, consent: text, mention: text, strokes: text },
			...{ mentionHow: text, mentionStrokes: text, figures: text, words: text },
			...{ how: text, typedName: text, code: text },
			...{ collectorHow: text, collectorStrokes: text, collectorName: text }
		}),
		v.rawTransform<SignFields, SignValues>(({ dataset, addIssue, NEVER }) => {
			const fields = dataset.value;
			const problems: Record<string, string> = {
				...(fields.consent === 'yes' ? {} : { consent: m.field_consent_error() }),
				...(fields.name.trim() === '' ? { name: m.field_signer_error() } : {}),
				...mentionProblems(fields, asked),
				...signatureProblems(fields, asked)
			};
			for (const [key, message] of Object.entries(problems))
				addIssue({ message, path: [{ type: 'object', origin: 'value', input: fields, key, value: message }] });
			const signature = signatureOf(fields);
			if (Object.keys(problems).length > 0 || !signature) return NEVER;
			const capacity = fields.capacity === 'representative' ? 'representative' : 'debtor';
			return { signer: { name: fields.name.trim(), capacity }, ...mentionOf(fields, asked), signature };
		})
	);
}

type Problems = Readonly<Record<string, string>>;

function mentionProblems(fields: SignFields, { text }: SignAsked): Problems {
	const asks = text.mention ?? 'own-words';
	if (asks === 'none') return {};
	if (fields.mentionHow === 'drawn')
		return realStrokes(fields.mentionStrokes) ? {} : { mentionStrokes: m.field_mention_error() };
	if (asks === 'own-words')
		return fields.mention.trim().length < MENTION_LENGTH ? { mention: m.field_mention_error() } : {};
	return { ...figuresProblem(fields.figures, text), ...wordsProblem(fields.words, text) };
}

function figuresProblem(typed: string, { total, currency }: SignAsked['text']): Problems {
	if (typed.trim() === '') return { figures: m.protocol_figures_error() };
	const read = parseAmount(typed, currency);
	if (!read.ok) return { figures: refusalMessage(read.error) };
	return read.value.minor === total ? {} : { figures: m.protocol_differs({ amount: shown(total, currency) }) };
}

function wordsProblem(typed: string, { total, currency }: SignAsked['text']): Problems {
	if (typed.trim() === '') return { words: m.protocol_words_error() };
	const read = parseAmountWords(typed, currency, 'fr');
	if (!read.ok) return { words: m.protocol_words_unclear() };
	const isSame = read.value.minor === total && read.value.currency === currency;
	return isSame ? {} : { words: m.protocol_differs({ amount: shown(total, currency) }) };
}

const shown = (minor: number, currency: ProtocolText['currency']): string => formatAmount(money(minor, currency));

function signatureProblems(fields: SignFields, { hasCode }: SignAsked): Problems {
	if (fields.how !== 'code' || !hasCode)
		return realStrokes(fields.strokes) ? {} : { strokes: refusalMessage({ code: 'strokes-trivial' }) };
	return {
		...(fields.typedName.trim() === '' ? { typedName: m.field_signer_error() } : {}),
		...(normalLetterCode(fields.code) ? {} : { code: m.protocol_code_error() })
	};
}

function mentionOf(fields: SignFields, { text }: SignAsked): Omit<SignValues, 'signer' | 'signature'> {
	const asks = text.mention ?? 'own-words';
	const drawn = realStrokes(fields.mentionStrokes);
	if (asks === 'none') return { mention: null };
	if (fields.mentionHow === 'drawn' && drawn) return { mention: null, mentionStrokes: drawn };
	if (asks === 'own-words') return { mention: fields.mention.trim() };
	return { mention: null, amountMention: { figures: fields.figures.trim(), words: fields.words.trim() } };
}

function signatureOf(fields: SignFields): SignValues['signature'] | null {
	if (fields.how === 'code') return { name: fields.typedName.trim(), code: fields.code };
	const strokes = realStrokes(fields.strokes);
	return strokes && { strokes };
}
