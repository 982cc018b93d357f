// French routes to an enforceable title and the delays of collective procedures.
import type { LitigationSection } from '../pack';
import type { LITIGATION_PARAMETERS, ParameterRows } from '../parameters';
import { row } from './row';

const ORDER = 'CPC 1411 (décret 2026-96, ordonnances rendues à partir du 01/09/2026)';

/** Ceilings in cents, delays in months. */
export const FRENCH_LITIGATION_PARAMETERS: ParameterRows<(typeof LITIGATION_PARAMETERS)[number]> = {
	'litigation.small-claims-ceiling': [row('2020-01-01', null, 500_000, 'CPCE L125-1, R125-1', 'high')],
	'litigation.small-claims-reply-months': [row('2016-06-01', null, 1, 'CPCE L125-1, R125-1 s.', 'high')],
	'litigation.amicable-attempt-ceiling': [row('2023-10-01', null, 500_000, 'CPC 750-1', 'high')],
	'litigation.lawyer-above-civil': [row('2020-01-01', null, 1_000_000, 'CPC 761', 'high')],
	'litigation.lawyer-above-commercial': [row('2020-01-01', null, 1_000_000, 'CPC 853', 'high')],
	'litigation.contribution': [
		row('2014-01-01', '2026-04-30', 0, 'CGI 1635 bis Q abrogé (loi 2013-1278)', 'medium'),
		row(
			'2026-05-01',
			null,
			5000,
			'CGI 1635 bis Q (loi 2026-103 art. 128); certaines sources disent 01/03/2026',
			'medium'
		)
	],
	'litigation.order-service-months': [
		row('1982-01-01', '2026-08-31', 6, 'CPC 1411', 'high'),
		row('2026-09-01', null, 3, ORDER, 'high')
	],
	'litigation.opposition-months': [row('1982-01-01', null, 1, 'CPC 1416', 'high')],
	'litigation.enforceable-without-notice-months': [row('2026-09-01', null, 2, 'CPC 1422, décret 2026-96', 'high')],
	'litigation.declaration-months': [row('2006-01-01', null, 2, 'C. com. L622-24, R622-24', 'high')],
	'litigation.declaration-extra-months-overseas': [row('2006-01-01', null, 2, 'C. com. R622-24', 'high')],
	'litigation.declaration-relief-months': [row('2006-01-01', null, 6, 'C. com. L622-26', 'high')],
	'litigation.over-indebtedness-max-months': [row('2016-07-01', null, 24, 'C. conso L722-3', 'high')]
};

/** The protection judge sits in the civil court: its contribution and its amicable attempt, never a lawyer. */
export const FRENCH_LITIGATION: LitigationSection = {
	forums: {
		merchant: {
			court: 'commercial-court-president',
			lawyer: 'commercial',
			amicableAttempt: false,
			contribution: false
		},
		'home-rent-or-consumer-credit': {
			court: 'protection-judge',
			lawyer: null,
			amicableAttempt: true,
			contribution: true
		},
		other: { court: 'civil-court-president', lawyer: 'civil', amicableAttempt: true, contribution: true }
	},
	source: 'CPC 750-1, 761, 817, 853, 1405-1406; CGI 1635 bis Q'
};
