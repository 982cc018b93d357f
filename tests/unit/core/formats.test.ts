// Formats: amounts, dates, telephones, company numbers, bank accounts and addresses, read and written.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatIban, ibanOfRib, maskIban, parseIban, ribKey } from '../../../src/lib/core/bank-account';
import {
	formatCompanyId,
	parseCompanyId,
	parseEstablishmentId,
	parseVatNumber,
	vatNumberOf
} from '../../../src/lib/core/company-id';
import { FRENCH_NUMBERING } from '../../../src/lib/core/country/fr/numbering';
import { FRANCE } from '../../../src/lib/core/country/fr/pack';
import { NF_Z_10_011 } from '../../../src/lib/core/country/fr/postal';
import { parseAmount } from '../../../src/lib/core/parse-amount';
import { formatAmount, formatNumber, type Language } from '../../../src/lib/core/format-amount';
import { formatDate, formatTime } from '../../../src/lib/core/format-date';
import { CURRENCIES, money, type Currency } from '../../../src/lib/core/money';
import { parsePhone } from '../../../src/lib/core/phone';
import { checkAddress, postalLines } from '../../../src/lib/core/postal-address';
import { dateOfEpochDay, localDate } from '../../../src/lib/core/time';

const anyCurrency = fc.constantFrom(...CURRENCIES);
const anyMinor = fc.integer({ min: -(2 ** 52), max: 2 ** 52 });
const anyLanguage = fc.constantFrom<Language>('fr', 'en');
const plainSpaces = (text: string) => text.replace(/\s/g, ' ');

