// Warns before a note keeps what the law forbids to keep: health, insults, opinions, offences, origin, data of third parties.
import type { NoteLexicon } from './note-lexicon';

export const NOTE_CATEGORIES = [
	'health',
	'insult',
	'opinion',
	'offence',
	'origin',
	'identifier',
	'third-party'
] as const;
/** Why a passage of a note should not be stored (RGPD art. 5, 9 and 10). */
export type NoteCategory = (typeof NOTE_CATEGORIES)[number];

/** A passage of the note, by its position in UTF-16 units, so that a screen can underline it. */
export type NoteFinding = {
	readonly category: NoteCategory;
	readonly start: number;
	readonly end: number;
	readonly text: string;
};

export type NoteVerdict = {
	readonly findings: readonly NoteFinding[];
	/** Categories found, each once, in the order of NOTE_CATEGORIES. */
	readonly categories: readonly NoteCategory[];
	/** `block`: do not save; `warn`: save after a second look, and put it on the reviewer's list. */
	readonly effect: 'none' | 'warn' | 'block';
};

/**
 * Reads a note before it is saved. It is a help, not a guarantee: coded reasons should make notes rare. Accents, case and
 * inflections do not matter; expressions that only look bad (« taxe d'ordures ménagères ») are known and let through.
 */
export function guardNote(text: string, lexicon: NoteLexicon): NoteVerdict {
	const whole = readable(text, lexicon);
	// A surname such as Noir or Ramadan says nothing of its bearer; only data of third parties are looked for in names.
	const nameless = readable(text.replace(new RegExp(lexicon.titledName, 'gu'), blank), lexicon);
	const findings = NOTE_CATEGORIES.flatMap((category) =>
		lexicon.patterns[category].flatMap((pattern) =>
			findAll(category === 'third-party' ? whole : nameless, pattern, text).map((span) => ({ category, ...span }))
		)
	);
	const categories = NOTE_CATEGORIES.filter((category) => findings.some((finding) => finding.category === category));
	const blocks = categories.some((category) => !lexicon.warnOnly.includes(category));
	return {
		findings: findings.sort((a, b) => a.start - b.start || a.end - b.end),
		categories,
		effect: blocks ? 'block' : categories.length > 0 ? 'warn' : 'none'
	};
}

type Plain = { readonly text: string; readonly positions: readonly number[] };

/** Where a pattern matches, as positions in the note as typed. */
function findAll(plain: Plain, pattern: string, typed: string): readonly Omit<NoteFinding, 'category'>[] {
	return Array.from(plain.text.matchAll(wholeWords(pattern)), (match) => {
		const covered = plain.positions.slice(match.index, match.index + match[0].length);
		const start = Math.min(...covered);
		const last = Math.max(...covered) + 1;
		// A decomposed accent belongs to the letter before it.
		const end = last + typed.slice(last).search(/\P{M}|$/u);
		return { start, end, text: typed.slice(start, end) };
	});
}

/** The note as the patterns want it, without the expressions that mean no harm. */
function readable(text: string, lexicon: NoteLexicon): Plain {
	const plain = withoutAccents(text);
	const harmless = lexicon.harmless.reduce((rest, pattern) => rest.replace(wholeWords(pattern), blank), plain.text);
	return { text: harmless, positions: plain.positions };
}

/** The text in lower case without accents, and for each of its characters where it stood. */
function withoutAccents(text: string): Plain {
	const positions: number[] = [];
	let plain = '';
	for (let index = 0; index < text.length; index += 1) {
		const letters = text.charAt(index).toLowerCase().replace('œ', 'oe').replace('æ', 'ae').replace(/[’ʼ]/, "'");
		const bare = letters.normalize('NFD').replace(/\p{M}/gu, '').replace(/\s/g, ' ');
		for (let letter = 0; letter < bare.length; letter += 1) positions.push(index);
		plain += bare;
	}
	return { text: plain, positions };
}

/** Whole words only: neither end of a match may touch a letter or a digit. */
const wholeWords = (pattern: string): RegExp => new RegExp(`(?<![a-z0-9])(?:${pattern})(?![a-z0-9])`, 'g');

const blank = (match: string): string => ' '.repeat(match.length);
