// The dossiers as the demo's people change them: every act is judged here first, exactly as the server will judge it.
import { decide, preventing } from '$lib/core/decide';
import { EMPTY_STATE, type Dossier } from '$lib/core/dossier';
import type { DossierId } from '$lib/core/ids';
import type { Act } from '$lib/core/operation';
import type { Role } from '$lib/core/role';
import { DEMO_PACK } from './house';
import type { SeededDossier } from './portfolio';

export type World = {
	readonly dossier: (id: DossierId) => Dossier;
	/** Folds an act into its dossier; throws on one that a phone would have prevented, which is a bug of the story. */
	readonly apply: (
		act: Act,
		author: { readonly role: Role; readonly series: string; readonly lastReceipt: number }
	) => void;
};

/** A world of dossiers, with the state they have now. */
export function worldOf(dossiers: readonly Dossier[]): World {
	const current = new Map(dossiers.map((dossier) => [dossier.id, dossier]));
	const dossier = (id: DossierId): Dossier => {
		const found = current.get(id);
		if (!found) throw new RangeError(`no dossier ${id}`);
		return found;
	};
	return {
		dossier,
		apply: (act, author) => {
			const before = act.dossier === null ? null : dossier(act.dossier);
			const decision = decide(before, act, { ...author, pack: DEMO_PACK, insuredUntil: null });
			const wrong = preventing(decision) ?? decision.anomalies[0];
			if (wrong) throw new Error(`${act.kind} on ${before?.facts.ref ?? 'no dossier'}: ${JSON.stringify(wrong)}`);
			if (before && decision.state) current.set(before.id, { ...before, state: decision.state });
		}
	};
}

/** A dossier as it stands before anybody called on its debtor. */
export const untouched = ({ id, facts }: SeededDossier): Dossier => ({ id, rev: 0, facts, state: EMPTY_STATE });
