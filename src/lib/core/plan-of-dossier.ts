// What a dossier's debtor is expected to pay next: the running plan filled with its payments, or the promise that binds.
import type { CountryPack } from './country/pack';
import type { Dossier, ProtocolEntry } from './dossier';
import type { PlanVerdict } from './plan-follow-up';
import { bindingPromise } from './promise';
import { protocolLife, type PlanLine } from './protocol-life';
import { ok, type Result } from './result';
import type { Refusal } from './refusal';
import { instant, type LocalDate } from './time';
import { isInForce } from './waiver';

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
	const protocol = dossier.state.protocols.find(isInForce);
	if (!protocol) return ok(null);
	// Payments are expected in the time of reflection too: which instant of the day it is makes no difference here.
	const life = protocolLife(dossier, protocol, { day: asOf, at: instant(protocol.at) }, pack);
	return life.ok ? ok({ protocol, lines: life.value.lines, verdict: life.value.verdict }) : life;
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
