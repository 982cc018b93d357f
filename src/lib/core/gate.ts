// May we do this, now, for this dossier? Each answer lists its reasons as codes with data and source, never a bare no.
import { holidayName } from './calendar';
import { weekdayOf } from './civil-days';
import { rowInForce } from './country/dated';
import type { CountryPack, Region } from './country/pack';
import type { CashVerdict } from './cash-limit';
import type { Alert, DossierFacts, DossierState } from './dossier';
import { GATE_REASONS, type GateAction, type GateEffect, type GateReasonCode, type GateSection } from './gate-section';
import type { Refusal } from './refusal';
import { dayAtOffset, minuteOfDay, parisOffsetMinutes, type Instant, type LocalDate } from './time';

/** When the act would take place, on the clock of the debtor's address. */
export type GateMoment = { readonly day: LocalDate; readonly minute: number; readonly region: Region };

/** A thing that stands in the way, with the day it was recorded when that is known. */
export type GateEvent = {
	readonly event: Exclude<
		GateReasonCode,
		| 'no-mandate'
		| 'mandate-not-in-force'
		| 'insurance-expired'
		| 'letter-not-sent'
		| 'prescribed'
		| 'partly-prescribed'
		| 'cash-ceiling'
		| 'rest-day'
		| 'outside-hours'
	>;
	readonly on: LocalDate | null;
};

/** All that the gates look at. Nothing here is computed by a gate: facts come from the dossier and the organisation. */
export type GateFacts = {
	/** Staff collecting its own claims needs neither mandate nor letter (CPCE L124-1). */
	readonly creditor: 'own' | 'mandated';
	readonly mandate: { readonly signedOn: LocalDate; readonly endsOn: LocalDate | null } | null;
	/** End of the collector's liability insurance; null when the organisation has not recorded it. */
	readonly insuredUntil: LocalDate | null;
	readonly letter: { readonly ref: string; readonly sentOn: LocalDate } | null;
	readonly events: readonly GateEvent[];
	/** How many of the dossier's claims are prescribed. */
	readonly prescribed: 'none' | 'some' | 'all';
	/** The judgement of the cash that is about to change hands; null when no cash is. */
	readonly cash: CashVerdict | null;
};

export type GateReason = {
	readonly code: GateReasonCode;
	readonly effect: GateEffect;
	readonly data: NonNullable<Refusal['data']>;
	readonly source: string;
};

/** `allowed` is false as soon as one reason blocks; `effect` is the strongest of the reasons. */
export type Gate = {
	readonly action: GateAction;
	readonly allowed: boolean;
	readonly effect: 'none' | GateEffect;
	readonly reasons: readonly GateReason[];
};

/** What a gate needs of a country: its calendar, its hours and its table of gates. */
export type GateRules = Pick<CountryPack, 'calendar' | 'visits'> & { readonly gates: GateSection };

/**
 * Judges one act. Adding a fact that stands in the way never opens a gate: reasons only add up, and the strongest effect
 * wins. A gate stops planning and setting off; what happened all the same can always be recorded.
 */
export function judgeGate(action: GateAction, facts: GateFacts, moment: GateMoment, rules: GateRules): Gate {
	const raised = raisedReasons(facts, moment, rules);
	const reasons = GATE_REASONS.flatMap((code): GateReason[] => {
		const data = raised.get(code);
		const { effects, source } = rules.gates[code];
		const effect = effects[action];
		return data === undefined || effect === undefined ? [] : [{ code, effect, data, source }];
	});
	const isBlocked = reasons.some((reason) => reason.effect === 'block');
	return {
		action,
		allowed: !isBlocked,
		effect: isBlocked ? 'block' : reasons.length > 0 ? 'warn' : 'none',
		reasons
	};
}

/** The local moment of an instant at a region: its own clock when the country gives one, else the capital's. */
export function gateMoment(at: Instant, region: Region, calendar: CountryPack['calendar']): GateMoment {
	const own = calendar.regions.find((row) => row.region === region);
	const offset = own?.utcOffsetMinutes ?? parisOffsetMinutes(at);
	return { day: dayAtOffset(at, offset), minute: minuteOfDay(at, offset), region };
}

