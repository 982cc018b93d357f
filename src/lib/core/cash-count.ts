// Notes and coins: what a count adds up to, and how change is given with the fewest pieces.
import type { DenominationCount } from './cash-bodies';
import { sumMinor, type Currency } from './money';

/** Notes and coins in circulation, in minor units, the largest first. */
const DENOMINATIONS: Readonly<Record<Currency, readonly number[]>> = {
	EUR: [50_000, 20_000, 10_000, 5_000, 2_000, 1_000, 500, 200, 100, 50, 20, 10, 5, 2, 1],
	XOF: [10_000, 5_000, 2_000, 1_000, 500, 250, 200, 100, 50, 25, 10, 5, 1],
	XAF: [10_000, 5_000, 2_000, 1_000, 500, 100, 50, 25, 10, 5, 2, 1],
	MAD: [20_000, 10_000, 5_000, 2_000, 1_000, 500, 200, 100, 50, 20, 10],
	TND: [50_000, 20_000, 10_000, 5_000, 2_000, 1_000, 500, 200, 100, 50, 20, 10, 5],
	CHF: [100_000, 20_000, 10_000, 5_000, 2_000, 1_000, 500, 200, 100, 50, 20, 10, 5],
	USD: [10_000, 5_000, 2_000, 1_000, 500, 200, 100, 50, 25, 10, 5, 1],
	GBP: [5_000, 2_000, 1_000, 500, 200, 100, 50, 20, 10, 5, 2, 1]
};

/** The notes and coins of a currency in minor units, the largest first. */
export const denominationsOf = (currency: Currency): readonly number[] => DENOMINATIONS[currency];

/** What a count adds up to, in minor units. */
export const countedTotal = (counts: readonly DenominationCount[]): number =>
	sumMinor(counts.map(({ unit, count }) => unit * count));

/** Says whether every line counts a note or coin of the currency, each once. */
export function isCountOf(counts: readonly DenominationCount[], currency: Currency): boolean {
	const units = new Set(counts.map(({ unit }) => unit));
	return units.size === counts.length && counts.every(({ unit }) => DENOMINATIONS[currency].includes(unit));
}

/** Change of an amount with the fewest pieces; `left` is what the smallest coin cannot give, e.g. a single centime in CHF. */
export function changeOf(
	minor: number,
	currency: Currency
): { readonly pieces: readonly DenominationCount[]; readonly left: number } {
	let left = Math.max(0, minor);
	const pieces: DenominationCount[] = [];
	for (const unit of DENOMINATIONS[currency]) {
		const count = Math.floor(left / unit);
		if (count === 0) continue;
		pieces.push({ unit, count });
		left -= unit * count;
	}
	return { pieces, left };
}
