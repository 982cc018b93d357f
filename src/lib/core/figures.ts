// The figures of collection: each says its value, its numerator and its denominator, and has no value when it is undefined.
import { roundRational, sumMinor } from './money';
import { daysBetween, type LocalDate } from './time';

/** What one unit of `value` is: hundredths of a day or of a unit, basis points, minor units, ten-thousandths. */
export type FigureUnit = 'days-x100' | 'x100' | 'basis-points' | 'minor' | 'x10000';

/**
 * A figure with what it was computed from. `value` is an integer in `unit`, rounded half away from zero, and null when
 * the denominator is zero: never 0 or infinity.
 */
export type Figure = {
	readonly value: number | null;
	readonly unit: FigureUnit;
	readonly numerator: number;
	readonly denominator: number;
};

/** Days of sales outstanding: receivables ÷ sales × days, amounts with tax. */
export const dso = (receivables: number, sales: number, days: number): Figure =>
	figure('days-x100', receivables, sales, 100 * days);

/** Best possible DSO: the same with only what is not due yet. */
export const bestPossibleDso = dso;

/** Average days delinquent: DSO − best possible DSO, both in hundredths of a day; null when one of them is. */
export function averageDaysDelinquent(total: Figure, best: Figure): Figure {
	const overdue = total.numerator - best.numerator;
	const value = total.value === null || best.value === null ? null : total.value - best.value;
	return { value, unit: 'days-x100', numerator: overdue, denominator: total.denominator };
}

/** One month of sales with tax and its days. */
export type MonthOfSales = { readonly sales: number; readonly days: number };

export type CountBackDso = Figure & {
	/** Receivables older than all the months given, in minor units; then the value is a floor. */
	readonly unexplained: number;
	/** The exact number of days as a reduced fraction, e.g. `1515/22`; null with the value. */
	readonly exact: string | null;
};

/**
 * DSO by count-back: the sales of the latest months are taken off the receivables, in full days, the last month pro rata.
 * Undefined without any month. Months without sales count their days when older sales are still unpaid.
 */
export function countBackDso(receivables: number, latestFirst: readonly MonthOfSales[]): CountBackDso {
	const sales = sumMinor(latestFirst.map((month) => month.sales));
	let left = Math.max(0, receivables);
	let days = 0;
	let part = { numerator: 0n, denominator: 1n };
	for (const month of latestFirst) {
		if (left === 0) break;
		if (left >= month.sales) {
			days += month.days;
			left -= Math.max(0, month.sales);
		} else {
			part = { numerator: BigInt(left) * BigInt(month.days), denominator: BigInt(month.sales) };
			left = 0;
		}
	}
	const base = { unit: 'days-x100', numerator: receivables, denominator: sales, unexplained: left } as const;
	if (latestFirst.length === 0) return { ...base, value: null, exact: null };
	const numerator = BigInt(days) * part.denominator + part.numerator;
	const divisor = greatestCommonDivisor(numerator, part.denominator);
	return {
		...base,
		value: Number(roundRational(100n * numerator, part.denominator)),
		exact: `${numerator / divisor}/${part.denominator / divisor}`
	};
}

/** Average delay weighted by amount: Σ(amount × days late) ÷ Σ amount. */
export function weightedDelay(invoices: readonly { readonly minor: number; readonly daysLate: number }[]): Figure {
	const weighted = invoices.reduce((sum, invoice) => sum + BigInt(invoice.minor) * BigInt(invoice.daysLate), 0n);
	return figure('days-x100', weighted, sumMinor(invoices.map((invoice) => invoice.minor)), 100);
}

export const AGE_BUCKETS = ['not-due', '1-30', '31-60', '61-90', 'over-90'] as const;
export type AgeBucket = (typeof AGE_BUCKETS)[number];

/** The bucket of a number of days late; zero and less is not due. */
export function ageBucket(daysLate: number): AgeBucket {
	if (daysLate <= 0) return 'not-due';
	if (daysLate <= 30) return '1-30';
	if (daysLate <= 60) return '31-60';
	return daysLate <= 90 ? '61-90' : 'over-90';
}

export type AgedItem = { readonly dueOn: LocalDate; readonly minor: number };

/** Aged balance: what is open by age on a day, in minor units. The buckets add up to the whole. */
export function agedBalance(items: readonly AgedItem[], asOf: LocalDate): Readonly<Record<AgeBucket, number>> {
	const totals: Record<AgeBucket, number> = { 'not-due': 0, '1-30': 0, '31-60': 0, '61-90': 0, 'over-90': 0 };
	const buckets = new Map<LocalDate, AgeBucket>();
	for (const item of items) {
		const bucket = buckets.get(item.dueOn) ?? ageBucket(daysBetween(item.dueOn, asOf));
		buckets.set(item.dueOn, bucket);
		totals[bucket] += item.minor;
	}
	return totals;
}

/** Any rate of a part in a whole, in basis points: recovery, contact, promises kept, files settled. */
export const rate = (part: number, whole: number): Figure => figure('basis-points', part, whole, 10_000);

/** Recovery rate: collected ÷ entrusted. */
export const recoveryRate = rate;

/** Contact rate: useful contacts ÷ visits. */
export const contactRate = rate;

/** Promises kept ÷ promises matured; what is not due yet does not count. Kept within the grace period is given apart. */
export function keptRates(promises: {
	readonly matured: number;
	readonly kept: number;
	readonly keptLate: number;
	readonly promised: number;
	readonly paid: number;
}): { readonly strict: Figure; readonly withGrace: Figure; readonly amount: Figure } {
	return {
		strict: rate(promises.kept, promises.matured),
		withGrace: rate(promises.kept + promises.keptLate, promises.matured),
		amount: rate(promises.paid, promises.promised)
	};
}

/** Roll rate: the next bucket now ÷ this bucket a period ago. */
export const rollRate = (nextBucketNow: number, bucketBefore: number): Figure => rate(nextBucketNow, bucketBefore);

/** Collection effectiveness index: (begin + sales − end) ÷ (begin + sales − end not due). */
export const collectionEffectiveness = (begin: number, sales: number, end: number, endNotDue: number): Figure =>
	rate(begin + sales - end, begin + sales - endNotDue);

/** Cost of each unit of currency collected, in ten-thousandths. */
export const costPerUnit = (cost: number, collected: number): Figure => figure('x10000', cost, collected, 10_000);

/** Sales needed to make up for an unpaid amount at a net margin in basis points, in minor units. */
export const salesToOffset = (unpaid: number, marginBp: number): Figure => figure('minor', unpaid, marginBp, 10_000);

/** Visits per day worked, in hundredths. */
export const visitsPerDay = (visits: number, days: number): Figure => figure('x100', visits, days, 100);

/** Average amount collected per visit, in minor units. */
export const averagePerVisit = (collected: number, visits: number): Figure => figure('minor', collected, visits, 1);

function figure(unit: FigureUnit, numerator: number | bigint, denominator: number, factor: number): Figure {
	const base = { unit, numerator: Number(numerator), denominator };
	if (denominator === 0) return { ...base, value: null };
	const sign = denominator < 0 ? -1n : 1n;
	const value = roundRational(sign * BigInt(numerator) * BigInt(factor), sign * BigInt(denominator));
	return { ...base, value: Number(value) };
}

function greatestCommonDivisor(a: bigint, b: bigint): bigint {
	return b === 0n ? a : greatestCommonDivisor(b, a % b);
}
