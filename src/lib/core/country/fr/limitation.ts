// French limitation (prescription) and foreclosure: delays by kind of claim, and which events move the clock.
import type { Dated } from '../dated';
import type { LimitationEventType, LimitationRule, LimitationSection } from '../pack';
import type { LIMITATION_PARAMETERS, ParameterRows } from '../parameters';
import { ALWAYS, house, row } from './row';

/** Court claims run until the end of proceedings (C. civ. 2242), declarations until the procedure closes (L622-25-1). */
const LASTING: readonly LimitationEventType[] = ['court-claim', 'insolvency-declaration'];
const COURT_OR_ENFORCEMENT: readonly LimitationEventType[] = ['court-claim', 'enforcement-measure'];
/** C. civ. 2240, 2241, 2244; C. com. L622-25-1. */
const INTERRUPTIONS: readonly LimitationEventType[] = [
	'acknowledgement',
	'signed-plan',
	'partial-payment',
	'court-claim',
	'enforcement-measure',
	'insolvency-declaration'
];
/** C. civ. 2238. */
const SUSPENSIONS: readonly LimitationEventType[] = [
	'conciliation',
	'mediation',
	'participatory-procedure',
	'small-claims-acceptance'
];

function rule(delay: Dated<number>, interruptedBy: readonly LimitationEventType[] = INTERRUPTIONS): LimitationRule {
	return { delayMonths: [delay], nature: 'limitation', interruptedBy, suspendedBy: SUSPENSIONS };
}

/** Delays in months, in force on the day they start; older starts are refused rather than guessed. */
export const FRENCH_LIMITATION: LimitationSection = {
	kinds: {
		'consumer-goods-services': rule(row('2008-06-19', null, 24, 'C. conso L218-2 (ex L137-2)', 'high')),
		business: rule(row('2008-06-19', null, 60, 'C. com. L110-4', 'high')),
		civil: rule(row('2008-06-19', null, 60, 'C. civ. 2224', 'high')),
		'home-rent': rule(row('2014-03-27', null, 36, 'loi 89-462 art. 7-1', 'high')),
		'co-ownership': rule(row('2018-11-25', null, 60, 'loi 65-557 art. 42', 'high')),
		telecom: rule(row('2004-07-10', null, 12, 'CPCE-postes L34-2', 'medium')),
		carriage: rule(row('2000-09-21', null, 12, 'C. com. L133-6', 'high')),
		'insurance-premium': rule(row('1976-07-21', null, 24, 'C. assur. L114-1, L114-2', 'high'), [
			...INTERRUPTIONS,
			'registered-letter'
		]),
		'consumer-credit': {
			delayMonths: [row('1989-06-30', null, 24, 'C. conso R312-35 (ex L311-52, L311-37)', 'high')],
			nature: 'foreclosure',
			interruptedBy: COURT_OR_ENFORCEMENT,
			suspendedBy: []
		},
		'cheque-bank': rule(row(ALWAYS, null, 12, 'CMF L131-59', 'high')),
		'court-title': rule(row('2008-06-19', null, 120, 'CPCE L111-4', 'high'))
	},
	lastingInterruptions: LASTING,
	uncapped: COURT_OR_ENFORCEMENT
};

/** Six months left after a suspension, twenty years at most, and the colours of the badge. */
export const FRENCH_LIMITATION_PARAMETERS: ParameterRows<(typeof LIMITATION_PARAMETERS)[number]> = {
	'limitation.suspension-minimum-months': [row('2008-06-19', null, 6, 'C. civ. 2238', 'high')],
	'limitation.cap-months': [row('2008-06-19', null, 240, 'C. civ. 2232', 'high')],
	'limitation.amber-months': [house(6, 'usage de la maison')],
	'limitation.red-days': [house(60, 'usage de la maison')]
};
