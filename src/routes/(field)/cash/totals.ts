// What was taken, summed by means; a reversed payment is no money any more.
import type { OwnPayment } from '$lib/client/state/view';
import type { Currency } from '$lib/core/money';
import type { Means } from '$lib/core/operation';

export type MeansTotal = { readonly minor: number; readonly count: number };

/** Sums and counts of payments in one currency, by means; means without a payment are left out. */
export function totalsByMeans(
	payments: readonly Pick<OwnPayment, 'means' | 'money' | 'status'>[],
	currency: Currency
): ReadonlyMap<Means, MeansTotal> {
	const totals = new Map<Means, MeansTotal>();
	for (const { means, money, status } of payments) {
		if (status === 'reversed' || money.currency !== currency) continue;
		const before = totals.get(means) ?? { minor: 0, count: 0 };
		totals.set(means, { minor: before.minor + money.minor, count: before.count + 1 });
	}
	return totals;
}
