// The figures of a board added up: per currency, because euros and francs are never one sum.
import type { Board } from '$lib/core/board';
import type { Currency } from '$lib/core/money';

export type Sum = { readonly currency: Currency; readonly minor: number; readonly count: number };

/** Adds rows up, one sum a currency, the largest first. */
export function sums(
	rows: readonly { readonly currency: Currency; readonly minor: number; readonly count?: number }[]
): readonly Sum[] {
	const byCurrency = Map.groupBy(rows, (row) => row.currency);
	return Array.from(byCurrency, ([currency, group]) => ({
		currency,
		minor: group.reduce((total, row) => total + row.minor, 0),
		count: group.reduce((total, row) => total + (row.count ?? 1), 0)
	})).sort((left, right) => right.minor - left.minor);
}

/** A phone that was heard of within this time is up to date: it syncs at least that often while it has a network. */
export const FRESH_MS = 30 * 60_000;

export type Freshness = { readonly fresh: number; readonly phones: number };

/** How many of the phones are up to date at a moment. */
export function freshness(phones: Board['phones'], nowMs: number): Freshness {
	const fresh = phones.filter((phone) => isFresh(phone.lastSeenMs, nowMs) && !phone.isForked).length;
	return { fresh, phones: phones.length };
}

export const isFresh = (lastSeenMs: number | null, nowMs: number): boolean =>
	lastSeenMs !== null && nowMs - lastSeenMs <= FRESH_MS;

/** Collectors with what they brought and what they aim at; one without a payment shows its target, one without a target its payments. */
export function collectorsOf(board: Board): readonly {
	readonly collector: string;
	readonly name: string;
	readonly currency: Currency;
	readonly minor: number;
	readonly count: number;
	readonly target: number | null;
}[] {
	const keyOf = (row: { readonly collector: string; readonly currency: string }) => `${row.collector} ${row.currency}`;
	const targets = new Map(board.targets.map((row) => [keyOf(row), row.minor]));
	const paid = board.byCollector.map((row) => ({ ...row, target: targets.get(keyOf(row)) ?? null }));
	const known = new Set(paid.map(keyOf));
	const empty = board.targets
		.filter((row) => !known.has(keyOf(row)))
		.map((row) => ({ ...row, target: row.minor, minor: 0, count: 0 }));
	return [...paid, ...empty];
}
