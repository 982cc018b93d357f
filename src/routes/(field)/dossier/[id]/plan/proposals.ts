// Three plans to put to a debtor: the longer the time that is granted, the larger the down payment that is asked for it.

export type Proposal = {
	readonly id: 'short' | 'medium' | 'long';
	/** Down payment in minor units. */
	readonly down: number;
	readonly count: number;
};

const SMALL = [3, 6, 12] as const;
const LARGE = [6, 12, 24] as const;
const IDS = ['short', 'medium', 'long'] as const;
const DOWN_PERCENT = [0, 10, 20] as const;
/** From this balance on (minor units) the longer set is put forward. */
const LARGE_FROM = 300_000;
const WHOLE_UNIT = 100;

/** Up to three different plans over a balance, none with an instalment below `minimum`; amounts in minor units. */
export function proposalsFor(balance: number, minimum: number): readonly Proposal[] {
	const counts = balance >= LARGE_FROM ? LARGE : SMALL;
	const proposals: Proposal[] = [];
	for (const [index, id] of IDS.entries()) {
		const down = Math.floor((balance * (DOWN_PERCENT[index] ?? 0)) / 100 / WHOLE_UNIT) * WHOLE_UNIT;
		const count = Math.min(counts[index] ?? 0, Math.floor((balance - down) / Math.max(1, minimum)));
		if (count >= 2 && proposals.every((other) => other.count < count)) proposals.push({ id, down, count });
	}
	return proposals;
}
