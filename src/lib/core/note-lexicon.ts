// What a country's language says when a note should not be kept; the words themselves are data of the country.
import type { NoteCategory } from './free-text-guard';

/** Patterns are regular expressions over lower-case text without accents; they match whole words. */
export type NoteLexicon = {
	/** Expressions that hold a bad word and mean no harm; they are taken away before the rest is looked for. */
	readonly harmless: readonly string[];
	/** A title and the capitalised name after it, over the text as typed. */
	readonly titledName: string;
	readonly patterns: Readonly<Record<NoteCategory, readonly string[]>>;
	/** Categories that ask for a second look instead of blocking. */
	readonly warnOnly: readonly NoteCategory[];
};
