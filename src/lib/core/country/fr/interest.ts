// French interest rules beside the rates: fixed indemnity, compound interest, day count and order of allocation.
import type { AllocationSection, InterestSection } from '../pack';
import type { INTEREST_PARAMETERS, ParameterRows } from '../parameters';
import { ALWAYS, row } from './row';

/** 40 € per late invoice between professionals; compound interest only on interest due for a full year. */
export const FRENCH_INTEREST: ParameterRows<(typeof INTEREST_PARAMETERS)[number]> = {
	'interest.fixed-indemnity': [row('2013-01-01', null, 4000, 'C. com. L441-10 II, D441-5', 'high')],
	'interest.capitalisation-days': [row(ALWAYS, null, 365, 'C. civ. 1343-2 (ex 1154)', 'high')]
};

/** No text fixes the day count: 365 is the published formula. Rates are frozen by half-year. */
export const FRENCH_INTEREST_SECTION: InterestSection = {
	dayCount: 'ACT/365',
	ratePeriodMonths: 6,
	source: 'C. com. L441-10 II, CMF L313-2; décompte des jours : usage (Bpifrance, DGFiP)',
	confidence: 'medium'
};

/** Interest before principal; titled costs before interest by practice; accessories that bear no interest come last. */
export const FRENCH_ALLOCATION: AllocationSection = {
	order: ['costs', 'interest', 'principal', 'penalty', 'indemnity'],
	capitalFirstOrder: ['principal', 'costs', 'interest', 'penalty', 'indemnity'],
	source: 'C. civ. 1343-1, 1343-5 al. 2, 1342-10'
};
