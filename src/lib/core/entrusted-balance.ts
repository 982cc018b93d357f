// The balance of a dossier without running interest: what lists and filters show, the same on every day.
import { NOTHING_PAID, type Dossier } from './dossier';
import { COMPONENTS } from './operation';

/** What the creditor entrusted and payments have not covered yet, in minor units of the dossier's currency; never negative. */
export function entrustedBalance({ facts, state }: Pick<Dossier, 'facts' | 'state'>): number {
	let open = 0;
	for (const claim of facts.claims) {
		const paid = state.paid[claim.id] ?? NOTHING_PAID;
		for (const component of COMPONENTS) open += Math.max(0, claim[component] - paid[component]);
	}
	return open;
}
