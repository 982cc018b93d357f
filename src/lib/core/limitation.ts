// Limitation (prescription) and foreclosure of a claim: the last day to act, and a log that explains it event by event.
import { previousBusinessDay } from './calendar';
import { daysFrom, shiftDays, shiftMonths } from './civil-days';
import { inForce } from './country/dated';
import { parameter } from './country/parameters';
import type {
	CountryPack,
	LimitationEventType,
	LimitationKind,
	LimitationRule,
	LimitationSection,
	Region
} from './country/pack';
import type { Refusal } from './refusal';
import { ok, type Result } from './result';
import { maxDate, minDate, type LocalDate } from './time';

/** Something that happened to a claim. `end` null means that it lasts still; `dismissed` also covers a withdrawal. */
export type LimitationEvent = {
	readonly type: LimitationEventType;
	readonly date: LocalDate;
	readonly end: LocalDate | null;
	readonly dismissed: boolean;
};

export type LimitationClaim = {
	readonly kind: LimitationKind;
	/** The due date; for a claim without a term, the day the right was born. */
	readonly start: LocalDate;
	/** Day the right was born when the claim has no term: the long cap counts from it. Null otherwise. */
	readonly rightBorn: LocalDate | null;
	readonly events: readonly LimitationEvent[];
};

export type LimitationEffect =
	| 'interrupts'
	| 'interrupts-pending'
	| 'interrupts-until-end'
	| 'suspends'
	| 'none'
	| 'none-already-prescribed'
	| 'none-dismissed';

/** What an event did. `newLastDay` null: nothing changed, or the clock stands still. */
export type LimitationLogEntry = {
	readonly type: LimitationEventType;
	readonly date: LocalDate;
	readonly end: LocalDate | null;
	readonly effect: LimitationEffect;
	readonly newLastDay: LocalDate | null;
	/** Days that were left when a suspension began. */
	readonly remainingDays: number | null;
};

export type LimitationStatus = 'open' | 'interrupted' | 'suspended' | 'prescribed';
export type LimitationBadge = 'green' | 'amber' | 'red' | 'black';

export type Limitation = {
	readonly nature: LimitationRule['nature'];
	/** Last day to act; null while the clock stands still. */
	readonly lastDay: LocalDate | null;
	/** What the last day would be without the long cap. */
	readonly uncappedLastDay: LocalDate | null;
	readonly capLastDay: LocalDate | null;
	readonly firstPrescribedDay: LocalDate | null;
	/** The last business day on which one may still act. */
	readonly safeActionDay: LocalDate | null;
	readonly daysLeft: number | null;
	readonly status: LimitationStatus;
	readonly badge: LimitationBadge;
	readonly log: readonly LimitationLogEntry[];
};

type Clock = {
	readonly last: LocalDate;
	readonly stopped: 'interrupted' | 'suspended' | null;
	/** End of the latest interruption or suspension: time is not stopped twice. */
	readonly resumed: LocalDate;
	readonly uncapped: boolean;
};

type Delays = {
	readonly months: number;
	readonly suspensionMinimum: number;
	readonly cap: LocalDate | null;
};

type Step = { readonly clock: Clock; readonly entry: LimitationLogEntry };

/** The state of a claim's limitation as at a day; refuses a claim older than the rules that the country pack holds. */
export function limitation(
	pack: CountryPack,
	claim: LimitationClaim,
	asOf: LocalDate,
	region?: Region
): Result<Limitation, Refusal<'parameter-not-known'>> {
	const rule = pack.limitation.kinds[claim.kind];
	const delays = delaysOf(pack, rule, claim, asOf);
	if (!delays.ok) return delays;
	const amber = parameter(pack, 'limitation.amber-months', asOf);
	if (!amber.ok) return amber;
	const red = parameter(pack, 'limitation.red-days', asOf);
	if (!red.ok) return red;
	const { clock, log } = runClock(pack, claim, delays.value);
	const state = { nature: rule.nature, capLastDay: clock.uncapped ? null : delays.value.cap, log };
	if (clock.stopped !== null) return ok({ ...state, ...STANDING_STILL, status: clock.stopped });
	const lastDay = boundedLastDay(clock, delays.value);
	return ok({
		...state,
		lastDay,
		uncappedLastDay: clock.last,
		firstPrescribedDay: shiftDays(lastDay, 1),
		safeActionDay: previousBusinessDay(pack.calendar, lastDay, region),
		daysLeft: daysFrom(asOf, lastDay),
		status: lastDay < asOf ? 'prescribed' : 'open',
		badge: badgeOf(lastDay, asOf, amber.value, red.value)
	});
}

/** Says whether a claim is prescribed, without the dates and the badge that only a screen shows; where the rule is unknown it is not. */
export function isPrescribed(pack: CountryPack, claim: LimitationClaim, asOf: LocalDate): boolean {
	const delays = delaysOf(pack, pack.limitation.kinds[claim.kind], claim, asOf);
	if (!delays.ok) return false;
	const { clock } = runClock(pack, claim, delays.value);
	return clock.stopped === null && boundedLastDay(clock, delays.value) < asOf;
}

/** What happened to the claim since it fell due, event by event. */
function runClock(
	{ limitation: section }: CountryPack,
	claim: LimitationClaim,
	delays: Delays
): { readonly clock: Clock; readonly log: readonly LimitationLogEntry[] } {
	const log: LimitationLogEntry[] = [];
	let clock: Clock = {
		last: shiftMonths(claim.start, delays.months),
		stopped: null,
		resumed: claim.start,
		uncapped: false
	};
	for (const event of [...claim.events].sort(byDate)) {
		const step = applyEvent(section, section.kinds[claim.kind], delays, clock, event);
		clock = step.clock;
		log.push(step.entry);
	}
	return { clock, log };
}

