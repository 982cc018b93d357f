// What a dossier's debtor is expected to pay next: the running plan filled with its payments, or the promise that binds.
import type { CountryPack } from './country/pack';
import type { Dossier, ProtocolEntry } from './dossier';
import { planState, planTerms, type PlannedInstalment, type PlanPayment, type PlanVerdict } from './plan-follow-up';
import { bindingPromise } from './promise';
import { ok, type Result } from './result';
import type { Refusal } from './refusal';
import type { LocalDate } from './time';

/** One line of the running plan: `no` 0 is the down payment. */
export type PlanLine = PlannedInstalment & { readonly no: number };

export type RunningPlan = {
	readonly protocol: ProtocolEntry;
	/** The down payment, when there is one, then the instalments; in step with `verdict.instalments`. */
	readonly lines: readonly PlanLine[];
	readonly verdict: PlanVerdict;
};

/** What is expected next, in minor units of the dossier's currency. */
export type NextDue = { readonly from: 'plan' | 'promise'; readonly minor: number; readonly dueOn: LocalDate };

/** The plan that binds on a day with what was paid on it; null without one. Refuses a day that no term covers. */
export function runningPlan(
	dossier: Pick<Dossier, 'facts' | 'state'>,
	asOf: LocalDate,
	pack: Pick<CountryPack, 'parameters'>
): Result<RunningPlan | null, Refusal> {
	const protocol = dossier.state.protocols.find((entry) => !entry.replaced);
	if (!protocol) return ok(null);
	const terms = planTerms(pack, dossier.facts.debtor.kind, asOf);
	if (!terms.ok) return terms;
	const lines = linesOf(protocol);
	const verdict = planState(lines, paymentsSince(dossier, protocol), null, asOf, terms.value);
	return ok({ protocol, lines, verdict });
}

/** The oldest line of the running plan that is not settled, else the promise that binds; null when nothing is expected. */
export function nextDue(
	dossier: Pick<Dossier, 'facts' | 'state'>,
	asOf: LocalDate,
	pack: Pick<CountryPack, 'parameters'>
): NextDue | null {
	const plan = runningPlan(dossier, asOf, pack);
	if (plan.ok && plan.value) {
		const { left } = plan.value.verdict.allocation;
		const index = left.findIndex((minor) => minor > 0);
		const line = plan.value.lines[index];
		return line ? { from: 'plan', minor: left[index] ?? 0, dueOn: line.dueOn } : null;
	}
	const promise = bindingPromise(dossier.state, asOf)?.promise;
	return promise ? { from: 'promise', minor: promise.minor, dueOn: promise.dueOn } : null;
}

function linesOf(protocol: ProtocolEntry): readonly PlanLine[] {
	const instalments = protocol.instalments.map(({ no, dueOn, minor }) => ({ no, dueOn, minor }));
	return protocol.down ? [{ no: 0, ...protocol.down }, ...instalments] : instalments;
}

/** Payments made after the signature; what was reversed pays nothing. */
function paymentsSince(dossier: Pick<Dossier, 'state'>, protocol: ProtocolEntry): readonly PlanPayment[] {
	return dossier.state.payments
		.filter((payment) => payment.status !== 'reversed' && payment.at >= protocol.at)
		.map((payment) => ({ on: payment.day, minor: payment.minor - payment.credit }));
}
