// The one judge: given a dossier and an act, says what is unusual, what is posted, and what the dossier becomes — on the phone and on the server alike.
import { flagged, prevented, type Anomaly } from './anomaly';
import type { HouseRules } from './country/house-rules';
import { cashAnomalies, decideChequeReturn, type CashAct } from './decide-cash';
import { decidePayment, decideReversal, decideReversalRequest } from './decide-payment';
import { decideAroundProtocol } from './decide-proposal';
import { decideProtocol } from './decide-protocol';
import { decideReport, withAlert } from './decide-report';
import { lastingBlocks } from './dossier-gate';
import type { GateAction } from './gate-section';
import type { Alert, Dossier, DossierState } from './dossier';
import { balanceOf } from './balance';
import type { Act, Posting } from './operation';
import { assertNever } from './result';
import { mayAct, type Role } from './role';
import { addDays } from './time';
import type { DossierId } from './ids';

/** What is known of the author when an act is judged, and the rules of his organisation. */
export type Standing = HouseRules & {
	readonly role: Role;
	/** Series of the authoring device, e.g. T03. */
	readonly series: string;
	/** Last receipt number issued by the device in the receipt's year; 0 before the first. */
	readonly lastReceipt: number;
};

/** A ledger line: what an act adds to (or a reversal takes back from) a claim, or to the dossier's credit. */
export type Effect =
	| { readonly to: 'claim'; readonly posting: Posting; readonly sign: 1 | -1 }
	| { readonly to: 'credit'; readonly minor: number; readonly sign: 1 | -1 };

export type Decision = {
	readonly anomalies: readonly Anomaly[];
	readonly effects: readonly Effect[];
	/** The dossier's next state; null when the act touches no dossier. */
	readonly state: DossierState | null;
};

/** A dossier keeps its last visits on the phone; the operations keep all. */
const VISITS_KEPT = 30;
const PROMISE_HORIZON_DAYS = 366;

/**
 * Judges an act. Never refuses: a fact that happened is kept; an anomaly with `prevent` stops it on the phone before it happens
 * and becomes a flag on the server. Replaying the same act on the state it made changes nothing.
 */
export function decide(dossier: Dossier | null, act: Act, standing: Standing): Decision {
	const role = mayAct(standing.role, act.kind)
		? []
		: [prevented('role-not-allowed', { kind: act.kind, role: standing.role })];
	const decision = judge(dossier, act, standing);
	return { ...decision, anomalies: [...role, ...decision.anomalies] };
}

/** The anomaly that stops an act on the phone, if any. */
export const preventing = (decision: Decision): Anomaly | undefined =>
	decision.anomalies.find((anomaly) => anomaly.prevent);

function judge(dossier: Dossier | null, act: Act, standing: Standing): Decision {
	switch (act.kind) {
		case 'round.published':
			return { anomalies: roundAnomalies(act), effects: [], state: null };
		case 'round.started':
		case 'round.closed':
		case 'review.decided':
			return { anomalies: [], effects: [], state: null };
		case 'cash.handed-over':
		case 'cash.deposited':
		case 'cash.deposit-confirmed':
			return { anomalies: cashAnomalies(act), effects: [], state: null };
		case 'cheque.returned':
		case 'visit.reported':
		case 'payment.recorded':
		case 'promise.made':
		case 'protocol.signed':
		case 'protocol.proposed':
		case 'protocol.approved':
		case 'protocol.declined':
		case 'protocol.refused':
		case 'protocol.withdrawn':
		case 'protocol.terminated':
		case 'situation.reported':
		case 'dispute.reported':
		case 'alert.lifted':
		case 'payment.reversal-requested':
		case 'payment.reversed':
			if (!dossier || dossier.id !== act.dossier)
				return { anomalies: [flagged('dossier-missing')], effects: [], state: null };
			return judgeOnDossier(dossier, act, standing);
		default:
			return assertNever(act);
	}
}

type DossierAct = Exclude<
	Act,
	CashAct | { kind: 'round.published' | 'round.started' | 'round.closed' | 'review.decided' }
>;

function judgeOnDossier(dossier: Dossier, act: DossierAct, standing: Standing): Decision {
	const decision = judgeKind(dossier, act, standing);
	return { ...decision, anomalies: [...decision.anomalies, ...gateAnomalies(dossier, act, standing)] };
}

