// Amounts in words, in traditional and 1990 French spelling and in English, as receipts and acknowledgements of debt need.
import { toCardinal as cardinalEn } from 'n2words/en-GB';
import { toCardinal as cardinalFr } from 'n2words/fr-FR';
import type { Language } from '../core/format-amount';
import { CURRENCY_EXPONENT, type Currency, type Money } from '../core/money';

/** `traditional` and `reform-1990` are both correct French; English has one spelling. */
export type Spelling = 'traditional' | 'reform-1990';

export type CurrencyNames = {
	readonly one: string;
	readonly many: string;
	readonly minorOne: string;
	readonly minorMany: string;
	/** Said « une », as in une livre. */
	readonly feminine: boolean;
};

const masculine = (one: string, many: string, minorOne: string, minorMany: string): CurrencyNames => ({
	one,
	many,
	minorOne,
	minorMany,
	feminine: false
});

/** The names of every currency, singular and plural, of the unit and of its subdivision. */
export const CURRENCY_NAMES: Readonly<Record<Language, Readonly<Record<Currency, CurrencyNames>>>> = {
	fr: {
		EUR: masculine('euro', 'euros', 'centime', 'centimes'),
		XOF: masculine('franc CFA', 'francs CFA', 'centime', 'centimes'),
		XAF: masculine('franc CFA', 'francs CFA', 'centime', 'centimes'),
		MAD: masculine('dirham', 'dirhams', 'centime', 'centimes'),
		TND: masculine('dinar', 'dinars', 'millime', 'millimes'),
		CHF: masculine('franc suisse', 'francs suisses', 'centime', 'centimes'),
		USD: masculine('dollar', 'dollars', 'cent', 'cents'),
		GBP: { one: 'livre sterling', many: 'livres sterling', minorOne: 'penny', minorMany: 'pence', feminine: true }
	},
	en: {
		EUR: masculine('euro', 'euros', 'cent', 'cents'),
		XOF: masculine('CFA franc', 'CFA francs', 'centime', 'centimes'),
		XAF: masculine('CFA franc', 'CFA francs', 'centime', 'centimes'),
		MAD: masculine('dirham', 'dirhams', 'centime', 'centimes'),
		TND: masculine('dinar', 'dinars', 'millime', 'millimes'),
		CHF: masculine('Swiss franc', 'Swiss francs', 'centime', 'centimes'),
		USD: masculine('dollar', 'dollars', 'cent', 'cents'),
		GBP: masculine('pound', 'pounds', 'penny', 'pence')
	}
};

/**
 * Writes an amount in words: « mille deux cent quatre-vingts euros et soixante et onze centimes ». Units are always said,
 * also for zero, because an amount that starts with its cents is easily misread.
 */
export function amountInWords(amount: Money, language: Language = 'fr', spelling: Spelling = 'traditional'): string {
	const scale = 10 ** CURRENCY_EXPONENT[amount.currency];
	const magnitude = Math.abs(amount.minor);
	const units = Math.floor(magnitude / scale);
	const rest = magnitude % scale;
	const names = CURRENCY_NAMES[language][amount.currency];
	const say =
		language === 'fr' ? (count: number) => sayFr(count, names, spelling) : (count: number) => sayEn(count, names);
	const sign = amount.minor < 0 ? (language === 'fr' ? 'moins ' : 'minus ') : '';
	if (rest === 0) return sign + say(units);
	const minorNames = { ...names, one: names.minorOne, many: names.minorMany, feminine: false };
	const sayRest = language === 'fr' ? sayFr(rest, minorNames, spelling) : sayEn(rest, minorNames);
	return `${sign}${say(units)} ${language === 'fr' ? 'et' : 'and'} ${sayRest}`;
}

/** A whole number in words, without a currency: « quatre-vingt mille », "eighty thousand". */
export function numberInWords(count: number, language: Language = 'fr', spelling: Spelling = 'traditional'): string {
	if (language === 'en') return cardinalEn(count);
	return cardinalFr(count, { withHyphenSeparator: spelling === 'reform-1990' });
}

/** In French the plural starts at two, and million and milliard are nouns: un million d'euros. */
function sayFr(count: number, names: CurrencyNames, spelling: Spelling): string {
	const cardinal = numberInWords(count, 'fr', spelling);
	const words = names.feminine ? cardinal.replace(/\bun$/, 'une') : cardinal;
	if (count < 2) return `${words} ${names.one}`;
	if (count % 1_000_000 !== 0) return `${words} ${names.many}`;
	return /^[aeiou]/.test(names.many) ? `${words} d'${names.many}` : `${words} de ${names.many}`;
}

const sayEn = (count: number, names: CurrencyNames): string =>
	`${numberInWords(count, 'en')} ${count === 1 ? names.one : names.many}`;
