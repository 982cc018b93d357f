// How a payment is split over the claims of a dossier, by the legal order or as the debtor directed.
import { allocatePayment, components } from './allocation';
import { balanceOf, openOfClaim, type Open } from './balance';
import type { CountryPack } from './country/pack';
import type { Claim, Dossier } from './dossier';
import type { ClaimId } from './ids';
import { COMPONENTS, type Posting } from './operation';
import type { LocalDate } from './time';

/** How an amount is posted: interest before principal, claim by claim; what is left over is a credit of the debtor. */
export type PaymentSplit = {
	readonly allocation: readonly Posting[];
	readonly credit: number;
	/** Balance of the dossier before and after, in minor units. */
	readonly before: number;
	readonly after: number;
};

export type PaymentToSplit = {
	readonly minor: number;
	readonly directedTo: ClaimId | null;
	/** Day on which the money arrived, where that was before the day of recording. */
	readonly valueOn?: LocalDate;
};

/**
 * What a payment recorded on a day may settle of a claim. Money that had arrived earlier stopped the interest then: what ran
 * since is not owed, so that each component is open for the lesser of the two days.
 */
export function openForPayment(
	dossier: Pick<Dossier, 'facts' | 'state'>,
	claim: Claim,
	{ day, valueOn }: { readonly day: LocalDate; readonly valueOn: LocalDate },
	pack: CountryPack
): Open {
	const open = openOfClaim(dossier, claim, day, pack);
	if (valueOn >= day) return open;
	const earlier = openOfClaim(dossier, claim, valueOn, pack);
	const least = (component: keyof Open) => Math.min(open[component], earlier[component]);
	return {
		interest: least('interest'),
		penalty: least('penalty'),
		indemnity: least('indemnity'),
		principal: least('principal')
	};
}

/** Splits an amount on a day: interest before principal, claims that are due before others (C. civ. 1342-10, 1343-1). */
export function splitPayment(
	dossier: Dossier,
	payment: PaymentToSplit,
	day: LocalDate,
	pack: CountryPack
): PaymentSplit {
	const valueOn = payment.valueOn ?? day;
	const debts = dossier.facts.claims.map((claim) => ({
		id: claim.id,
		due: claim.dueOn,
		rateBp: claim.contractRateBp ?? 0,
		secured: false,
		open: components(openForPayment(dossier, claim, { day, valueOn }, pack))
	}));
	const { parts, unappliedMinor } = allocatePayment(pack.allocation, debts, {
		minor: payment.minor,
		date: valueOn,
		directedTo: payment.directedTo ? [payment.directedTo] : [],
		capitalFirst: false
	});
	const allocation = dossier.facts.claims.flatMap((claim): readonly Posting[] => {
		const applied = parts.find((part) => part.id === claim.id)?.applied;
		if (!applied) return [];
		return COMPONENTS.map((component) => ({ claim: claim.id, component, minor: applied[component] }));
	});
	const before = balanceOf(dossier, day, pack);
	return {
		allocation: allocation.filter((posting) => posting.minor > 0),
		credit: unappliedMinor,
		before,
		after: before - (payment.minor - unappliedMinor)
	};
}