describe('an amount', () => {
	it('is written with the spaces of French typography', () => {
		expect(formatAmount(money(128_071))).toBe('1\u202F280,71\u00A0€');
		expect(formatAmount(money(-128_071))).toBe('-1\u202F280,71\u00A0€');
		expect(formatAmount(money(1_280, 'XOF'))).toBe('1\u202F280\u00A0F\u202FCFA');
		expect(plainSpaces(formatAmount(money(1_234_567, 'TND')))).toBe('1 234,567 TND');
		expect(formatNumber(money(5))).toBe('0,05');
	});

	it('is written the English way for English readers', () => {
		expect(formatAmount(money(128_071), 'en')).toBe('€1,280.71');
		expect(formatAmount(money(-128_071, 'GBP'), 'en')).toBe('-£1,280.71');
		expect(plainSpaces(formatAmount(money(128_071, 'MAD'), 'en'))).toBe('MAD 1,280.71');
	});

	it.each([...CURRENCIES])('in %s is written as the platform writes it in French, spaces aside', (currency) => {
		const ours = formatAmount(money(1_234_567, currency));
		const scale = 10 ** (currency === 'TND' ? 3 : currency === 'XOF' || currency === 'XAF' ? 0 : 2);
		const theirs = new Intl.NumberFormat('fr-FR', { style: 'currency', currency }).format(1_234_567 / scale);
		expect(plainSpaces(ours)).toBe(plainSpaces(theirs));
	});

	const readings: readonly (readonly [string, number, Currency, Language])[] = [
		['1280,71', 128_071, 'EUR', 'fr'],
		['1.280,71', 128_071, 'EUR', 'fr'],
		['1 280.71', 128_071, 'EUR', 'fr'],
		['1\u00A0280,71 €', 128_071, 'EUR', 'fr'],
		['1\u202F280,71\u00A0€', 128_071, 'EUR', 'fr'],
		['€1,280.71', 128_071, 'EUR', 'en'],
		['1,280.71', 128_071, 'EUR', 'fr'],
		['1.280', 128_000, 'EUR', 'fr'],
		['1,280', 128_000, 'EUR', 'en'],
		['1 234 567,8', 123_456_780, 'EUR', 'fr'],
		['1.234.567', 123_456_700, 'EUR', 'fr'],
		["1'280.50", 128_050, 'CHF', 'fr'],
		['-12,5', -1_250, 'EUR', 'fr'],
		['- 12', -1_200, 'EUR', 'fr'],
		['€-12', -1_200, 'EUR', 'en'],
		['+12', 1_200, 'EUR', 'fr'],
		['-0', 0, 'EUR', 'fr'],
		[',5', 50, 'EUR', 'fr'],
		['12,', 1_200, 'EUR', 'fr'],
		['12 euros', 1_200, 'EUR', 'fr'],
		['1 280 F CFA', 1_280, 'XOF', 'fr'],
		['1.280 FCFA', 1_280, 'XAF', 'fr'],
		['1,280', 1_280, 'TND', 'fr'],
		['12 dh', 1_200, 'MAD', 'fr'],
		['$12.30', 1_230, 'USD', 'en']
	];
	it.each(readings)('typed %s is %d minor units of %s (%s)', (text, minor, currency, language) => {
		expect(parseAmount(text, currency, language)).toEqual({ ok: true, value: { minor, currency } });
	});

	const refusals: readonly (readonly [string, string, Currency])[] = [
		['', 'amount-empty', 'EUR'],
		['€', 'amount-empty', 'EUR'],
		['douze', 'amount-malformed', 'EUR'],
		['12 80', 'amount-malformed', 'EUR'],
		['1.28.000', 'amount-malformed', 'EUR'],
		['1.280.71,5', 'amount-malformed', 'EUR'],
		['1,2.3,4', 'amount-malformed', 'EUR'],
		[',', 'amount-malformed', 'EUR'],
		['--5', 'amount-malformed', 'EUR'],
		['-€-5', 'amount-malformed', 'EUR'],
		['1,280', 'amount-ambiguous', 'EUR'],
		['1.280', 'amount-ambiguous', 'TND'],
		['12,345 6', 'amount-malformed', 'EUR'],
		['1280,715', 'amount-too-precise', 'EUR'],
		['12,5', 'amount-too-precise', 'XOF'],
		['99999999999999999', 'amount-out-of-range', 'EUR']
	];
	it.each(refusals)('typed "%s" is refused as %s', (text, code, currency) => {
		expect(parseAmount(text, currency)).toMatchObject({ ok: false, error: { code } });
	});

	it('reads back what it wrote, in any currency and language', () => {
		fc.assert(
			fc.property(anyMinor, anyCurrency, anyLanguage, (minor, currency, language) => {
				const amount = money(minor, currency);
				expect(parseAmount(formatAmount(amount, language), currency, language)).toEqual({ ok: true, value: amount });
			})
		);
	});

	it('never throws on what a person types', () => {
		const typed = fc.oneof(fc.string(), fc.stringMatching(/^[-+]?[\d .,'€]{0,16}$/));
		fc.assert(
			fc.property(typed, anyCurrency, anyLanguage, (text, currency, language) => {
				const parsed = parseAmount(text, currency, language);
				if (parsed.ok) expect(Number.isSafeInteger(parsed.value.minor)).toBe(true);
			})
		);
	});
});

describe('a date', () => {
	it('has the first of a month written 1er in French only', () => {
		expect(formatDate(localDate('2026-12-01'), 'long')).toBe('1er décembre 2026');
		expect(formatDate(localDate('2026-12-01'), 'full', 'en')).toBe('Tuesday 1 December 2026');
		expect(formatDate(localDate('2026-11-21'))).toBe('21/11/2026');
		expect(formatDate(localDate('2026-11-22'), 'full')).toBe('dimanche 22 novembre 2026');
		expect(formatDate(localDate('2026-12-01'), 'near')).toBe('mardi 1er décembre');
		expect(formatDate(localDate('2026-12-01'), 'near', 'en')).toBe('Tuesday 1 December');
	});

	it('agrees with the platform on every day but the first of a month', () => {
		const intl = new Intl.DateTimeFormat('fr-FR', { dateStyle: 'full', timeZone: 'UTC' });
		fc.assert(
			fc.property(fc.integer({ min: -25_000, max: 80_000 }), (days) => {
				const expected = intl.format(new Date(days * 86_400_000)).replace(/ 1 /, ' 1er ');
				expect(formatDate(dateOfEpochDay(days), 'full')).toBe(expected.replace('1er er', '1er'));
			})
		);
	});

	it('has its time of day written with an h in French', () => {
		expect(plainSpaces(formatTime(845))).toBe('14 h 05');
		expect(formatTime(545, 'en')).toBe('09:05');
	});
});

describe('a telephone number', () => {
	const read = (raw: string) => parsePhone(raw, FRENCH_NUMBERING);

	it.each([
		['06 12 34 56 78', '+33612345678', '06 12 34 56 78', true, 'FR'],
		['07-12-34-56-78', '+33712345678', '07 12 34 56 78', true, 'FR'],
		['+33 06 12 34 56 78', '+33612345678', '06 12 34 56 78', true, 'FR'],
		['09 71 00 00 00', '+33971000000', '09 71 00 00 00', false, 'FR'],
		['0690 12 34 56', '+590690123456', '06 90 12 34 56', true, 'GP'],
		['+596 596 12 34 56', '+596596123456', '05 96 12 34 56', false, 'MQ'],
		['+262 692 12 34 56', '+262692123456', '06 92 12 34 56', true, 'RE'],
		['0639 12 34 56', '+262639123456', '06 39 12 34 56', true, 'YT'],
		['06 39 98 00 03', '+33639980003', '06 39 98 00 03', true, 'FR'],
		['+33639980003', '+33639980003', '06 39 98 00 03', true, 'FR'],
		['+33 (0)1 84 19 08 29', '+33184190829', '01 84 19 08 29', false, 'FR'],
		['00212 6 12 34 56 78', '+212612345678', '+212 61 23 45 67 8', true, 'MA'],
		['+44 20 7946 0958', '+442079460958', '+442079460958', false, null]
	])('typed %s is %s', (raw, e164, display, mobile, country) => {
		expect(read(raw)).toEqual({ ok: true, value: { e164, display, mobile, country } });
	});

	it.each([
		'',
		'1612345678',
		'+1',
		'0612',
		'six',
		'06 12 34 56 7',
		'00 12 34 56 78 90 12 34 56',
		'+33 6 12 34',
		'06+12345678',
		'+0123456789',
		'+33'
	])('typed "%s" is refused', (raw) => {
		expect(read(raw).ok).toBe(false);
	});

	it('never throws, and what it accepts it reads again as the same number', () => {
		fc.assert(
			fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[+0]?[\d .()-]{0,18}$/)), (raw) => {
				const phone = read(raw);
				if (phone.ok) expect(read(phone.value.e164)).toEqual(phone);
			})
		);
	});
});

