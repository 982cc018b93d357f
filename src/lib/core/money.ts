// Money as integer minor units of one currency; no float ever holds an amount.
import { err, ok, type Result } from './result';

/** An ISO 4217 currency the product supports. */
export type Currency = 'EUR' | 'XOF' | 'XAF' | 'MAD' | 'TND' | 'CHF' | 'USD' | 'GBP';

/** An amount in minor units (cents for EUR); `minor` is a safe integer, negative for a reversal. */
export type Money = { readonly minor: number; readonly currency: Currency };

export type MoneyError =
	| { readonly code: 'currency-mismatch'; readonly left: Currency; readonly right: Currency }
	| { readonly code: 'amount-out-of-range' };

/** Number of decimals of each currency (ISO 4217). */
export const CURRENCY_EXPONENT: Readonly<Record<Currency, 0 | 2 | 3>> = {
	EUR: 2,
	XOF: 0,
	XAF: 0,
	MAD: 2,
	TND: 3,
	CHF: 2,
	USD: 2,
	GBP: 2
};

/** Every supported currency, in the order of display. */
export const CURRENCIES: readonly Currency[] = ['EUR', 'XOF', 'XAF', 'MAD', 'TND', 'CHF', 'USD', 'GBP'];

/** Builds an amount; throws on a non-integer, which is always a bug of the caller. */
export function money(minor: number, currency: Currency = 'EUR'): Money {
	if (!Number.isSafeInteger(minor)) throw new RangeError(`not a safe integer of minor units: ${minor}`);
	return { minor: minor + 0, currency };
}

/** Nothing, in a currency. */
export const zero = (currency: Currency = 'EUR'): Money => ({ minor: 0, currency });

/** Sum of two amounts; refuses different currencies and sums beyond safe integers. */
export function addMoney(left: Money, right: Money): Result<Money, MoneyError> {
	if (left.currency !== right.currency)
		return err({ code: 'currency-mismatch', left: left.currency, right: right.currency });
	const minor = left.minor + right.minor;
	if (!Number.isSafeInteger(minor)) return err({ code: 'amount-out-of-range' });
	return ok({ minor, currency: left.currency });
}

/** Sum of integers that are all minor units of the same currency. */
export function sumMinor(amounts: readonly number[]): number {
	return amounts.reduce((total, minor) => total + minor, 0);
}

/**
 * Rounds the exact rational numerator ÷ denominator half away from zero, as every printed line does (RULES.md §2.2).
 * Works on BigInt so that no product overflows.
 */
export function roundRational(numerator: bigint, denominator: bigint): bigint {
	if (denominator <= 0n) throw new RangeError('denominator must be positive');
	const negative = numerator < 0n;
	const magnitude = negative ? -numerator : numerator;
	const rounded = (2n * magnitude + denominator) / (2n * denominator);
	return negative ? -rounded : rounded;
}

/** `minor × numerator ÷ denominator`, rounded half away from zero to the minor unit. */
export function scaleMinor(minor: number, numerator: number, denominator: number): number {
	return Number(roundRational(BigInt(minor) * BigInt(numerator), BigInt(denominator)));
}

/** Splits minor units in proportion to weights; the largest remainders take the last units, so the parts add up exactly. */
export function splitByWeights(minor: number, weights: readonly number[]): readonly number[] {
	const total = BigInt(sumMinor(weights));
	if (total === 0n) return weights.map(() => 0);
	const negative = minor < 0;
	const amount = BigInt(Math.abs(minor));
	const shares = weights.map((weight, index) => {
		const product = amount * BigInt(weight);
		return { index, floor: product / total, remainder: product % total };
	});
	let left = amount - shares.reduce((sum, share) => sum + share.floor, 0n);
	const parts = shares.map((share) => share.floor);
	const byRemainder = [...shares].sort((a, b) =>
		a.remainder === b.remainder ? a.index - b.index : a.remainder > b.remainder ? -1 : 1
	);
	for (const share of byRemainder) {
		if (left === 0n) break;
		parts[share.index] = share.floor + 1n;
		left -= 1n;
	}
	return parts.map((part) => Number(negative ? -part : part));
}
