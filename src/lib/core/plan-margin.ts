// The margin that a manager leaves to collectors for an agreement, and by how much terms go beyond it.
import { monthOf, shiftMonths, yearOf } from './civil-days';
import type { CountryPack } from './country/pack';
import { parameter } from './country/parameters';
import type { DossierFacts, NarrowedMargin } from './dossier';
import type { Excess } from './operation';
import type { Refusal } from './refusal';
import { ok, type Result } from './result';
import type { LocalDate } from './time';

/** Shares in basis points: of the total (down payment, discount) and of what is claimed beside the principal (waiver). */
export type PlanMargin = {
	readonly maxMonths: number;
	readonly minDownBp: number;
	readonly waiverBp: number;
	/** Given up for who pays all at once on the day of signature. */
	readonly discountBp: number;
};

/** What of an agreement the margin limits; amounts in minor units. */
export type MarginTerms = {
	readonly day: LocalDate;
	readonly total: number;
	readonly waived: number;
	/** Interest, penalties and indemnities of the debt, before anything is given up. */
	readonly accessories: number;
	readonly down: number;
	readonly instalments: readonly { readonly contractOn: LocalDate; readonly dueOn: LocalDate }[];
};

/** The agency's margin on a day, as far as it was not narrowed for this creditor or dossier; refuses a day that no row covers. */
export function planMargin(
	{ margin }: Pick<DossierFacts, 'margin'>,
	pack: Pick<CountryPack, 'parameters'>,
	day: LocalDate
): Result<PlanMargin, Refusal> {
	const months = parameter(pack, 'plan.max-months', day);
	if (!months.ok) return months;
	const down = parameter(pack, 'plan.min-down', day);
	if (!down.ok) return down;
	const waiver = parameter(pack, 'plan.max-waiver', day);
	if (!waiver.ok) return waiver;
	const discount = parameter(pack, 'plan.immediate-discount', day);
	if (!discount.ok) return discount;
	const agency = {
		maxMonths: months.value,
		minDownBp: down.value,
		waiverBp: waiver.value,
		discountBp: discount.value
	};
	return ok((margin ?? []).reduce(narrowed, agency));
}

/** Narrowed only: a wider value for one dossier changes nothing. */
function narrowed(wide: PlanMargin, narrow: NarrowedMargin | null): PlanMargin {
	return {
		maxMonths: Math.min(wide.maxMonths, narrow?.maxMonths ?? wide.maxMonths),
		minDownBp: Math.max(wide.minDownBp, narrow?.minDownBp ?? 0),
		waiverBp: Math.min(wide.waiverBp, narrow?.waiverBp ?? wide.waiverBp),
		discountBp: Math.min(wide.discountBp, narrow?.discountBp ?? wide.discountBp)
	};
}

/** A share of an amount in minor units, rounded down. */
export const shareOf = (minor: number, basisPoints: number): number => Math.floor((minor * basisPoints) / 10_000);

/** The least down payment on a total. */
export const leastDown = (total: number, margin: PlanMargin): number =>
	total - shareOf(total, 10_000 - margin.minDownBp);

/** The most that may be given up: for who pays at once the discount, when it is more than the waiver. */
export function mostWaived(terms: Omit<MarginTerms, 'down'>, margin: PlanMargin): number {
	const waiver = shareOf(terms.accessories, margin.waiverBp);
	return isImmediate(terms) ? Math.max(waiver, shareOf(terms.total + terms.waived, margin.discountBp)) : waiver;
}

/** Says by how much terms go beyond a margin: months, minor units of the down payment, minor units given up. */
export function excessOf(terms: MarginTerms, margin: PlanMargin): readonly Excess[] {
	const over: Excess[] = [];
	const months = monthsOf(terms);
	if (months > margin.maxMonths) over.push({ limit: 'months', asked: months, allowed: margin.maxMonths });
	const least = leastDown(terms.total, margin);
	if (!isImmediate(terms) && terms.down < least) over.push({ limit: 'down', asked: terms.down, allowed: least });
	const most = mostWaived(terms, margin);
	if (terms.waived > most) over.push({ limit: 'waived', asked: terms.waived, allowed: most });
	return over;
}

const isImmediate = ({ day, instalments }: Pick<MarginTerms, 'day' | 'instalments'>): boolean =>
	instalments.every(({ dueOn }) => dueOn <= day);

/** Months from the signature to the last date of the contract, a part of one counted whole. */
function monthsOf({ day, instalments }: MarginTerms): number {
	const last = instalments.at(-1)?.contractOn ?? day;
	const whole = (yearOf(last) - yearOf(day)) * 12 + monthOf(last) - monthOf(day);
	return last > shiftMonths(day, whole) ? whole + 1 : whole;
}
