// The table of a payment plan: down payment, dates that keep their anchor, amounts that add up to the minor unit.
import { nextBusinessDay } from './calendar';
import { civilDay, dayOfMonth, endOfMonth, monthLength, monthOf, shiftDays, shiftMonths, yearOf } from './civil-days';
import type { CalendarSection, Region } from './country/pack';
import type { Frequency, Instalment } from './operation';
import { refusal, type Refusal } from './refusal';
import { err, ok, type Result } from './result';
import type { LocalDate } from './time';

/** What a debtor and a collector agree on; amounts in minor units of one currency. */
export type PlanRequest = {
	readonly total: number;
	/** Paid at signature; its day does not roll. */
	readonly down: { readonly minor: number; readonly dueOn: LocalDate } | null;
	readonly count: number;
	readonly firstDueOn: LocalDate;
	readonly frequency: Frequency;
	/** Day of the month that monthly dates keep (31 → 28/02 → 31/03); null takes the day of the first one. */
	readonly anchorDay: number | null;
	/** Moves a date that is no business day to the next one; the contract's date keeps the anchor. */
	readonly roll: boolean;
	/** Null for the country's default region. */
	readonly region: Region | null;
	readonly minInstalment: number;
};

export type Schedule = {
	readonly total: number;
	readonly down: { readonly minor: number; readonly dueOn: LocalDate; readonly after: number } | null;
	readonly instalments: readonly Instalment[];
};

export type PlanRefusal = Refusal<
	'plan-count' | 'plan-down-payment' | 'plan-nothing-left' | 'plan-anchor-day' | 'instalment-below-minimum'
>;

/** More lines than any plan that a person reads and signs. */
export const MAX_INSTALMENTS = 160;

/**
 * Builds the table of a plan. Every instalment is the floor of the share, the last one takes what is left, so the table
 * adds up. Refuses an instalment below the minimum and says which amount was computed (`computed`, minor units).
 */
export function buildSchedule(request: PlanRequest, calendar: CalendarSection): Result<Schedule, PlanRefusal> {
	const { total, down, count } = request;
	if (!Number.isInteger(count) || count < 1 || count > MAX_INSTALMENTS)
		return err(refusal('plan-count', { max: MAX_INSTALMENTS }));
	if (down !== null && (down.minor <= 0 || down.minor > total)) return err(refusal('plan-down-payment', { total }));
	const anchor = request.anchorDay ?? dayOfMonth(request.firstDueOn);
	if (!Number.isInteger(anchor) || anchor < 1 || anchor > 31) return err(refusal('plan-anchor-day', { day: anchor }));
	const rest = total - (down?.minor ?? 0);
	if (rest <= 0) return err(refusal('plan-nothing-left'));
	const base = Math.floor(rest / count);
	const minimum = Math.max(1, request.minInstalment);
	if (base < minimum) return err(refusal('instalment-below-minimum', { computed: base, minimum }));
	const instalments = Array.from({ length: count }, (_, index): Instalment => {
		const contractOn = CONTRACT_DATE[request.frequency](request.firstDueOn, anchor, index);
		const dueOn = request.roll ? nextBusinessDay(calendar, contractOn, request.region ?? undefined) : contractOn;
		const isLast = index === count - 1;
		const minor = isLast ? rest - base * (count - 1) : base;
		return { no: index + 1, contractOn, dueOn, minor, after: isLast ? 0 : rest - base * (index + 1) };
	});
	return ok({ total, down: down === null ? null : { ...down, after: rest }, instalments });
}

/** How many instalments of at most an amount settle a rest: « je peux payer 50 € par mois ». Both positive minor units. */
export const countForAmount = (rest: number, each: number): number => Math.ceil(rest / each);

const CONTRACT_DATE: Readonly<Record<Frequency, (first: LocalDate, anchor: number, index: number) => LocalDate>> = {
	weekly: (first, _, index) => shiftDays(first, 7 * index),
	fortnightly: (first, _, index) => shiftDays(first, 14 * index),
	monthly: (first, anchor, index) => (index === 0 ? first : anchored(first, index, anchor)),
	'end-of-month': (first, _, index) => endOfMonth(shiftMonths(first, index))
};

/** The anchor day so many months after a day, or the last of that month where the day does not exist. */
function anchored(first: LocalDate, months: number, anchor: number): LocalDate {
	const target = shiftMonths(first, months);
	const [year, month] = [yearOf(target), monthOf(target)];
	return civilDay(year, month, Math.min(anchor, monthLength(year, month)));
}
