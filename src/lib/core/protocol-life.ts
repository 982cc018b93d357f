// Where an agreement stands on a day: reflection, active, in default, settled, ended or replaced — from what was paid, never by hand.
import type { CountryPack, DebtorKind } from './country/pack';
import type { DossierState, ProtocolEntry } from './dossier';
import { planState, planTerms, type PlannedInstalment, type PlanPayment, type PlanVerdict } from './plan-follow-up';
import type { Refusal } from './refusal';
import { ok, type Result } from './result';
import type { Instant, LocalDate } from './time';

export const PROTOCOL_STATES = [
	'reflection',
	'active',
	'in-default',
	'settled',
	'withdrawn',
	'terminated',
	'replaced'
] as const;
export type ProtocolState = (typeof PROTOCOL_STATES)[number];

/** One line of an agreement: `no` 0 is the down payment. */
export type PlanLine = PlannedInstalment & { readonly no: number };

/** An agreement as payments have filled it; `verdict` goes in step with `lines`. */
export type ProtocolLife = {
	readonly state: ProtocolState;
	readonly lines: readonly PlanLine[];
	readonly verdict: PlanVerdict;
};

export type AsOf = { readonly day: LocalDate; readonly at: Instant };

/** What of a dossier the life of its agreements follows from. */
export type LifeSource = {
	readonly facts: { readonly debtor: { readonly kind: DebtorKind } };
	readonly state: Pick<DossierState, 'payments' | 'protocols'>;
};

/** The state of one agreement of a dossier; refuses a day that no term of the house covers. */
export function protocolLife(
	dossier: LifeSource,
	entry: ProtocolEntry,
	{ day, at }: AsOf,
	pack: Pick<CountryPack, 'parameters'>
): Result<ProtocolLife, Refusal> {
	const terms = planTerms(pack, dossier.facts.debtor.kind, day);
	if (!terms.ok) return terms;
	const lines = linesOf(entry);
	const verdict = planState(lines, paymentsOn(dossier, entry), null, day, terms.value);
	return ok({ state: stateOf(entry, verdict, at), lines, verdict });
}

/** What an agreement asks for, line by line: the down payment, when there is one, then the instalments. */
export function linesOf({ down, instalments }: Pick<ProtocolEntry, 'down' | 'instalments'>): readonly PlanLine[] {
	const rest = instalments.map(({ no, dueOn, minor }) => ({ no, dueOn, minor }));
	return down ? [{ no: 0, ...down }, ...rest] : rest;
}

function stateOf(entry: ProtocolEntry, { state }: PlanVerdict, at: Instant): ProtocolState {
	if (entry.ended) return entry.ended.how;
	if (entry.replaced) return 'replaced';
	if (state === 'settled') return 'settled';
	if (entry.reflectionUntil !== undefined && at < entry.reflectionUntil) return 'reflection';
	return state === 'running' || state === 'late' ? 'active' : 'in-default';
}

/** Payments made from its signature on, and before a later agreement took its place; what was reversed pays nothing. */
function paymentsOn({ state }: LifeSource, entry: ProtocolEntry): readonly PlanPayment[] {
	const later = state.protocols.filter(({ at, ended }) => at > entry.at && ended?.how !== 'withdrawn');
	const until = entry.replaced ? later.reduce((first, { at }) => Math.min(first, at), Infinity) : Infinity;
	return state.payments
		.filter((payment) => payment.status !== 'reversed' && payment.at >= entry.at && payment.at < until)
		.map((payment) => ({ on: payment.day, minor: payment.minor - payment.credit }));
}
