// What was typed into a count of notes and coins, and what it means.
import type { DenominationCount } from '$lib/core/cash-bodies';

/** Raw text by unit in minor units. */
export type CountFields = Readonly<Record<number, string>>;

/** How many of a unit were typed; none for an empty or unreadable field. */
export function countOf(counts: CountFields, unit: number): number {
	const text = counts[unit] ?? '';
	return /^\d{1,4}$/.test(text) ? Number(text) : 0;
}

/** The lines of a count, the largest unit first. */
export function countsOf(counts: CountFields): readonly DenominationCount[] {
	return Object.keys(counts)
		.map((key) => ({ unit: Number(key), count: countOf(counts, Number(key)) }))
		.filter(({ count }) => count > 0)
		.sort((left, right) => right.unit - left.unit);
}

/** A count as one text of a draft, and back; anything else is no count. */
export const writeCount = (counts: CountFields): string =>
	countsOf(counts)
		.map(({ unit, count }) => `${unit}:${count}`)
		.join(' ');

export function readCount(text: string): CountFields {
	const counts: Record<number, string> = {};
	for (const [, unit, count] of text.matchAll(/(\d+):(\d{1,4})/g))
		if (unit !== undefined && count !== undefined) counts[Number(unit)] = count;
	return counts;
}
