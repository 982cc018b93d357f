// Reads an amount written in words, so that the mention a debtor typed can be compared with the figures (C. civ. 1376).
import type { Language } from '../core/format-amount';
import { CURRENCY_EXPONENT, type Currency, type Money } from '../core/money';
import { refusal, type Refusal } from '../core/refusal';
import { err, ok, type Result } from '../core/result';
import { amountInWords, CURRENCY_NAMES } from './amount-words';

export type WordsRefusal = Refusal<'words-no-currency' | 'words-malformed' | 'words-out-of-range'>;

const VALUES: Readonly<Record<Language, ReadonlyMap<string, number>>> = {
	fr: new Map(
		['zero', 'un', 'deux', 'trois', 'quatre', 'cinq', 'six', 'sept', 'huit', 'neuf', 'dix', 'onze', 'douze', 'treize']
			.concat(['quatorze', 'quinze', 'seize'])
			.map((word, value): [string, number] => [word, value])
			.concat([['une', 1]])
			.concat(['vingt', 'trente', 'quarante', 'cinquante', 'soixante'].map((word, index) => [word, 20 + 10 * index]))
	),
	en: new Map(
		['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve']
			.concat(['thirteen', 'fourteen', 'fifteen', 'sixteen', 'seventeen', 'eighteen', 'nineteen'])
			.map((word, value): [string, number] => [word, value])
			.concat(
				['twenty', 'thirty', 'forty', 'fifty', 'sixty', 'seventy', 'eighty', 'ninety'].map((word, index) => [
					word,
					20 + 10 * index
				])
			)
	)
};

const HUNDRED: Readonly<Record<Language, string>> = { fr: 'cent', en: 'hundred' };

const SCALES: Readonly<Record<Language, ReadonlyMap<string, number>>> = {
	fr: new Map([
		['mille', 1e3],
		['million', 1e6],
		['milliard', 1e9],
		['billion', 1e12]
	]),
	en: new Map([
		['thousand', 1e3],
		['million', 1e6],
		['billion', 1e9],
		['trillion', 1e12]
	])
};

const LINKS: readonly string[] = ['et', 'and', 'de', 'd'];

/**
 * Reads an amount in words, in either French spelling or in English, whatever the case, accents and hyphens. What it
 * accepts is exactly what `amountInWords` writes, so a mention with a missing or doubled word is refused.
 */
export function parseAmountWords(
	text: string,
	currency: Currency = 'EUR',
	language: Language = 'fr'
): Result<Money, WordsRefusal> {
	const typed = wordsOf(text);
	const negative = typed[0] === 'moins' || typed[0] === 'minus';
	const words = negative ? typed.slice(1) : typed;
	const names = CURRENCY_NAMES[language][currency];
	const noun = wordsOf(names.one);
	const at = words.findIndex((_, index) => noun.every((part, offset) => words[index + offset] === part));
	if (at === -1) return err(refusal('words-no-currency'));
	const after = words.slice(at + noun.length);
	const minorNoun = wordsOf(names.minorOne)[0];
	const last = after.at(-1);
	if (last !== undefined && last !== minorNoun) return err(refusal('words-malformed'));
	const units = valueOf(words.slice(0, at), language);
	const rest = valueOf(after.slice(0, -1), language);
	const minor = units * 10 ** CURRENCY_EXPONENT[currency] + rest;
	if (Number.isNaN(minor)) return err(refusal('words-malformed'));
	if (!Number.isSafeInteger(minor)) return err(refusal('words-out-of-range'));
	const amount: Money = { minor: negative && minor !== 0 ? -minor : minor, currency };
	const canonical = wordsOf(amountInWords(amount, language));
	return canonical.join(' ') === typed.join(' ') ? ok(amount) : err(refusal('words-malformed'));
}

/** Words without accents, case, hyphens, plural marks and links, so that both spellings are the same list. */
function wordsOf(text: string): readonly string[] {
	return text
		.normalize('NFD')
		.replace(/\p{M}/gu, '')
		.toLowerCase()
		.split(/[^a-z]+/)
		.filter((word) => word !== '' && !LINKS.includes(word))
		.map(singular);
}

function singular(word: string): string {
	if (word === 'pence') return 'penny';
	return /^(trois|moins|minus)$/.test(word) ? word : word.replace(/s$/, '');
}

/** The value of number words, read leniently: the caller compares the result with the canonical words. */
function valueOf(words: readonly string[], language: Language): number {
	let total = 0;
	let group = 0;
	for (const [index, word] of words.entries()) {
		const scale = SCALES[language].get(word);
		if (scale !== undefined) {
			total += Math.max(group, 1) * scale;
			group = 0;
		} else if (word === HUNDRED[language]) group = Math.max(group, 1) * 100;
		else if (word === 'vingt' && words[index - 1] === 'quatre') group += 76;
		else group += VALUES[language].get(word) ?? Number.NaN;
	}
	return total + group;
}
