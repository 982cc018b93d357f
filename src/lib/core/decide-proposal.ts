// Judges what happens around a signature: terms put to a manager, his answer, a refusal at the door, second thoughts, the end of a plan.
import { prevented, type Anomaly } from './anomaly';
import type { Decision, Standing } from './decide';
import { closeProposals, tableAnomalies } from './decide-protocol';
import type { Dossier, DossierState, ProposalEntry, ProtocolEntry } from './dossier';
import type { Act } from './operation';

type Kind =
	| 'protocol.proposed'
	| 'protocol.approved'
	| 'protocol.declined'
	| 'protocol.refused'
	| 'protocol.withdrawn'
	| 'protocol.terminated';
export type ProposalAct = { [K in Kind]: Act<K> }[Kind];

/** Judges one of the acts around a signature. */
export function decideAroundProtocol(dossier: Dossier, act: ProposalAct, standing: Standing): Decision {
	switch (act.kind) {
		case 'protocol.proposed':
			return decideProposed(dossier, act, standing);
		case 'protocol.approved':
			return decideAnswer(dossier.state, act, { status: 'approved', reason: null });
		case 'protocol.declined':
			return decideAnswer(dossier.state, act, { status: 'declined', reason: act.body.reason });
		case 'protocol.refused':
			return decideRefused(dossier.state, act);
		case 'protocol.withdrawn':
		case 'protocol.terminated':
			return decideEnded(dossier.state, act);
	}
}

/** Waits for a manager; it takes the place of what was put to him before. */
function decideProposed(dossier: Dossier, act: Act<'protocol.proposed'>, standing: Standing): Decision {
	const { state } = dossier;
	if (state.proposals?.some(({ id }) => id === act.id)) return unchanged(state);
	const { round, document, claimed, waived, total, down, instalments, dispute, over } = act.body;
	const isComplete = claimed - waived === total;
	const entry: ProposalEntry = {
		...{ id: act.id, round, day: act.day, at: act.at, by: act.actor },
		...{ document, claimed, waived, total, down, instalments, dispute, over },
		status: 'waiting',
		decision: null
	};
	return {
		anomalies: [
			...tableAnomalies(dossier, act.body, act.day, standing),
			...(isComplete ? [] : [prevented('protocol-total-mismatch', { table: total, total: claimed - waived })])
		],
		effects: [],
		state: { ...state, proposals: [entry, ...(closeProposals(state, () => 'replaced').proposals ?? [])] }
	};
}

/** A manager agrees or not, once; nobody answers his own proposal. */
function decideAnswer(
	state: DossierState,
	act: Act<'protocol.approved'> | Act<'protocol.declined'>,
	{ status, reason }: { readonly status: 'approved' | 'declined'; readonly reason: string | null }
): Decision {
	const proposal = state.proposals?.find(({ id }) => id === act.body.proposal);
	if (!proposal) return stopped(state, prevented('proposal-unknown'));
	if (proposal.decision?.id === act.id) return unchanged(state);
	if (proposal.status !== 'waiting') return stopped(state, prevented('proposal-decided'));
	if (proposal.by === act.actor) return stopped(state, prevented('proposal-same-person'));
	const decision = { id: act.id, by: act.actor, at: act.at, reason };
	return changed(withProposal(state, { ...proposal, status, decision }));
}

/** The debtor's right: it is noted, and an approved proposal that he refused is over. */
function decideRefused(state: DossierState, act: Act<'protocol.refused'>): Decision {
	const proposal = state.proposals?.find(({ id }) => id === act.body.proposal);
	if (!proposal || (proposal.status !== 'waiting' && proposal.status !== 'approved')) return unchanged(state);
	return changed(withProposal(state, { ...proposal, status: 'refused' }));
}

/** Gone back on by the debtor, or ended by a manager. What a withdrawn agreement had replaced holds again. */
function decideEnded(state: DossierState, act: Act<'protocol.withdrawn'> | Act<'protocol.terminated'>): Decision {
	const protocol = state.protocols.find(({ id }) => id === act.body.protocol);
	if (!protocol) return stopped(state, prevented('protocol-unknown'));
	if (protocol.ended?.id === act.id) return unchanged(state);
	if (protocol.ended || protocol.replaced) return stopped(state, prevented('protocol-over'));
	const isWithdrawn = act.kind === 'protocol.withdrawn';
	if (isWithdrawn && act.at >= (protocol.reflectionUntil ?? 0)) return stopped(state, prevented('reflection-over'));
	const how = isWithdrawn ? 'withdrawn' : 'terminated';
	const ended: NonNullable<ProtocolEntry['ended']> = { how, id: act.id, day: act.day, at: act.at, by: act.actor };
	return changed({
		...state,
		protocols: state.protocols.map((entry) => {
			if (entry.id === protocol.id) return { ...entry, ended };
			return isWithdrawn && entry.id === protocol.replaces ? { ...entry, replaced: false } : entry;
		})
	});
}

const withProposal = (state: DossierState, next: ProposalEntry): DossierState => ({
	...state,
	proposals: (state.proposals ?? []).map((entry) => (entry.id === next.id ? next : entry))
});

const changed = (state: DossierState): Decision => ({ anomalies: [], effects: [], state });
const unchanged = changed;
const stopped = (state: DossierState, anomaly: Anomaly): Decision => ({ anomalies: [anomaly], effects: [], state });
