// What a dossier's debtor still owes on a day: the statement of each claim, the balance, and what a posting changes of it.
import { components } from './allocation';
import { shiftDays } from './civil-days';
import type { CountryPack } from './country/pack';
import { NOTHING_PAID, type Alert, type Claim, type Dossier, type DossierState } from './dossier';
import { COMPONENTS, type Component, type Posting } from './operation';
import { dueOf, statementOf, type Statement, type StatementClaim, type StatementPayment } from './statement';
import { minDate, type LocalDate } from './time';
import { settledByWaiver } from './waiver';

/** Amounts of one claim, component by component, in minor units; never negative. */
export type Open = Readonly<Record<Component, number>>;

/**
 * The statement of a claim as at a day: what the creditor entrusted, the interest that the law lets run since, less what was
 * paid and not reversed. An unknown rate never stops it: `through` then says to which day it runs.
 */
export function claimStatement(
	dossier: Pick<Dossier, 'facts' | 'state'>,
	claim: Claim,
	asOf: LocalDate,
	pack: CountryPack
): Statement {
	const { facts } = dossier;
	const statementClaim: StatementClaim = {
		currency: facts.currency,
		debtorKind: facts.debtor.kind,
		creditorKind: facts.creditor.person === 'private' ? 'individual' : 'other',
		principalMinor: claim.principal,
		dueDate: claim.dueOn,
		formalNotice: facts.noticeOn,
		enforceableSince: null,
		contractRateBp: claim.contractRateBp,
		penalClauseBp: claim.penalClauseBp,
		lateInvoices: 1,
		openingJudgment: null,
		longTermCredit: false,
		interestFrozenFrom: facts.alerts.some(stopsInterest)
			? (claim.countedOn ?? claim.dueOn)
			: frozenByPlan(dossier.state),
		capitalFirst: false,
		dayCount: null,
		entrusted: {
			on: claim.countedOn ?? asOf,
			interestMinor: claim.interest,
			penaltyMinor: claim.penalty,
			indemnityMinor: claim.indemnity
		},
		payments: paymentsOf(dossier.state, claim)
	};
	return statementOf(pack, statementClaim, asOf);
}

/**
 * An over-indebted or insolvent debtor owes no more interest (C. conso L722-14, C. com. L622-28). The dossier knows that, not
 * since when: nothing is added to what the creditor counted, so that too much is never asked.
 */
const stopsInterest = (alert: Alert): boolean => alert === 'over-indebted' || alert === 'insolvency';

/**
 * No interest runs while an agreement is kept (it would be a hidden credit, C. conso L312-4), and none is counted afterwards for the days
 * before, so that too much is never asked: none from the day after the first one that its debtor did not go back on.
 */
function frozenByPlan({ protocols }: DossierState): LocalDate | null {
	const days = protocols.filter(({ ended }) => ended?.how !== 'withdrawn').map(({ signedOn }) => signedOn);
	const [first, ...others] = days;
	return first === undefined ? null : shiftDays(others.reduce(minDate, first), 1);
}

/** The open amounts of a claim on a day, component by component; nothing where a kept transaction settled it. */
export function openOfClaim(
	dossier: Pick<Dossier, 'facts' | 'state'>,
	claim: Claim,
	asOf: LocalDate,
	pack: CountryPack
): Open {
	if (settledByWaiver(dossier.state).has(claim.id)) return { interest: 0, penalty: 0, indemnity: 0, principal: 0 };
	const { interest, penalty, indemnity, principal } = dueOf(claimStatement(dossier, claim, asOf, pack));
	return { interest, penalty, indemnity, principal };
}

function paymentsOf(state: DossierState, claim: Claim): readonly StatementPayment[] {
	return [...state.payments]
		.sort((a, b) => a.at - b.at)
		.filter((payment) => payment.status !== 'reversed')
		.map((payment) => {
			const postings = payment.postings.filter((posting) => posting.claim === claim.id);
			const split: Record<Component, number> = { interest: 0, penalty: 0, indemnity: 0, principal: 0 };
			for (const posting of postings) split[posting.component] += posting.minor;
			return { date: payment.day, minor: openTotal(split), split: components(split) };
		})
		.filter((payment) => payment.minor > 0);
}

/** Sum of the open components of a claim, in minor units. */
export const openTotal = (open: Open): number => COMPONENTS.reduce((sum, component) => sum + open[component], 0);

/** What the debtor still owes on the whole dossier on a day, in minor units of its currency. */
export function balanceOf(dossier: Pick<Dossier, 'facts' | 'state'>, asOf: LocalDate, pack: CountryPack): number {
	return dossier.facts.claims.reduce((sum, claim) => sum + openTotal(openOfClaim(dossier, claim, asOf, pack)), 0);
}

/** Adds postings to what was paid; `sign` is −1 for a reversal. */
export function addPostings(
	paid: DossierState['paid'],
	postings: readonly Posting[],
	sign: 1 | -1
): DossierState['paid'] {
	const next = { ...paid };
	for (const posting of postings) {
		const before = next[posting.claim] ?? NOTHING_PAID;
		next[posting.claim] = { ...before, [posting.component]: before[posting.component] + sign * posting.minor };
	}
	return next;
}
