// What a payment pays: inside one debt, between debts, as the debtor or a judge directed; what is left over stays a credit.
import { daysFrom } from './civil-days';
import { COMPONENTS, type AllocationSection, type Component } from './country/pack';
import { splitByWeights } from './money';
import type { LocalDate } from './time';

/** Amounts of a debt by component, minor units. */
export type Components = Readonly<Record<Component, number>>;

/** What a payment does inside one debt. */
export type DebtAllocation = {
	readonly applied: Components;
	readonly left: Components;
	readonly unappliedMinor: number;
};

/** A debt that may be paid; amounts still open, in minor units. */
export type OpenDebt = {
	readonly id: string;
	readonly due: LocalDate;
	/** Rate that the debt bears today; the debtor has more interest in paying a higher one. */
	readonly rateBp: number;
	/** Secured by a guarantee, or enforceable: the debtor pays it first. */
	readonly secured: boolean;
	readonly open: Components;
};

export type PaymentToAllocate = {
	readonly minor: number;
	readonly date: LocalDate;
	/** Debts that the debtor named, first one first; they may be not yet due. */
	readonly directedTo: readonly string[];
	/** A judge ordered that payments reduce the capital first. */
	readonly capitalFirst: boolean;
};

export type DebtPart = {
	readonly id: string;
	readonly applied: Components;
	readonly appliedMinor: number;
	readonly left: Components;
	readonly leftMinor: number;
};

/** Parts in the order of the debts given; `unappliedMinor` is a credit: refunded, or used elsewhere with consent. */
export type PaymentAllocation = { readonly parts: readonly DebtPart[]; readonly unappliedMinor: number };

/** No amount in any component. */
export const NO_AMOUNTS: Components = { costs: 0, interest: 0, principal: 0, penalty: 0, indemnity: 0 };

/** Components with some amounts given and the others at zero. */
export const components = (amounts: Partial<Components>): Components => ({ ...NO_AMOUNTS, ...amounts });

/** Sum of all components, minor units. */
export function totalOf(amounts: Components): number {
	return amounts.costs + amounts.interest + amounts.principal + amounts.penalty + amounts.indemnity;
}

/** Component by component sum. */
export function addComponents(a: Components, b: Components): Components {
	return {
		costs: a.costs + b.costs,
		interest: a.interest + b.interest,
		principal: a.principal + b.principal,
		penalty: a.penalty + b.penalty,
		indemnity: a.indemnity + b.indemnity
	};
}

/** Fills the components of one debt in the legal order (France: interest before principal, C. civ. 1343-1). */
export function allocateWithinDebt(
	rules: AllocationSection,
	open: Components,
	paymentMinor: number,
	capitalFirst = false
): DebtAllocation {
	const applied: Record<Component, number> = { ...NO_AMOUNTS };
	const left: Record<Component, number> = { ...open };
	let rest = paymentMinor;
	for (const component of capitalFirst ? rules.capitalFirstOrder : rules.order) {
		const part = Math.max(0, Math.min(rest, open[component]));
		applied[component] = part;
		left[component] = open[component] - part;
		rest -= part;
	}
	return { applied, left, unappliedMinor: rest };
}

/** Applies a printed split as far as each component is open; what does not fit is left over. */
export function applyPrintedSplit(open: Components, printed: Components): DebtAllocation {
	const applied: Record<Component, number> = { ...NO_AMOUNTS };
	const left: Record<Component, number> = { ...open };
	for (const component of COMPONENTS) {
		const part = Math.max(0, Math.min(printed[component], open[component]));
		applied[component] = part;
		left[component] = open[component] - part;
	}
	return { applied, left, unappliedMinor: totalOf(printed) - totalOf(applied) };
}

/**
 * Spreads a payment over debts (France: C. civ. 1342-10): those the debtor named, then the due ones: secured first, then the
 * highest rate, then the oldest, then in proportion with largest remainders.
 */
export function allocatePayment(
	rules: AllocationSection,
	debts: readonly OpenDebt[],
	payment: PaymentToAllocate
): PaymentAllocation {
	const shares = new Map<OpenDebt, number>();
	const shareOf = (debt: OpenDebt) => shares.get(debt) ?? 0;
	let rest = Math.max(0, payment.minor);
	const give = (group: readonly OpenDebt[]) => {
		const weights = group.map((debt) => openTotal(debt) - shareOf(debt));
		const given = Math.min(
			rest,
			weights.reduce((sum, weight) => sum + weight, 0)
		);
		const amounts = splitByWeights(given, weights);
		group.forEach((debt, index) => shares.set(debt, shareOf(debt) + (amounts[index] ?? 0)));
		rest -= given;
	};
	for (const id of payment.directedTo) give(debts.filter((debt) => debt.id === id));
	for (const group of rankedGroups(debts.filter((debt) => debt.due <= payment.date))) give(group);
	return {
		parts: debts.map((debt) => part(rules, debt, shareOf(debt), payment.capitalFirst)),
		unappliedMinor: rest + Math.min(0, payment.minor)
	};
}

function part(rules: AllocationSection, debt: OpenDebt, share: number, capitalFirst: boolean): DebtPart {
	const { applied, left } = allocateWithinDebt(rules, debt.open, share, capitalFirst);
	return { id: debt.id, applied, appliedMinor: totalOf(applied), left, leftMinor: totalOf(left) };
}

const openTotal = (debt: OpenDebt): number =>
	COMPONENTS.reduce((sum, component) => sum + Math.max(0, debt.open[component]), 0);

/** Debts in the order the law pays them; those of one group are equal in every respect. */
function rankedGroups(debts: readonly OpenDebt[]): readonly (readonly OpenDebt[])[] {
	const groups = new Map<string, OpenDebt[]>();
	for (const debt of [...debts].sort(byRank)) {
		const rank = `${debt.secured} ${debt.rateBp} ${debt.due}`;
		const group = groups.get(rank);
		if (group === undefined) groups.set(rank, [debt]);
		else group.push(debt);
	}
	return [...groups.values()];
}

function byRank(a: OpenDebt, b: OpenDebt): number {
	if (a.secured !== b.secured) return a.secured ? -1 : 1;
	if (a.rateBp !== b.rateBp) return b.rateBp - a.rateBp;
	return daysFrom(b.due, a.due);
}
