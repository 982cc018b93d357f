// The building blocks: canonical JSON, money, civil time, identifiers, receipt tokens.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as v from 'valibot';
import { canonical, isWireText, type Json } from '../../../src/lib/core/canonical';
import { uuidSchema, uuidV7 } from '../../../src/lib/core/ids';
import {
	addMoney,
	CURRENCIES,
	money,
	roundRational,
	scaleMinor,
	splitByWeights,
	sumMinor,
	zero
} from '../../../src/lib/core/money';
import { decodeReceiptToken, encodeReceiptToken, receiptTokenBytes } from '../../../src/lib/core/receipt-token';
import { refusal } from '../../../src/lib/core/refusal';
import { assertNever } from '../../../src/lib/core/result';
import {
	addDays,
	addMonths,
	dateFromParts,
	dateOfEpochDay,
	dateParts,
	dayAtOffset,
	dayOfWeek,
	daysBetween,
	epochDay,
	instant,
	isLocalDate,
	localDate,
	maxDate,
	minDate,
	minuteOfDay,
	parisDay,
	parisOffsetMinutes
} from '../../../src/lib/core/time';

const anyDate = fc.integer({ min: -25_000, max: 83_500 }).map(dateOfEpochDay);

describe('canonical JSON', () => {
	it('sorts keys by UTF-16 units and writes no blank, as RFC 8785 shows', () => {
		const value: Json = { '€': 'euro', '\r': 1, '1': 'one', ö: true, a: [null, -0, 'é"\\\u0007'] };
		expect(canonical(value)).toBe('{"\\r":1,"1":"one","a":[null,0,"é\\"\\\\\\u0007"],"ö":true,"€":"euro"}');
	});

	it('gives the same bytes whatever the order in which keys were written', () => {
		const json = fc.dictionary(
			fc.string().map((text) => text.toWellFormed().normalize('NFC')),
			fc.integer()
		);
		fc.assert(
			fc.property(json, (value) => {
				const reversed = Object.fromEntries(Object.entries(value).reverse());
				expect(canonical(reversed)).toBe(canonical(value));
				expect(JSON.parse(canonical(value))).toEqual(JSON.parse(JSON.stringify(value)));
			})
		);
	});

	it('refuses floats, unsafe integers, lone surrogates and decomposed accents', () => {
		for (const value of [0.1, 2 ** 53, Number.NaN, '\ud800', 'e\u0301'])
			expect(() => canonical(value)).toThrow(TypeError);
		expect(isWireText('é')).toBe(true);
		expect(isWireText('e\u0301')).toBe(false);
	});

	it('refuses a key without a value', () => {
		const value: Record<string, Json> = { a: 1 };
		Object.defineProperty(value, 'b', { enumerable: true, value: undefined });
		expect(() => canonical(value)).toThrow('no value for key b');
	});
});

describe('money', () => {
	it('is an integer of minor units, and adding two currencies is refused', () => {
		expect(() => money(0.5)).toThrow(RangeError);
		expect(addMoney(money(1), money(2))).toEqual({ ok: true, value: money(3) });
		expect(addMoney(zero(), money(1, 'XOF'))).toMatchObject({ ok: false, error: { code: 'currency-mismatch' } });
		expect(addMoney(money(Number.MAX_SAFE_INTEGER), money(1))).toMatchObject({
			error: { code: 'amount-out-of-range' }
		});
		expect(Object.is(money(-0).minor, 0)).toBe(true);
	});

	it('rounds half away from zero', () => {
		expect([5n, -5n, 4n, 6n, 15n].map((half) => roundRational(half, 10n))).toEqual([1n, -1n, 0n, 1n, 2n]);
		expect(() => roundRational(1n, 0n)).toThrow(RangeError);
		expect(scaleMinor(12_345, 1, 3)).toBe(4115);
	});

	it('split by weights adds up to the unit, whatever the amount and the weights', () => {
		const weights = fc.array(fc.nat({ max: 1_000_000 }), { minLength: 1, maxLength: 40 });
		fc.assert(
			fc.property(fc.integer({ min: -(2 ** 48), max: 2 ** 48 }), weights, (minor, list) => {
				const parts = splitByWeights(minor, list);
				expect(sumMinor(parts)).toBe(sumMinor(list) === 0 ? 0 : minor);
				parts.forEach((part, index) => {
					if (list[index] === 0) expect(Math.abs(part)).toBeLessThanOrEqual(0);
				});
			})
		);
	});
});

