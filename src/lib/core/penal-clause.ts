// A penalty clause: owed only if the contract holds it, and only after a formal notice (France: C. civ. 1231-5).
import { simpleInterest } from './accrual';

export type PenalClause = {
	readonly principalMinor: number;
	/** Share of the principal, in basis points. */
	readonly rateBp: number;
	readonly stipulated: boolean;
	readonly formalNotice: boolean;
	/** Non-performance that is final needs no formal notice. */
	readonly finalNonPerformance: boolean;
};

/** The penalty in minor units; a judge may lower or raise it, so it always is a line of its own. */
export function penalty(clause: PenalClause): number {
	if (!clause.stipulated || !(clause.formalNotice || clause.finalNonPerformance)) return 0;
	return simpleInterest(clause.principalMinor, clause.rateBp, 1, 1);
}