describe('company numbers', () => {
	const rules = FRANCE.identifiers;

	it('are checked by their key, with the exception of La Poste', () => {
		expect(parseCompanyId('732 829 320', rules)).toEqual({ ok: true, value: '732829320' });
		expect(parseCompanyId('732829321', rules)).toMatchObject({ error: { code: 'company-id-key' } });
		expect(parseCompanyId('73282932x', rules)).toMatchObject({ error: { code: 'company-id-length' } });
		expect(parseEstablishmentId('356 000 000 49837', rules).ok).toBe(true);
		expect(parseEstablishmentId('35600000049838', rules)).toMatchObject({ error: { code: 'company-id-key' } });
		expect(parseEstablishmentId('1', rules)).toMatchObject({ error: { data: { expected: 14 } } });
	});

	it('of an establishment must start with a true company number', () => {
		expect(parseEstablishmentId('73282932100040', rules).ok).toBe(false);
	});

	it('give the VAT number and its key', () => {
		expect(vatNumberOf('732829320', rules)).toEqual({ ok: true, value: 'FR44732829320' });
		expect(vatNumberOf('1', rules).ok).toBe(false);
		expect(parseVatNumber('fr 44 732 829 320', rules)).toEqual({ ok: true, value: 'FR44732829320' });
		expect(parseVatNumber('FR45732829320', rules)).toMatchObject({ error: { code: 'company-id-key' } });
		expect(parseVatNumber('DE123', rules).ok).toBe(false);
	});

	it('are shown in groups', () => {
		expect(formatCompanyId('732829320')).toBe('732 829 320');
		expect(formatCompanyId('73282932000074')).toBe('732 829 320 00074');
	});

	it('never throw', () => {
		fc.assert(
			fc.property(fc.oneof(fc.string(), fc.stringMatching(/^\d{9,14}$/)), (raw) => {
				const company = parseCompanyId(raw, rules);
				expect(parseEstablishmentId(raw, rules)).toBeDefined();
				expect(parseVatNumber(raw, rules)).toBeDefined();
				if (company.ok) expect(vatNumberOf(raw, rules).ok).toBe(true);
			})
		);
	});
});