/**
 * The limitation of each instalment of a debt: each one has a clock of its own, and after an acceleration what was not yet
 * due runs from that day.
 */
export function limitationOfInstalments(
	pack: CountryPack,
	claim: Omit<LimitationClaim, 'start' | 'rightBorn'>,
	dueDates: readonly LocalDate[],
	acceleratedOn: LocalDate | null,
	asOf: LocalDate
): Result<readonly Limitation[], Refusal<'parameter-not-known'>> {
	const states: Limitation[] = [];
	for (const due of dueDates) {
		const start = acceleratedOn === null ? due : minDate(due, acceleratedOn);
		const state = limitation(pack, { ...claim, start, rightBorn: null }, asOf);
		if (!state.ok) return state;
		states.push(state.value);
	}
	return ok(states);
}

const STANDING_STILL = {
	lastDay: null,
	uncappedLastDay: null,
	firstPrescribedDay: null,
	safeActionDay: null,
	daysLeft: null,
	badge: 'green'
} as const;

function delaysOf(
	pack: CountryPack,
	rule: LimitationRule,
	claim: LimitationClaim,
	asOf: LocalDate
): Result<Delays, Refusal<'parameter-not-known'>> {
	const months = inForce(rule.delayMonths, claim.start);
	if (!months.ok) return months;
	const suspensionMinimum = parameter(pack, 'limitation.suspension-minimum-months', asOf);
	if (!suspensionMinimum.ok) return suspensionMinimum;
	const capMonths = parameter(pack, 'limitation.cap-months', asOf);
	if (!capMonths.ok) return capMonths;
	const cap = claim.rightBorn === null ? null : shiftMonths(claim.rightBorn, capMonths.value);
	return ok({ months: months.value, suspensionMinimum: suspensionMinimum.value, cap });
}

function applyEvent(
	section: LimitationSection,
	rule: LimitationRule,
	delays: Delays,
	clock: Clock,
	event: LimitationEvent
): Step {
	const interrupts = rule.interruptedBy.includes(event.type);
	if (!interrupts && !rule.suspendedBy.includes(event.type)) return unchanged(clock, event, 'none');
	if (clock.stopped === null && event.date > boundedLastDay(clock, delays))
		return unchanged(clock, event, 'none-already-prescribed');
	if (event.dismissed) return unchanged(clock, event, 'none-dismissed');
	if (!interrupts) return suspend(delays, clock, event);
	return interrupt(section, delays, clock, event);
}

function interrupt(section: LimitationSection, delays: Delays, clock: Clock, event: LimitationEvent): Step {
	const lasting = section.lastingInterruptions.includes(event.type);
	const uncapped = clock.uncapped || section.uncapped.includes(event.type);
	const end = lasting ? event.end : event.date;
	if (end === null) {
		const stopped: Clock = { ...clock, stopped: 'interrupted', uncapped };
		return { clock: stopped, entry: entryOf(event, 'interrupts-pending', stopped, null) };
	}
	const from = maxDate(event.date, end);
	const next: Clock = {
		// A later full delay never shortens what an earlier event already gave.
		last: maxDate(clock.last, shiftMonths(from, delays.months)),
		stopped: clock.stopped,
		resumed: maxDate(clock.resumed, from),
		uncapped
	};
	return { clock: next, entry: entryOf(event, lasting ? 'interrupts-until-end' : 'interrupts', next, null) };
}

function suspend(delays: Delays, clock: Clock, event: LimitationEvent): Step {
	const from = maxDate(event.date, clock.resumed);
	const remaining = Math.max(0, daysFrom(from, clock.last));
	if (event.end === null) {
		const stopped: Clock = { ...clock, stopped: clock.stopped ?? 'suspended' };
		return { clock: stopped, entry: entryOf(event, 'suspends', stopped, remaining) };
	}
	const end = maxDate(from, event.end);
	const resumedLast = maxDate(shiftDays(end, remaining), shiftMonths(end, delays.suspensionMinimum));
	const next: Clock = { ...clock, last: maxDate(clock.last, resumedLast), resumed: end };
	return { clock: next, entry: entryOf(event, 'suspends', next, remaining) };
}

function unchanged(clock: Clock, event: LimitationEvent, effect: LimitationEffect): Step {
	const { type, date, end } = event;
	return { clock, entry: { type, date, end, effect, newLastDay: null, remainingDays: null } };
}

function entryOf(
	event: LimitationEvent,
	effect: LimitationEffect,
	clock: Clock,
	remainingDays: number | null
): LimitationLogEntry {
	const newLastDay = clock.stopped === null ? clock.last : null;
	return { type: event.type, date: event.date, end: event.end, effect, newLastDay, remainingDays };
}

function boundedLastDay(clock: Clock, delays: Delays): LocalDate {
	return delays.cap === null || clock.uncapped ? clock.last : minDate(clock.last, delays.cap);
}

function badgeOf(lastDay: LocalDate, asOf: LocalDate, amberMonths: number, redDays: number): LimitationBadge {
	if (lastDay < asOf) return 'black';
	if (lastDay <= shiftDays(asOf, redDays)) return 'red';
	return lastDay <= shiftMonths(asOf, amberMonths) ? 'amber' : 'green';
}

const byDate = (a: LimitationEvent, b: LimitationEvent): number => daysFrom(b.date, a.date);
