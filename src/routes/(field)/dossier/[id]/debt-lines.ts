// The debt of a dossier as a person reads it: one statement per claim, principal, interest, penalties and indemnity apart.
import type { CountryPack } from '$lib/core/country/pack';
import { claimStatement } from '$lib/core/balance';
import type { Claim, Dossier } from '$lib/core/dossier';
import { limitationOfClaim } from '$lib/core/dossier-gate';
import type { Limitation } from '$lib/core/limitation';
import type { Component } from '$lib/core/operation';
import type { Statement } from '$lib/core/statement';
import { minDate, type LocalDate } from '$lib/core/time';

/** The order in which a debt is explained: what was bought first, what was added after. */
const READING_ORDER: readonly Component[] = ['principal', 'interest', 'penalty', 'indemnity'];

export type ClaimLines = {
	readonly claim: Claim;
	readonly statement: Statement;
	/** Null where the country has no rule for the claim. */
	readonly limitation: Limitation | null;
	/** Principal always, the other parts when something is open; minor units. */
	readonly lines: readonly { readonly component: Component; readonly minor: number }[];
};

/** What is still open on each claim of a dossier on a day; settled claims stay, at zero. */
export function debtLines(dossier: Dossier, asOf: LocalDate, pack: CountryPack): readonly ClaimLines[] {
	return dossier.facts.claims.map((claim) => {
		const statement = claimStatement(dossier, claim, asOf, pack);
		const limitation = limitationOfClaim(dossier, claim, asOf, pack);
		const lines = READING_ORDER.map((component) => ({ component, minor: statement[component].dueMinor }));
		return {
			claim,
			statement,
			limitation: limitation.ok ? limitation.value : null,
			lines: lines.filter((line) => line.component === 'principal' || line.minor > 0)
		};
	});
}

/** The day to which interest is known where a rate is missing; null when every statement runs to its day. */
export function knownThrough(claims: readonly Pick<ClaimLines, 'statement'>[]): LocalDate | null {
	const cut = claims.filter(({ statement }) => statement.refusal !== null).map(({ statement }) => statement.through);
	return cut.length === 0 ? null : cut.reduce(minDate);
}
