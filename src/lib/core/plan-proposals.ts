// The plans put to a debtor, computed from the manager's margin: the longer the time that is granted, the larger the down payment asked.
import type { Frequency } from './operation';
import { leastDown, shareOf, type PlanMargin } from './plan-margin';

export type Proposal = {
	/** `now` pays at once for a discount. */
	readonly id: 'short' | 'medium' | 'long' | 'now';
	/** Down payment in minor units. */
	readonly down: number;
	readonly count: number;
	/** Given up in minor units; only where a settlement is asked for. */
	readonly waived: number;
};

export type ProposalsRequest = {
	/** Owed today, and what of it is not principal; minor units. */
	readonly balance: number;
	readonly accessories: number;
	/** The least instalment of the house. */
	readonly minimum: number;
	readonly margin: PlanMargin;
	readonly frequency: Frequency;
	/** A settlement gives up something of what is claimed; the other documents do not. */
	readonly isSettlement: boolean;
};

const SMALL = [3, 6, 12] as const;
const LARGE = [6, 12, 24] as const;
const IDS = ['short', 'medium', 'long'] as const;
const DOWN_BP = [0, 1_000, 2_000] as const;
/** From this balance on (minor units) the longer set is put forward. */
const LARGE_FROM = 300_000;
const WHOLE_UNIT = 100;

/** Four weeks are never longer than a month, so that a rhythm never outlasts the months of the margin. */
const PER_MONTH: Readonly<Record<Frequency, number>> = { weekly: 4, fortnightly: 2, monthly: 1, 'end-of-month': 1 };

/** Ends of months begin at the end of the next one, and so last up to a month longer than they are many. */
const longest = ({ maxMonths }: PlanMargin, frequency: Frequency): number =>
	frequency === 'end-of-month' ? maxMonths - 1 : maxMonths;

/** Up to three different plans within the margin, none with an instalment below the minimum; and one at once where a discount is allowed. */
export function proposalsFor(request: ProposalsRequest): readonly Proposal[] {
	const { balance, accessories, minimum, margin, frequency, isSettlement } = request;
	const months = balance >= LARGE_FROM ? LARGE : SMALL;
	const waived = isSettlement ? shareOf(accessories, margin.waiverBp) : 0;
	const total = balance - waived;
	const proposals: Proposal[] = [];
	for (const [index, id] of IDS.entries()) {
		const wished = shareOf(total, DOWN_BP[index] ?? 0);
		const down = Math.max(Math.floor(wished / WHOLE_UNIT) * WHOLE_UNIT, leastDown(total, margin));
		const most = Math.min(months[index] ?? 0, longest(margin, frequency)) * PER_MONTH[frequency];
		const count = Math.min(most, Math.floor((total - down) / Math.max(1, minimum)));
		if (count >= 2 && proposals.every((other) => other.count < count)) proposals.push({ id, down, count, waived });
	}
	const discount = isSettlement ? Math.max(shareOf(balance, margin.discountBp), waived) : 0;
	return discount > waived ? [...proposals, { id: 'now', down: 0, count: 1, waived: discount }] : proposals;
}
