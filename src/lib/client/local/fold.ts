// What the screen shows of a dossier: the last snapshot with the own operations that it does not contain yet.
import { actOf } from '$lib/core/act';
import { decide, type Standing } from '$lib/core/decide';
import type { Dossier } from '$lib/core/dossier';
import type { Round } from '$lib/core/round';
import type { Operation } from '$lib/core/wire';

/** Folds own operations, in order, into a snapshot. Replaying what the snapshot already contains changes nothing. */
export function foldPending(snapshot: Dossier, pending: readonly Operation[], standing: Standing): Dossier {
	return pending.reduce((dossier, operation) => {
		const act = actOf(operation);
		if (!act.ok || act.value.dossier !== dossier.id) return dossier;
		const { state } = decide(dossier, act.value, standing);
		return state ? { ...dossier, state } : dossier;
	}, snapshot);
}

/** A round with what its collector did since the snapshot: left with it, closed it. What is over stays over. */
export function foldRound(round: Round, pending: readonly Operation[]): Round {
	return pending.reduce((folded, operation) => {
		const act = actOf(operation);
		if (!act.ok || folded.status === 'closed' || folded.status === 'reconciled') return folded;
		const { kind, body } = act.value;
		if (kind === 'round.started' && body.round === folded.id) return { ...folded, status: 'under-way' as const };
		if (kind === 'round.closed' && body.round === folded.id) return { ...folded, status: 'closed' as const };
		return folded;
	}, round);
}