const GATE_OF_ACT: Readonly<Partial<Record<DossierAct['kind'], GateAction>>> = {
	'visit.reported': 'visit',
	'payment.recorded': 'collect-cash',
	'protocol.signed': 'propose-plan'
};

/** What happened outside a gate is recorded all the same, and a manager looks at it. */
function gateAnomalies(dossier: Dossier, act: DossierAct, standing: Standing): readonly Anomaly[] {
	const action = GATE_OF_ACT[act.kind];
	if (action === undefined) return [];
	const reasons = lastingBlocks(dossier, action, act.at, standing.pack, standing.insuredUntil);
	return reasons.length > 0 ? [flagged('outside-gate', { reasons: reasons.join(' ') })] : [];
}

function judgeKind(dossier: Dossier, act: DossierAct, standing: Standing): Decision {
	switch (act.kind) {
		case 'visit.reported':
			return decideVisit(dossier, act);
		case 'payment.recorded':
			return decidePayment(dossier, act, standing);
		case 'promise.made':
			return decidePromise(dossier, act, standing);
		case 'protocol.signed':
			return decideProtocol(dossier, act, standing);
		case 'protocol.proposed':
		case 'protocol.approved':
		case 'protocol.declined':
		case 'protocol.refused':
		case 'protocol.withdrawn':
		case 'protocol.terminated':
			return decideAroundProtocol(dossier, act, standing);
		case 'situation.reported':
		case 'dispute.reported':
		case 'alert.lifted':
			return decideReport(dossier, act);
		case 'payment.reversal-requested':
			return decideReversalRequest(dossier, act);
		case 'payment.reversed':
			return decideReversal(dossier, act);
		case 'cheque.returned':
			return decideChequeReturn(dossier, act);
		default:
			return assertNever(act);
	}
}

function roundAnomalies(act: Act<'round.published'>): readonly Anomaly[] {
	const seen = new Set<DossierId>();
	const twice = act.body.stops.some((stop) => seen.size === seen.add(stop.dossier).size);
	return [
		...(twice ? [prevented('round-dossier-twice')] : []),
		...(act.body.day < act.day ? [prevented('round-day-in-past', { day: act.body.day })] : [])
	];
}

function decideVisit(dossier: Dossier, act: Act<'visit.reported'>): Decision {
	const { state } = dossier;
	if (state.visits.some((visit) => visit.id === act.id)) return unchanged(state);
	const { round, outcome, cause, note, next } = act.body;
	const anomalies = next?.on && next.on < act.day ? [prevented('visit-date-in-past', { day: next.on })] : [];
	const alert = alertOf(outcome);
	const entry = { id: act.id, round, day: act.day, at: act.at, by: act.actor, outcome, cause, note, next };
	return {
		anomalies,
		effects: [],
		state: {
			...state,
			visits: [entry, ...state.visits].slice(0, VISITS_KEPT),
			alerts: alert ? withAlert(state.alerts, alert) : state.alerts
		}
	};
}

function decidePromise(dossier: Dossier, act: Act<'promise.made'>, standing: Standing): Decision {
	const { state, facts } = dossier;
	if (state.promises.some((promise) => promise.id === act.id)) return unchanged(state);
	const { minor, currency, dueOn, means } = act.body;
	const balance = balanceOf(dossier, act.day, standing.pack);
	const anomalies: Anomaly[] = [];
	if (currency !== facts.currency)
		anomalies.push(prevented('currency-mismatch', { expected: facts.currency, got: currency }));
	if (dueOn < act.day) anomalies.push(prevented('promise-in-past', { day: dueOn }));
	if (dueOn > addDays(act.day, PROMISE_HORIZON_DAYS)) anomalies.push(prevented('promise-too-far', { day: dueOn }));
	if (minor > balance) anomalies.push(prevented('promise-over-balance', { balance }));
	const entry = { id: act.id, madeOn: act.day, at: act.at, by: act.actor, minor, dueOn, means, replaced: false };
	const earlier = state.promises.map((promise) => ({ ...promise, replaced: true }));
	return { anomalies, effects: [], state: { ...state, promises: [entry, ...earlier] } };
}

function alertOf(outcome: Act<'visit.reported'>['body']['outcome']): Alert | null {
	return outcome === 'deceased' || outcome === 'danger' || outcome === 'wrong-address' ? outcome : null;
}

const unchanged = (state: DossierState): Decision => ({ anomalies: [], effects: [], state });