describe('civil time', () => {
	it('knows which texts are days of a plausible century', () => {
		for (const text of ['2026-02-29', '2026-13-01', '0026-01-01', '2200-01-01', '2026-1-1', '21/11/2026', ''])
			expect(isLocalDate(text)).toBe(false);
		expect(isLocalDate('2028-02-29')).toBe(true);
		expect(() => localDate('2026-02-30')).toThrow(RangeError);
		expect(() => dateFromParts(2026, 4, 31)).toThrow(RangeError);
	});

	it('counts days there and back', () => {
		fc.assert(
			fc.property(anyDate, fc.integer({ min: -400, max: 400 }), (date, days) => {
				fc.pre(epochDay(date) + days > -25_400);
				expect(daysBetween(date, addDays(date, days))).toBe(days);
				expect((dayOfWeek(addDays(date, 7)) - dayOfWeek(date)) % 7).toBe(0);
			})
		);
	});

	it('adds months with the anchor day kept and the end of month respected', () => {
		expect(addMonths(localDate('2026-01-31'), 1)).toBe('2026-02-28');
		expect(addMonths(localDate('2026-02-28'), 1, 31)).toBe('2026-03-31');
		expect(addMonths(localDate('2026-03-31'), -13)).toBe('2025-02-28');
		expect(dateParts(localDate('2026-03-31'))).toEqual({ year: 2026, month: 3, day: 31 });
	});

	it('orders days as texts', () => {
		const [early, late] = [localDate('2026-01-31'), localDate('2026-02-01')];
		expect([minDate(late, early), minDate(early, late), maxDate(late, early), maxDate(early, late)]).toEqual([
			early,
			early,
			late,
			late
		]);
	});

	it('follows the summer time of Paris to the second, as the machine tables say', () => {
		const formatter = new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/Paris', dateStyle: 'short' });
		fc.assert(
			fc.property(fc.integer({ min: Date.UTC(1997, 0), max: Date.UTC(2037, 11, 31) }), (ms) => {
				expect(parisDay(instant(ms))).toBe(formatter.format(ms));
			}),
			{ numRuns: 500 }
		);
		expect(parisOffsetMinutes(instant(Date.UTC(2026, 2, 29, 0, 59, 59)))).toBe(60);
		expect(parisOffsetMinutes(instant(Date.UTC(2026, 2, 29, 1, 0, 0)))).toBe(120);
		expect(parisOffsetMinutes(instant(Date.UTC(2026, 9, 25, 0, 59, 59)))).toBe(120);
		expect(parisOffsetMinutes(instant(Date.UTC(2026, 9, 25, 1, 0, 0)))).toBe(60);
	});

	it('gives the minute and the day at an offset, also before 1970', () => {
		expect(minuteOfDay(instant(Date.UTC(2026, 10, 21, 23, 30)), 60)).toBe(30);
		expect(minuteOfDay(instant(-60_000), 0)).toBe(1439);
		expect(dayAtOffset(instant(-60_000), 0)).toBe('1969-12-31');
	});
});

describe('identifiers', () => {
	it('are UUIDv7 in the order of their time', () => {
		const random = (length: number) => new Uint8Array(length).fill(255);
		fc.assert(
			fc.property(fc.nat({ max: 2 ** 31 }), fc.nat({ max: 2 ** 31 }), (a, b) => {
				const [left, right] = [uuidV7(a, random), uuidV7(b, random)];
				expect(v.is(uuidSchema, left)).toBe(true);
				expect(left < right).toBe(a < b);
			})
		);
		expect(v.is(uuidSchema, 'not-an-id')).toBe(false);
	});
});

describe('a receipt token', () => {
	const claim = fc.record({
		device: fc.nat().map((ms) => uuidV7(ms, (length) => new Uint8Array(length).fill(7))),
		year: fc.integer({ min: 2000, max: 2199 }),
		number: fc.integer({ min: 1, max: 999_999 }),
		minor: fc.integer({ min: 1, max: 100_000_000_000 }),
		currency: fc.constantFrom(...CURRENCIES),
		day: anyDate,
		nonce: fc.uint8Array({ minLength: 8, maxLength: 8 }).map((bytes) => new Uint8Array(bytes))
	});

	it('is read back as it was written', () => {
		fc.assert(
			fc.property(claim, fc.uint8Array({ minLength: 64, maxLength: 64 }), (written, signature) => {
				const token = encodeReceiptToken(receiptTokenBytes(written), signature);
				expect(token).toMatch(/^[A-Za-z0-9_-]{147}$/);
				const read = decodeReceiptToken(token);
				expect(read?.claim).toEqual(written);
				expect(read?.signed).toEqual(receiptTokenBytes(written));
				expect([...(read?.signature ?? [])]).toEqual([...signature]);
			})
		);
	});

	it('of any other shape is none', () => {
		const good = receiptTokenBytes({
			device: uuidV7(1, (length) => new Uint8Array(length)),
			year: 2026,
			number: 1,
			minor: 100,
			currency: 'EUR',
			day: localDate('2026-11-21'),
			nonce: new Uint8Array(8)
		});
		const changed = (index: number, value: number) => {
			const bytes = good.slice();
			bytes[index] = value;
			return encodeReceiptToken(bytes, new Uint8Array(64));
		};
		for (const token of [
			'',
			'Q-2026-T01-000001',
			'!',
			'AAAAA',
			changed(0, 2),
			changed(31, 88),
			changed(34, 255),
			changed(23, 255)
		])
			expect(decodeReceiptToken(token)).toBeNull();
		fc.assert(fc.property(fc.string(), (text) => decodeReceiptToken(text) === null));
	});
});

it('a refusal carries its data only when it has some', () => {
	expect(refusal('not-found')).toEqual({ code: 'not-found' });
	expect(refusal('over-balance', { balance: 1 })).toEqual({ code: 'over-balance', data: { balance: 1 } });
});

it('reaching the impossible end of a switch is a bug, and says which value came', () => {
	// Read from outside, as a value of a later version would be.
	const close: (value: never) => never = assertNever;
	expect(() => Reflect.apply(close, null, ['surprise'])).toThrow('surprise');
});
