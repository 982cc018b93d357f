// Ninety days of one collector: rounds, what happened at each door, and a payment that had to be taken back.
import * as v from 'valibot';
import { FRANCE } from '$lib/core/country/fr/pack';
import { nextBusinessDay } from '$lib/core/calendar';
import { balanceOf } from '$lib/core/balance';
import { gateOf } from '$lib/core/dossier-gate';
import { operationIdSchema, roundIdSchema, type DossierId, type OperationId, type RoundId } from '$lib/core/ids';
import type { Act, Body } from '$lib/core/operation';
import { bindingPromise } from '$lib/core/promise';
import {
	addDays,
	dateParts,
	epochDay,
	instant,
	parisOffsetMinutes,
	type Instant,
	type LocalDate
} from '$lib/core/time';
import { chanceOf, type Chance } from './chance';
import type { Collector } from './company';
import type { SeededDossier } from './portfolio';
import { CASES_OF, protocolCases } from './protocol-cases';
import { atTheDoor } from './stop-story';
import type { World } from './world';

export const HISTORY_DAYS = 90;
export const TARGET = 60_000;
const STOPS = 8;
/** A debtor is not called on again before so many days, unless a promise was broken. */
const REST_DAYS = 9;

/** Signs the text of a receipt's QR, or stands in for one that is stored already. */
export type TokenOf = (receipt: {
	readonly seq: number;
	readonly year: number;
	readonly number: number;
	readonly minor: number;
	readonly day: LocalDate;
}) => Promise<string>;

export type Round = { readonly id: RoundId; readonly day: LocalDate; readonly stops: readonly DossierId[] };
export type History = {
	readonly rounds: readonly Round[];
	/** Every act of the phone, in the order of its chain. */
	readonly acts: readonly Act[];
	/** The reversal asked for by this collector, if there is one. */
	readonly request: { readonly dossier: DossierId; readonly payment: OperationId; readonly id: OperationId } | null;
};

/** Plays the history of a collector; the same for the same day and name, apart from what the keys sign. */
export async function historyOf(
	collector: Collector,
	dossiers: readonly SeededDossier[],
	world: World,
	began: LocalDate,
	tokenOf: TokenOf
): Promise<History> {
	const dice = chanceOf(`history ${collector.series}`);
	const teller = tellerOf(collector, world, tokenOf);
	const rounds: Round[] = [];
	let request: History['request'] = null;
	for (const day of roundDays(dice, began)) {
		const stops = chooseStops(dice, dossiers, world, day, STOPS);
		if (stops.length === 0) continue;
		const round = { id: v.parse(roundIdSchema, dice.uuid(atMinute(day, 0))), day, stops: stops.map(({ id }) => id) };
		rounds.push(round);
		await playRound({ collector, dice, teller, world, round, stops, minute: 8 * 60 + dice.int(25, 50) });
		if (ASKING.includes(collector.series) && rounds.length === 18) request = askReversal(dice, teller, day);
	}
	if (collector.series === CASES_OF) protocolCases(collector, dossiers, world, teller, began);
	return { rounds, acts: teller.acts, request };
}

/** The instant of a minute of a civil day in Paris. */
export function atMinute(day: LocalDate, minute: number): Instant {
	const utc = epochDay(day) * 86_400_000 + minute * 60_000;
	return instant(utc - parisOffsetMinutes(instant(utc)) * 60_000);
}

/** Dossiers that may be called on that day: something is owed, no gate blocks, and the debtor was left in peace long enough. */
export function chooseStops(
	dice: Chance,
	dossiers: readonly SeededDossier[],
	world: World,
	day: LocalDate,
	count: number
): readonly SeededDossier[] {
	const noon = atMinute(day, 12 * 60);
	const free = dossiers.filter(({ id }) => {
		const dossier = world.dossier(id);
		if (balanceOf(dossier, day, FRANCE) === 0 || gateOf(dossier, 'visit', noon, FRANCE).effect !== 'none') return false;
		const last = dossier.state.visits[0]?.day;
		return last === undefined || addDays(last, REST_DAYS) <= day || isExpected(world, id, day);
	});
	const expected = free.filter(({ id }) => isExpected(world, id, day));
	const others = dice.shuffled(free.filter((dossier) => !expected.includes(dossier)));
	return [...expected, ...others].slice(0, count);
}

/** A promise falls due about now: the collector comes by to be paid. */
function isExpected(world: World, id: DossierId, day: LocalDate): boolean {
	const due = bindingPromise(world.dossier(id).state, day)?.promise.dueOn;
	return due !== undefined && due >= day && due <= addDays(day, 3);
}

