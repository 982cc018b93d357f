// The present of the demo: rounds for today and tomorrow, and a morning of work on every phone but two.
import * as v from 'valibot';
import { FRANCE } from '$lib/core/country/fr/pack';
import { judgeCashOn } from '$lib/core/dossier-cash';
import { balanceOf } from '$lib/core/balance';
import type { Dossier } from '$lib/core/dossier';
import type { Round as PulledRound } from '$lib/core/round';
import { gateOf } from '$lib/core/dossier-gate';
import { operationIdSchema, roundIdSchema, type DossierId } from '$lib/core/ids';
import { addDays, minuteOfDay, parisOffsetMinutes, type Instant, type LocalDate } from '$lib/core/time';
import type { ServerContext } from '$lib/server/context';
import { statement } from '$lib/server/db/connection';
import { dossiersOf, selectDossiers } from '$lib/server/db/dossiers';
import { readRows } from '$lib/server/db/read-rows';
import { chainEnd, send, sync } from './chain';
import { chanceOf, type Chance } from './chance';
import { COLLECTORS, ORG, type Collector } from './company';
import { atMinute, playStop, tellerOf, type Round, type Teller } from './history';
import { publishRounds, signedInAs } from './office';
import { receiptToken, type PhoneKey } from './phone';
import { placeNear } from './place';
import { CEILING, type SeededDossier } from './portfolio';
import { worldOf, type World } from './world';

const STOPS = 12;
/** How many of the first stops can be visited and paid in cash at once. */
const PAYABLE_FIRST = 4;

/** Publishes the rounds of today and tomorrow for every collector who has none on that day. */
export async function publishToday(
	ctx: ServerContext,
	dossiers: readonly SeededDossier[],
	today: LocalDate,
	at: Instant
): Promise<void> {
	const [planned] = await ctx.db.readBatch([
		statement(ORG, 'SELECT collector, day FROM round WHERE org = :org AND day >= :today', { today })
	]);
	const taken = new Set(readRows(planned, plannedRow).map(({ collector, day }) => `${collector} ${day}`));
	const current = await currentDossiers(ctx, dossiers);
	const days = [today, addDays(today, 1)];
	const rounds = COLLECTORS.flatMap((collector) => {
		const own = dossiers.filter(({ assignee }) => assignee === collector.id);
		const free = visitable(
			own.map(({ id }) => current(id)),
			today
		);
		return days.flatMap((day, index) => {
			if (taken.has(`${collector.id} ${day}`)) return [];
			const dice = chanceOf(`round ${collector.series} ${day}`);
			const stops = inOrder(dice, free.slice(index * STOPS, (index + 1) * STOPS), day);
			const id = v.parse(roundIdSchema, dice.uuid(atMinute(day, 0)));
			const [first] = stops;
			if (!first) return [];
			const why = isRestDay(first, day) ? 'Tournée de démonstration' : null;
			return [{ collector, round: { id, day, stops: stops.map((dossier) => dossier.id) }, at, why }];
		});
	});
	await publishRounds(ctx, rounds);
}

/** Lets every collector but the first and the silent one do a part of today's round, once. */
export async function workToday(
	ctx: ServerContext,
	dossiers: readonly SeededDossier[],
	keys: ReadonlyMap<string, PhoneKey>,
	today: LocalDate
): Promise<void> {
	const now = ctx.now();
	const nowMinute = minuteOfDay(now, parisOffsetMinutes(now));
	const waiting = await untakenRounds(ctx, today);
	for (const [index, collector] of COLLECTORS.entries()) {
		const key = keys.get(collector.series);
		if (index === 0 || collector.silent || !key || !waiting.has(collector.id)) continue;
		const stops = 3 + index;
		const end = Math.min(nowMinute - 8, 18 * 60);
		// Started in the night, the demo has no daytime to fill yet.
		const pace = Math.min(32, Math.floor((end - (end > 9 * 60 ? 8 * 60 + 25 : 2)) / (stops + 1)));
		if (pace >= 2) await workOf(ctx, { collector, key, dossiers, today, stops, end, pace });
	}
}

/** Collectors whose round of the day no phone has taken yet. */
async function untakenRounds({ db }: ServerContext, today: LocalDate): Promise<ReadonlySet<string>> {
	const [found] = await db.readBatch([
		statement(ORG, `SELECT collector FROM round WHERE org = :org AND day = :today AND status = 'published'`, { today })
	]);
	return new Set(readRows(found, v.object({ collector: v.string() })).map(({ collector }) => collector));
}

type Work = {
	readonly collector: Collector;
	readonly key: PhoneKey;
	readonly dossiers: readonly SeededDossier[];
	readonly today: LocalDate;
	readonly stops: number;
	/** Minute of the last stop, and minutes between stops. */
	readonly end: number;
	readonly pace: number;
};

