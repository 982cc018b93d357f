// The balance of a dossier without running interest: what lists and filters show, the same on every day.
import { NOTHING_PAID, type Dossier } from './dossier';
import { COMPONENTS } from './operation';
import { settledByWaiver } from './waiver';

/** What the creditor entrusted, did not give up, and payments have not covered yet, in minor units of the dossier's currency; never negative. */
export function entrustedBalance({ facts, state }: Pick<Dossier, 'facts' | 'state'>): number {
	const settled = settledByWaiver(state);
	let open = 0;
	for (const claim of facts.claims) {
		if (settled.has(claim.id)) continue;
		const paid = state.paid[claim.id] ?? NOTHING_PAID;
		for (const component of COMPONENTS) open += Math.max(0, claim[component] - paid[component]);
	}
	return open;
}
