// Amounts in words: both French spellings and English, read back to the same amount, up to 999,999,999.99 and beyond.
import fc from 'fast-check';
import { toCardinal, toCurrency } from 'n2words/fr-FR';
import { describe, expect, it } from 'vitest';
import { CURRENCIES, money, type Currency } from '../../../src/lib/core/money';
import { amountInWords, CURRENCY_NAMES, numberInWords } from '../../../src/lib/i18n/amount-words';
import { parseAmountWords } from '../../../src/lib/i18n/amount-words-parse';

const fr = (minor: number, currency: Currency = 'EUR') => amountInWords(money(minor, currency));
const en = (minor: number, currency: Currency = 'EUR') => amountInWords(money(minor, currency), 'en');

describe('an amount in French words', () => {
	it.each([
		[0, 'zéro euro'],
		[1_00, 'un euro'],
		[2_01, 'deux euros et un centime'],
		[1_000_000_00, "un million d'euros"],
		[1_000_000_01, "un million d'euros et un centime"],
		[1_000_001_00, 'un million un euros'],
		[1_200_000_00, 'un million deux cent mille euros'],
		[2_000_000_000_00, "deux milliards d'euros"],
		[80_000_80, 'quatre-vingt mille euros et quatre-vingts centimes'],
		[280_000_00, 'deux cent quatre-vingt mille euros'],
		[200_000_200_00, 'deux cents millions deux cents euros'],
		[71_00, 'soixante et onze euros'],
		[81_91, 'quatre-vingt-un euros et quatre-vingt-onze centimes'],
		[-5_00, 'moins cinq euros']
	])('of %d cents is « %s »', (minor, words) => {
		expect(fr(minor)).toBe(words);
	});

	it('joins every part of a number with hyphens in the 1990 spelling', () => {
		expect(amountInWords(money(2_171_00), 'fr', 'reform-1990')).toBe('deux-mille-cent-soixante-et-onze euros');
	});

	it('agrees with the gender and the name of the currency', () => {
		expect(fr(21_00, 'GBP')).toBe('vingt et une livres sterling');
		expect(fr(1_50, 'GBP')).toBe('une livre sterling et cinquante pence');
		expect(fr(1_001, 'TND')).toBe('un dinar et un millime');
		expect(fr(3_000_000, 'XAF')).toBe('trois millions de francs CFA');
		expect(fr(2_05, 'CHF')).toBe('deux francs suisses et cinq centimes');
	});

	it('fixes what the library writes otherwise for amounts', () => {
		expect(toCurrency(1_000_000)).toBe('un million euros');
		expect(toCurrency('0.01')).toBe('un centime');
		expect(toCardinal(280)).toBe('deux cent quatre-vingts');
	});

	it('puts an s on vingt and cent only at the end of their group', () => {
		fc.assert(
			fc.property(fc.integer({ min: 0, max: 999_999_999 }), (count) => {
				const words = numberInWords(count).split(/[ -]/);
				for (const [index, word] of words.entries()) {
					if (word === 'vingts' || word === 'cents') expect([undefined, 'millions']).toContain(words[index + 1]);
					expect(word).not.toBe('milles');
				}
			})
		);
	});
});

describe('an amount in English words', () => {
	it('is plural but for one', () => {
		expect(en(0)).toBe('zero euros');
		expect(en(1_01)).toBe('one euro and one cent');
		expect(en(1_280_71)).toBe('one thousand two hundred and eighty euros and seventy-one cents');
		expect(en(1_000_000_00, 'GBP')).toBe('one million pounds');
		expect(en(2_01, 'GBP')).toBe('two pounds and one penny');
		expect(en(-1_00, 'USD')).toBe('minus one dollar');
	});
});

describe('words read back', () => {
	it('are the same amount, in any currency, language and spelling', () => {
		const minor = fc.integer({ min: -99_999_999_999, max: 99_999_999_999 });
		const spelling = fc.constantFrom('traditional' as const, 'reform-1990' as const);
		const language = fc.constantFrom('fr' as const, 'en' as const);
		fc.assert(
			fc.property(minor, fc.constantFrom(...CURRENCIES), language, spelling, (amount, currency, tongue, style) => {
				const words = amountInWords(money(amount, currency), tongue, style);
				expect(parseAmountWords(words, currency, tongue)).toEqual({ ok: true, value: money(amount, currency) });
			}),
			{ numRuns: 2000 }
		);
	});

	it('are the same for every number up to ten thousand', () => {
		for (let units = 0; units <= 10_000; units += 1) {
			const amount = money(units * 100 + (units % 100));
			expect(parseAmountWords(amountInWords(amount))).toEqual({ ok: true, value: amount });
		}
	});

	it('may be typed without accents, in capitals and with other hyphens', () => {
		const typed = 'MILLE-DEUX-CENT QUATRE VINGT EUROS ET SOIXANTE ET ONZE CENTIMES';
		expect(parseAmountWords(typed)).toEqual({ ok: true, value: money(1_280_71) });
		expect(parseAmountWords('zero euro')).toEqual({ ok: true, value: money(0) });
		expect(parseAmountWords('Un million d’euros.')).toEqual({ ok: true, value: money(1_000_000_00) });
	});

	it.each([
		['', 'words-no-currency'],
		['mille', 'words-no-currency'],
		['deux trois euros', 'words-malformed'],
		['cinq cent cent euros', 'words-malformed'],
		['mille euros et dix', 'words-malformed'],
		['mille patates euros', 'words-malformed'],
		['euros', 'words-malformed'],
		['un euro et cent centimes', 'words-malformed'],
		['neuf cent billions de euros billions milliards', 'words-malformed'],
		['mille billions billions d’euros', 'words-malformed'],
		['neuf cents billions d’euros', 'words-out-of-range']
	])('"%s" is refused', (text, code) => {
		expect(parseAmountWords(text)).toMatchObject({ ok: false, error: { code } });
	});

	it('never throw on what a person types', () => {
		const word = fc.constantFrom(
			'un',
			'vingt',
			'cents',
			'mille',
			'million',
			'billion',
			'euros',
			'centimes',
			'et',
			'moins',
			'quatre'
		);
		const typed = fc.oneof(
			fc.string(),
			fc.array(word, { maxLength: 12 }).map((words) => words.join(' '))
		);
		fc.assert(
			fc.property(typed, (text) => {
				expect(parseAmountWords(text)).toBeDefined();
			})
		);
	});

	it('know a name for every currency in both languages', () => {
		for (const currency of CURRENCIES)
			for (const names of [CURRENCY_NAMES.fr[currency], CURRENCY_NAMES.en[currency]]) expect(names.many).not.toBe('');
	});
});
