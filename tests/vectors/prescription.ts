// Vector group `prescription`: one claim, its instalments, a foreclosure, or the long cap.
import * as v from 'valibot';
import { FRANCE } from '../../src/lib/core/country/fr/pack';
import {
	limitation,
	limitationOfInstalments,
	type Limitation,
	type LimitationEvent,
	type LimitationLogEntry
} from '../../src/lib/core/limitation';
import type { LocalDate } from '../../src/lib/core/time';
import { CLAIM_KINDS, EFFECTS, EVENT_TYPES, LIMITATION_STATUSES } from './codes-a';
import { day, dayOrNull, flag, group, VECTORS_DAY } from './fields';

const event = v.object({
	type: v.picklist(keysOf(EVENT_TYPES)),
	date: day,
	end: dayOrNull,
	dismissed: flag,
	withdrawn: flag
});
const instalment = v.union([
	day,
	v.pipe(
		v.object({ due_date: day }),
		v.transform((one) => one.due_date)
	),
	v.pipe(
		v.object({ due: day }),
		v.transform((one) => one.due)
	),
	v.pipe(
		v.object({ date: day }),
		v.transform((one) => one.date)
	)
]);

export const prescription = group(
	v.object({
		kind: v.picklist(keysOf(CLAIM_KINDS)),
		due_date: v.optional(day),
		first_unpaid_not_regularised: v.optional(day),
		right_born: v.optional(day),
		events: v.optional(v.array(event), []),
		interruptions: v.optional(v.array(day), []),
		instalments: v.optional(v.array(instalment)),
		acceleration: dayOrNull,
		as_of: v.optional(day, VECTORS_DAY)
	}),
	(inputs) => {
		const events = inputs.events.map((one): LimitationEvent => ({
			type: EVENT_TYPES[one.type],
			date: one.date,
			end: one.end,
			dismissed: one.dismissed || one.withdrawn
		}));
		const claim = {
			kind: CLAIM_KINDS[inputs.kind],
			events: [...events, ...inputs.interruptions.map(acknowledgement)]
		};
		if (inputs.instalments !== undefined) {
			const states = limitationOfInstalments(FRANCE, claim, inputs.instalments, inputs.acceleration, inputs.as_of);
			return states.ok ? { last_days: states.value.map((state) => state.lastDay) } : { error: states.error.code };
		}
		const due = inputs.due_date ?? inputs.first_unpaid_not_regularised;
		const born = inputs.right_born ?? null;
		const start = due ?? born;
		if (start === null) throw new Error('no starting day');
		// A claim with a term later than its birth is outside the long cap.
		const rightBorn = due !== undefined && born !== null && due > born ? null : born;
		const state = limitation(FRANCE, { ...claim, start, rightBorn }, inputs.as_of);
		return state.ok ? answer(state.value) : { error: state.error.code };
	}
);

function answer(state: Limitation): Readonly<Record<string, unknown>> {
	return {
		last_day: state.lastDay,
		first_prescribed_day: state.firstPrescribedDay,
		safe_action_day: state.safeActionDay,
		log: state.log.map(logEntry),
		status: LIMITATION_STATUSES[state.status],
		days_left: state.daysLeft,
		naive_last_day: state.uncappedLastDay,
		cap_last_day: state.capLastDay,
		...(state.nature === 'foreclosure' ? { forclusion_last_day: state.lastDay, acknowledgement_effect: 'none' } : {})
	};
}

function logEntry(entry: LimitationLogEntry): Readonly<Record<string, unknown>> {
	const suspends = entry.effect === 'suspends';
	return {
		event: keysOf(EVENT_TYPES).find((code) => EVENT_TYPES[code] === entry.type),
		date: entry.date,
		...(suspends && entry.end !== null ? { end: entry.end } : {}),
		effect: EFFECTS[entry.effect],
		...(suspends ? { remaining_days: entry.remainingDays } : {}),
		...(entry.newLastDay === null ? {} : { new_last_day: entry.newLastDay })
	};
}

function acknowledgement(date: LocalDate): LimitationEvent {
	return { type: 'acknowledgement', date, end: null, dismissed: false };
}

function keysOf<Key extends string>(record: Readonly<Record<Key, unknown>>): readonly Key[] {
	const keys: Key[] = [];
	for (const key in record) keys.push(key);
	return keys;
}
