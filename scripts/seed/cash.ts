// What became of the demo's cash: handed over on the cashier's screen, deposited, credited; once twenty euros short, once a cheque unpaid.
import { eq } from 'drizzle-orm';
import * as v from 'valibot';
import { changeOf } from '$lib/core/cash-count';
import { depositConfirmedSchema } from '$lib/core/cash-bodies';
import { operationIdSchema, type DossierId, type OperationId } from '$lib/core/ids';
import type { Act, Body, OperationKind, Strokes } from '$lib/core/operation';
import { addDays, parisDay, type Instant, type LocalDate } from '$lib/core/time';
import type { ServerContext } from '$lib/server/context';
import { giverOf } from '$lib/server/db/cash';
import { cheque } from '$lib/server/db/cash-tables';
import { actInOffice } from '$lib/server/office/act';
import { chanceOf } from './chance';
import { OFFICE, ORG, type Collector, type Person } from './company';
import { atMinute, type History } from './history';
import { signedInAs } from './office';

/** The gap of one hand-over, in cents. */
export const GAP = 2_000;
const GAP_OF = 'T03';
/** Whose cheque came back unpaid. */
const UNPAID_OF = 'T04';
/** Rounds between two hand-overs of the past. */
const EVERY = 9;
/** Minutes from the end of a round to the hand-over. */
const WAY_BACK = 40;

/** Acts of a phone up to an evening, and whether its cash is handed over then. */
export type Portion = {
	readonly acts: readonly Act[];
	readonly handOver: { readonly at: Instant; readonly isLast: boolean } | null;
};

/** A collector's past cut at the evenings on which he handed over; the cash of his last round waits. */
export function portionsOf(collector: Collector, { acts, request }: History): readonly Portion[] {
	const closed = acts.flatMap((act, index) => (act.kind === 'round.closed' ? [{ end: index + 1, at: act.at }] : []));
	const latest = closed.length - 2;
	// A reversal that waits for its second person is settled first: its collector handed over before it, and not since.
	const isAsked = request !== null;
	const evenings = closed.filter((_, index) =>
		index === latest ? !isAsked : index < latest && index % EVERY === EVERY - 1
	);
	const portions: Portion[] = [];
	let from = 0;
	for (const evening of evenings) {
		const at = atMinute(parisDay(evening.at), 18 * 60 + WAY_BACK);
		const isLast = evening === evenings.at(-1) && !isAsked && !collector.silent;
		portions.push({ acts: acts.slice(from, evening.end), handOver: { at, isLast } });
		from = evening.end;
	}
	return [...portions, { acts: acts.slice(from), handOver: null }];
}

/** Everything that the collector holds goes to the cashier; all but the last hand-over is deposited and credited. Nothing held, nothing done. */
export async function handOver(
	ctx: ServerContext,
	collector: Collector,
	{ at, isLast }: NonNullable<Portion['handOver']>
): Promise<void> {
	const held = await giverOf(ctx.db, ORG, collector.id);
	const expected = held?.holders[0]?.held ?? 0;
	const cheques = (held?.cheques ?? []).map(({ payment }) => payment);
	if (expected <= GAP && cheques.length === 0) return;
	const gap = isLast && collector.series === GAP_OF && expected > GAP ? GAP : 0;
	const counted = expected - gap;
	const id = await act(ctx, OFFICE.cashier, 'cash.handed-over', null, at, {
		...{ from: collector.id, currency: 'EUR', expected, counted, cheques },
		denominations: [...changeOf(counted, 'EUR').pieces],
		variance: gap > 0 ? { minor: -gap, reason: 'Billet de 20 € égaré entre deux visites, signalé par l’agent.' } : null,
		signatures: { from: strokesOf(collector.name), to: strokesOf(OFFICE.cashier.name) }
	});
	if (isLast) return;
	await bank(ctx, { handOver: id, cash: counted, cheques: [...cheques], day: parisDay(at), of: collector });
}

async function bank(
	ctx: ServerContext,
	given: {
		readonly handOver: OperationId;
		readonly cash: number;
		readonly cheques: OperationId[];
		readonly day: LocalDate;
		readonly of: Collector;
	}
): Promise<void> {
	const { cash, cheques, day, of } = given;
	const slip = `BR-${day.replaceAll('-', '')}-${of.series}`;
	const body = { currency: 'EUR' as const, handOvers: [given.handOver], cash, cheques, slip };
	const deposit = await act(ctx, OFFICE.cashier, 'cash.deposited', null, atMinute(addDays(day, 1), 10 * 60), body);
	const credited = { deposit, on: addDays(day, 2), credited: cash, variance: null };
	await act(
		ctx,
		OFFICE.approver,
		'cash.deposit-confirmed',
		null,
		atMinute(addDays(day, 3), 9 * 60),
		v.parse(depositConfirmedSchema, credited)
	);
}

/** The last cheque that went to the bank comes back for want of funds; done already, nothing happens. */
export async function returnCheque(
	ctx: ServerContext,
	collector: Collector,
	{ acts }: History,
	on: LocalDate
): Promise<void> {
	if (collector.series !== UNPAID_OF) return;
	const state = await ctx.db.ask((orm) =>
		orm.select({ operation: cheque.operation, status: cheque.status }).from(cheque).where(eq(cheque.org, ORG))
	);
	if (state.some(({ status }) => status === 'returned')) return;
	const deposited = new Set(state.filter(({ status }) => status === 'deposited').map(({ operation }) => operation));
	const paid = acts.findLast((one) => one.kind === 'payment.recorded' && deposited.has(one.id));
	if (!paid?.dossier) return;
	const body = { payment: paid.id, reason: 'no-funds' as const, on, note: null };
	await act(ctx, OFFICE.cashier, 'cheque.returned', paid.dossier, atMinute(on, 11 * 60), body);
}

async function act<Kind extends OperationKind>(
	ctx: ServerContext,
	who: Person,
	kind: Kind,
	dossier: DossierId | null,
	at: Instant,
	body: Body<Kind>
): Promise<OperationId> {
	const done = await actInOffice({ ...ctx, now: () => at }, signedInAs(who), kind, dossier, body);
	if (!done.ok || done.value.outcome !== 'applied')
		throw new Error(`the cash of the demo could not be moved: ${kind} ${JSON.stringify(done)}`);
	return v.parse(operationIdSchema, done.value.id);
}

/** A hand's zigzag, always the same for the same person. */
function strokesOf(name: string): Strokes {
	const dice = chanceOf(`signature ${name}`);
	const line = Array.from({ length: 14 }, (_, index) => [80 + index * 55, dice.int(90, 290)]).flat();
	return { height: 380, durationMs: dice.int(1_200, 2_600), lines: [line] };
}