/** A phone that was revoked meanwhile, or a user who was disabled, does nothing any more. */
async function workOf(ctx: ServerContext, work: Work): Promise<void> {
	const { collector, key, today, stops, end, pace } = work;
	const signedIn = signedInAs(collector);
	const { head, receipt } = await chainEnd(ctx, collector);
	const answer = await sync(ctx, { collector, signedIn, head, ops: [], epoch: 1 });
	if (!answer.ok || !answer.value.pull || answer.value.push !== 'ok') return;
	const { pull, epoch } = answer.value;
	const round = pull.rounds.find(({ day, collector: owner }) => day === today && owner === collector.id);
	if (!round) return;
	const dice = chanceOf(`today ${collector.series} ${today}`);
	const world = worldOf(pull.dossiers);
	const tokenOf = (ref: { year: number; number: number; minor: number; day: LocalDate }) =>
		receiptToken({ device: collector.device, ...ref }, key.sign, ctx.random);
	const teller = tellerOf(collector, world, tokenOf, { seq: head.seq, ...receipt });
	closeEarlier({ collector, dice, teller }, pull.rounds, today);
	const at = atMinute(today, end - pace * stops);
	const body = { round: round.id, count: pull.count, digest: pull.digest };
	teller.apply({ kind: 'round.started', ...roundAct({ collector, dice }, today, at), body });
	const own: Round = { id: round.id, day: today, stops: round.stops.map(({ dossier }) => dossier) };
	for (const [index, stop] of openStops(work, own, world).entries())
		await playStop({ collector, dice, teller, world, round: own }, stop, end - pace * (stops - 1 - index));
	await send(ctx, {
		...{ collector, key, head, signedIn, base: { epoch, rev: pull.cursor.rev }, acts: teller.acts },
		placeOf: (act) => (act.dossier ? placeNear(world.dossier(act.dossier), act.id) : null),
		arrivesAt: ctx.now()
	});
}

type Phone = { readonly collector: Collector; readonly dice: Chance };

const roundAct = ({ collector, dice }: Phone, day: LocalDate, at: Instant) => ({
	id: v.parse(operationIdSchema, dice.uuid(at)),
	actor: collector.id,
	device: collector.device,
	dossier: null,
	day,
	at
});

/** Rounds of days before that were still under way are closed at their evening. */
function closeEarlier(
	phone: Phone & { readonly teller: Teller },
	rounds: readonly PulledRound[],
	today: LocalDate
): void {
	for (const { id, day, status, collector } of rounds)
		if (collector === phone.collector.id && day < today && status === 'under-way') {
			const author = roundAct(phone, day, atMinute(day, 18 * 60 + 30));
			phone.teller.apply({ kind: 'round.closed', ...author, body: { round: id } });
		}
}

/** The next stops where something is owed, nothing stands in the way, and nobody came by today. */
function openStops({ dossiers, today, stops }: Work, round: Round, world: World): readonly SeededDossier[] {
	return round.stops
		.flatMap((stop) => dossiers.filter(({ id }) => id === stop))
		.filter(({ id }) => {
			const dossier = world.dossier(id);
			const isNew = dossier.state.visits.every(({ day }) => day !== today);
			return isNew && balanceOf(dossier, today, FRANCE) > 0 && isClear(dossier, today);
		})
		.slice(0, stops);
}

const plannedRow = v.object({ collector: v.string(), day: v.string() });

async function currentDossiers(
	ctx: ServerContext,
	dossiers: readonly SeededDossier[]
): Promise<(id: DossierId) => Dossier> {
	const [found] = await ctx.db.readBatch([
		selectDossiers(
			ORG,
			dossiers.map(({ id }) => id)
		)
	]);
	const byId = new Map(dossiersOf(found).map((dossier) => [dossier.id, dossier]));
	return (id) => {
		const dossier = byId.get(id);
		if (!dossier) throw new RangeError(`no dossier ${id}`);
		return dossier;
	};
}

/** Dossiers where something is owed and nothing stands in the way, those left in peace the longest first. */
function visitable(dossiers: readonly Dossier[], day: LocalDate): readonly Dossier[] {
	return dossiers
		.filter((dossier) => balanceOf(dossier, day, FRANCE) > 0 && isClear(dossier, day))
		.sort((a, b) => (a.state.visits[0]?.at ?? 0) - (b.state.visits[0]?.at ?? 0));
}

const isTime = (code: string): boolean => code === 'rest-day' || code === 'outside-hours';

const gateAtNoon = (dossier: Dossier, day: LocalDate) => gateOf(dossier, 'visit', atMinute(day, 12 * 60), FRANCE);

const isClear = (dossier: Dossier, day: LocalDate): boolean =>
	gateAtNoon(dossier, day).reasons.every(({ code }) => isTime(code));

const isRestDay = (dossier: Dossier, day: LocalDate): boolean =>
	gateAtNoon(dossier, day).reasons.some(({ code }) => isTime(code));

/** The first stops can pay in cash; from there each next stop is the nearest one. */
function inOrder(dice: Chance, dossiers: readonly Dossier[], day: LocalDate): readonly Dossier[] {
	const isPayable = (dossier: Dossier) => {
		const balance = balanceOf(dossier, day, FRANCE);
		const cash = judgeCashOn(dossier, balance, FRANCE, day);
		return balance <= CEILING && cash.ok && cash.value.allowed && dossier.state.protocols.length === 0;
	};
	const first = dice.shuffled(dossiers.filter(isPayable)).slice(0, PAYABLE_FIRST);
	const ordered = [...first];
	const left = new Set(dossiers.filter((dossier) => !first.includes(dossier)));
	while (left.size > 0) {
		const from = ordered.at(-1);
		const [nearest] = [...left].sort((a, b) => distance(from, a) - distance(from, b));
		if (!nearest) break;
		ordered.push(nearest);
		left.delete(nearest);
	}
	return ordered;
}

function distance(from: Dossier | undefined, to: Dossier): number {
	const [a, b] = [from?.facts.debtor.addresses[0]?.position, to.facts.debtor.addresses[0]?.position];
	return a && b ? Math.hypot(a.latE6 - b.latE6, (a.lonE6 - b.lonE6) * 0.68) : 0;
}