/** Collectors who asked to take a payment back; the first request is approved, the second still waits. */
const ASKING: readonly string[] = ['T02', 'T04'];

export type Teller = {
	readonly acts: Act[];
	readonly apply: (act: Act) => void;
	readonly issue: (day: LocalDate, minor: number) => Promise<Body<'payment.recorded'>['receipt']>;
};

/** Keeps the chain's length and the receipt series of one phone while acts are told. */
export function tellerOf(
	collector: Collector,
	world: World,
	tokenOf: TokenOf,
	from: { readonly seq: number; readonly year: number; readonly number: number } = { seq: 0, year: 0, number: 0 }
): Teller {
	const acts: Act[] = [];
	let { year, number } = from;
	return {
		acts,
		apply: (act) => {
			const lastReceipt = act.kind === 'payment.recorded' ? number - 1 : number;
			world.apply(act, { role: 'collector', series: collector.series, lastReceipt });
			acts.push(act);
		},
		issue: async (day, minor) => {
			const yearOfDay = dateParts(day).year;
			number = yearOfDay > year ? 1 : number + 1;
			year = Math.max(year, yearOfDay);
			// The receipt's own operation comes next but for the visit, which is told already.
			const seq = from.seq + acts.length + 1;
			return { series: collector.series, year, number, token: await tokenOf({ seq, year, number, minor, day }) };
		}
	};
}

type Play = {
	readonly collector: Collector;
	readonly dice: Chance;
	readonly teller: Teller;
	readonly world: World;
	readonly round: Round;
	readonly stops: readonly SeededDossier[];
	/** Minute of the day at which the collector leaves. */
	readonly minute: number;
};

async function playRound(play: Play): Promise<void> {
	const { collector, dice, teller, round, stops } = play;
	let minute = play.minute;
	const common = () => ({
		id: v.parse(operationIdSchema, dice.uuid(atMinute(round.day, minute))),
		actor: collector.id,
		device: collector.device,
		dossier: null,
		day: round.day,
		at: atMinute(round.day, minute)
	});
	const digest = Array.from(dice.bytes(32), (byte) => byte.toString(16).padStart(2, '0')).join('');
	teller.apply({ kind: 'round.started', ...common(), body: { round: round.id, count: stops.length, digest } });
	for (const stop of stops) {
		minute += minute > 12 * 60 && minute < 13 * 60 ? 75 : dice.int(24, 44);
		await playStop(play, stop, minute);
	}
	minute += dice.int(20, 40);
	teller.apply({ kind: 'round.closed', ...common(), body: { round: round.id } });
}

/** Plays one stop of a round at a minute of its day. */
export async function playStop(
	{ collector, dice, teller, world, round }: Omit<Play, 'stops' | 'minute'>,
	{ id, temper }: SeededDossier,
	minute: number
): Promise<void> {
	const visitor = {
		user: collector.id,
		name: collector.name,
		device: collector.device,
		series: collector.series,
		round: round.id,
		dice,
		day: round.day,
		atMs: atMinute(round.day, minute),
		issue: (minor: number) => teller.issue(round.day, minor),
		temper
	};
	await atTheDoor(visitor, () => world.dossier(id), teller.apply);
}

function askReversal(dice: Chance, teller: Teller, day: LocalDate): History['request'] {
	const paid = teller.acts.findLast((act) => act.kind === 'payment.recorded');
	if (!paid?.dossier) return null;
	const at = instant(paid.at + 20 * 60_000 > atMinute(day, 19 * 60) ? paid.at + 60_000 : atMinute(day, 19 * 60));
	const id = v.parse(operationIdSchema, dice.uuid(at));
	const { actor, device, dossier } = paid;
	const body = { payment: paid.id, reason: 'Montant saisi deux fois, un seul versement reçu.' };
	teller.apply({ kind: 'payment.reversal-requested', id, actor, device, dossier, day, at, body });
	return { dossier, payment: paid.id, id };
}

/** About two or three rounds a week on business days, and one on the last of them. */
function roundDays(dice: Chance, began: LocalDate): readonly LocalDate[] {
	const days = Array.from({ length: HISTORY_DAYS }, (_, index) => addDays(began, index - HISTORY_DAYS)).filter(
		(day) => nextBusinessDay(FRANCE.calendar, day) === day
	);
	const last = days.at(-1);
	return days.filter((day) => day === last || dice.flag(0.42));
}
