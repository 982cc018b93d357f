// A collector's round of a day: its stops, and what became of each, derived from the dossiers.
import * as v from 'valibot';
import type { Dossier } from './dossier';
import { roundIdSchema, userIdSchema, type DossierId } from './ids';
import { currencySchema, dateSchema, integerSchema, minorSchema, stopSchema } from './body';

export const ROUND_STATUSES = ['draft', 'published', 'on-phone', 'under-way', 'closed', 'reconciled'] as const;

export const roundSchema = v.object({
	id: roundIdSchema,
	rev: integerSchema,
	day: dateSchema,
	collector: userIdSchema,
	status: v.picklist(ROUND_STATUSES),
	target: minorSchema,
	currency: currencySchema,
	stops: v.array(stopSchema)
});
export type Round = v.InferOutput<typeof roundSchema>;
export type Stop = v.InferOutput<typeof stopSchema>;

export type StopProgress = 'to-do' | 'done' | 'prevented';

/** What became of a stop: done once a visit, a payment or a protocol of this round exists, prevented after absence or a wrong address. */
export function stopProgress(round: Pick<Round, 'id'>, dossier: Dossier | undefined): StopProgress {
	if (!dossier) return 'to-do';
	const { state } = dossier;
	const paid = state.payments.some((payment) => payment.round === round.id && payment.status !== 'reversed');
	if (paid || state.protocols.some((protocol) => protocol.round === round.id)) return 'done';
	const visit = state.visits.find((entry) => entry.round === round.id);
	if (!visit) return 'to-do';
	return visit.outcome === 'absent' || visit.outcome === 'wrong-address' || visit.outcome === 'danger'
		? 'prevented'
		: 'done';
}

/** The first stop of the round that is still to do, in the order of the manager. */
export function nextStop(round: Round, dossiers: ReadonlyMap<DossierId, Dossier>): Stop | undefined {
	return round.stops.find((stop) => stopProgress(round, dossiers.get(stop.dossier)) === 'to-do');
}

/** Money taken on this round and not reversed, in minor units of the round's currency. */
export function collectedOn(round: Round, dossiers: Iterable<Dossier>): number {
	let total = 0;
	for (const dossier of dossiers)
		for (const payment of dossier.state.payments)
			if (payment.round === round.id && payment.status !== 'reversed' && dossier.facts.currency === round.currency)
				total += payment.minor;
	return total;
}