describe('a bank account', () => {
	it('is checked by length and key, whatever its spaces and case', () => {
		expect(parseIban('fr76 3000 6000 0112 3456 7890 189')).toEqual({ ok: true, value: 'FR7630006000011234567890189' });
		expect(parseIban('FR7630006000011234567890188')).toMatchObject({ error: { code: 'iban-key' } });
		expect(parseIban('FR763000600001123456789018')).toMatchObject({ error: { code: 'iban-length' } });
		expect(parseIban('hello')).toMatchObject({ error: { code: 'iban-malformed' } });
		expect(parseIban('GE29NB0000000101904917').ok).toBe(true);
	});

	it('is shown in groups of four, or masked', () => {
		expect(formatIban('FR7630006000011234567890189')).toBe('FR76 3000 6000 0112 3456 7890 189');
		expect(maskIban('FR7630006000011234567890189')).toBe('FR76 •••• 189');
	});

	it('of a RIB is the IBAN with the same key', () => {
		const rib = { bank: '20041', branch: '01005', account: '0500013m026' };
		expect(ibanOfRib(rib, '06')).toEqual({ ok: true, value: 'FR1420041010050500013M02606' });
		expect(ibanOfRib(rib, '07')).toMatchObject({ error: { code: 'rib-key' } });
		expect(ibanOfRib({ ...rib, bank: '1' }, '07')).toMatchObject({ error: { code: 'rib-malformed' } });
		expect(ribKey({ ...rib, branch: '1' }).ok).toBe(false);
		expect(ribKey({ ...rib, account: '1' }).ok).toBe(false);
	});

	it('made from any RIB is a valid IBAN', () => {
		const ribs = fc.record({
			bank: fc.stringMatching(/^\d{5}$/),
			branch: fc.stringMatching(/^\d{5}$/),
			account: fc.stringMatching(/^[A-Z0-9]{11}$/)
		});
		fc.assert(
			fc.property(ribs, (rib) => {
				const key = ribKey(rib);
				const iban = key.ok ? ibanOfRib(rib, key.value) : key;
				expect(iban.ok ? parseIban(iban.value) : null).toEqual(iban);
			})
		);
		fc.assert(
			fc.property(fc.string(), (raw) => {
				expect(parseIban(raw)).toBeDefined();
			})
		);
	});
});

describe('a postal address', () => {
	const check = (...lines: string[]) => checkAddress(lines, NF_Z_10_011);

	it('is accepted as the post wants it', () => {
		expect(check('M. Jean Martin', "12 rue de l'Église", '75011 PARIS')).toEqual([]);
		expect(check('M. Jean Martin', 'Apt 4', 'Bât B', '12 rue des Lilas', '97133 SAINT-BARTHELEMY')).toEqual([]);
	});

	it('is refused with every reason at once', () => {
		expect(check()).toEqual(['NO_LINES']);
		expect(check('x'.repeat(39), '75011 Paris')).toEqual(['LINE_TOO_LONG', 'CITY_NOT_UPPERCASE']);
		expect(check('A', 'B', 'C', '12, rue des Lilas', '75011 PARIS')).toEqual(['PUNCTUATION']);
		expect(check('A', 'PARIS')).toEqual(['POSTCODE_MISSING']);
	});

	it('is put in order without losing a character that matters', () => {
		const address = {
			lines: ['M. Jean  Martin', '', 'Apt 4', 'Bât B', '12, rue des Lilas'],
			postcode: '75011',
			city: 'Paris'
		};
		const lines = postalLines(address, NF_Z_10_011);
		expect(lines).toEqual(['M. Jean Martin', 'Apt 4', 'Bât B', '12 rue des Lilas', '75011 PARIS']);
		expect(check(...lines)).toEqual([]);
	});
});
