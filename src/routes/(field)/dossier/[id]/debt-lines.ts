// The debt of a dossier as a person reads it: one block per claim, principal, interest, penalties and indemnity apart.
import { FRANCE } from '$lib/core/country/fr/pack';
import { openOfClaim, openTotal, type Claim, type Dossier } from '$lib/core/dossier';
import type { Component } from '$lib/core/operation';
import type { LocalDate } from '$lib/core/time';

/** The order in which a debt is explained: what was bought first, what was added after. */
const READING_ORDER: readonly Component[] = ['principal', 'interest', 'penalty', 'indemnity'];

export type ClaimLines = {
	readonly claim: Claim;
	readonly total: number;
	/** Principal always, the other parts when something is open; minor units. */
	readonly lines: readonly { readonly component: Component; readonly minor: number }[];
};

/** What is still open on each claim of a dossier on a day; settled claims stay, at zero. */
export function debtLines(dossier: Dossier, asOf: LocalDate): readonly ClaimLines[] {
	return dossier.facts.claims.map((claim) => {
		const open = openOfClaim(dossier, claim, asOf, FRANCE);
		const lines = READING_ORDER.map((component) => ({ component, minor: open[component] }));
		return {
			claim,
			total: openTotal(open),
			lines: lines.filter((line) => line.component === 'principal' || line.minor > 0)
		};
	});
}
