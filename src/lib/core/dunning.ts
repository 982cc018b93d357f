// The dunning calendar of a claim: what to do when, from the friendly reminder to litigation, and what stops it.
import { nextBusinessDay } from './calendar';
import { shiftDays } from './civil-days';
import type { CountryPack, DunningPhase, DunningStep, Region } from './country/pack';
import type { LocalDate } from './time';

/** A step on its calendar day, and on the business day on which it can be done. */
export type PlannedStep = {
	readonly step: DunningStep;
	readonly phase: DunningPhase;
	readonly offsetDays: number;
	readonly date: LocalDate;
	readonly businessDay: LocalDate;
};

/** Why no further step is due. */
export type DunningStop = 'paid' | 'disputed' | 'promise-not-due';

export type DunningState = {
	readonly balanceMinor: number;
	readonly disputed: boolean;
	/** Day of the latest promise that is still open, or null. */
	readonly promisedFor: LocalDate | null;
};

/** Every step of a claim due on a day, in order. */
export function dunningCalendar(pack: CountryPack, dueDate: LocalDate, region?: Region): readonly PlannedStep[] {
	return pack.dunning.steps.map((step) => {
		const date = shiftDays(dueDate, step.offsetDays);
		return { ...step, date, businessDay: nextBusinessDay(pack.calendar, date, region) };
	});
}

/** Why dunning must pause today, or null. */
export function dunningStop(state: DunningState, today: LocalDate): DunningStop | null {
	if (state.balanceMinor <= 0) return 'paid';
	if (state.disputed) return 'disputed';
	return state.promisedFor !== null && state.promisedFor >= today ? 'promise-not-due' : null;
}

/** The latest step whose business day has come, or null; nothing while dunning pauses. */
export function stepDue(calendar: readonly PlannedStep[], state: DunningState, today: LocalDate): PlannedStep | null {
	if (dunningStop(state, today) !== null) return null;
	return calendar.findLast((step) => step.businessDay <= today) ?? null;
}