/** What an alert of a dossier is called in the table of gates. */
export const EVENT_OF_ALERT: Readonly<Record<Alert, GateEvent['event']>> = {
	'do-not-come-back': 'visits-refused',
	disputed: 'dispute-open',
	'over-indebted': 'over-indebtedness-admitted',
	insolvency: 'insolvency-open',
	deceased: 'debtor-deceased',
	minor: 'debtor-minor',
	'protected-adult': 'debtor-protected',
	danger: 'danger-reported',
	'wrong-address': 'address-unknown'
};

/** The facts of a dossier, with what the dossier itself does not hold given beside it. */
export function gateFacts(
	dossier: {
		readonly facts: Pick<DossierFacts, 'mandate' | 'letter' | 'alerts'> & {
			readonly creditor: Pick<DossierFacts['creditor'], 'kind'>;
		};
		readonly state: Pick<DossierState, 'alerts'>;
	},
	beside: Pick<GateFacts, 'insuredUntil' | 'prescribed' | 'cash'>
): GateFacts {
	const { creditor, mandate, letter, alerts } = dossier.facts;
	const all = new Set<Alert>([...alerts, ...dossier.state.alerts]);
	return {
		creditor: creditor.kind,
		mandate: mandate === null ? null : { signedOn: mandate.signedOn, endsOn: null },
		letter,
		events: Array.from(all, (alert) => ({ event: EVENT_OF_ALERT[alert], on: null })),
		...beside
	};
}

type Raised = ReadonlyMap<GateReasonCode, NonNullable<Refusal['data']>>;

/** Everything that is true and may stand in the way, whatever the act; the table of gates says what it does to which act. */
function raisedReasons(facts: GateFacts, moment: GateMoment, rules: GateRules): Raised {
	const { day } = moment;
	return new Map([
		...mandateReasons(facts, day),
		...facts.events.map(({ event, on }): Entry => [event, on === null ? {} : { on }]),
		...(facts.prescribed === 'all' ? [entry('prescribed', {})] : []),
		...(facts.prescribed === 'some' ? [entry('partly-prescribed', {})] : []),
		...cashReasons(facts.cash),
		...timeReasons(moment, rules)
	]);
}

type Entry = readonly [GateReasonCode, NonNullable<Refusal['data']>];

const entry = (code: GateReasonCode, data: Entry[1]): Entry => [code, data];

function mandateReasons(facts: GateFacts, day: LocalDate): readonly Entry[] {
	if (facts.creditor === 'own') return [];
	const { mandate, letter, insuredUntil } = facts;
	const found: Entry[] = [];
	if (mandate === null) found.push(entry('no-mandate', {}));
	else if (mandate.signedOn > day || (mandate.endsOn !== null && mandate.endsOn < day))
		found.push(entry('mandate-not-in-force', { signedOn: mandate.signedOn, endsOn: mandate.endsOn }));
	if (insuredUntil !== null && insuredUntil < day) found.push(entry('insurance-expired', { endedOn: insuredUntil }));
	if (letter === null || letter.sentOn > day) found.push(entry('letter-not-sent', {}));
	return found;
}

function cashReasons(cash: CashVerdict | null): readonly Entry[] {
	if (cash === null || cash.allowed) return [];
	return [entry('cash-ceiling', { reason: cash.reason, maxCash: cash.maxCash, ceiling: cash.ceiling })];
}

/** The house's hours of a day, never wider than the bounds of the country; null when one of both is not known. */
export function visitHours(
	visits: CountryPack['visits'],
	day: LocalDate
): { readonly from: number; readonly until: number } | null {
	const hours = rowInForce(visits.hours, day);
	const outer = rowInForce(visits.outerHours, day);
	if (hours === null || outer === null) return null;
	return {
		from: Math.max(hours.value.from, outer.value.from),
		until: Math.min(hours.value.until, outer.value.until)
	};
}

/** The house's hours and days; a day without any known hours is outside of them. */
function timeReasons({ day, minute, region }: GateMoment, rules: GateRules): readonly Entry[] {
	const hours = rowInForce(rules.visits.hours, day);
	const within = visitHours(rules.visits, day);
	if (hours === null || within === null) return [entry('outside-hours', {})];
	const found: Entry[] = [];
	const holiday = hours.value.holidays ? null : holidayName(rules.calendar, day, region);
	if (holiday !== null) found.push(entry('rest-day', { holiday }));
	else if (!hours.value.weekdays.includes(weekdayOf(day))) found.push(entry('rest-day', { weekday: weekdayOf(day) }));
	const { from, until } = within;
	if (minute < from || minute >= until) found.push(entry('outside-hours', { from, until }));
	return found;
}
