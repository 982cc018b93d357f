// French house policy for payment plans, and the legal payment terms between professionals.
import type { PLAN_PARAMETERS, ParameterRows, TERMS_PARAMETERS } from '../parameters';
import { house, row } from './row';

const NOTICE = 'Cass. 1re civ. 22/3/2023 n° 21-16.044, 29/5/2024 n° 23-12.904 (8 et 15 jours jugés trop courts)';

/** Amounts in cents; longer plans and shorter notices need a manager. */
export const FRENCH_PLANS: ParameterRows<(typeof PLAN_PARAMETERS)[number]> = {
	'plan.max-months': [house(24, 'plafond de la maison, par analogie avec C. civ. 1343-5')],
	'plan.min-down': [house(0, 'usage de la maison : aucun acompte exigé')],
	'plan.max-waiver': [house(0, 'usage de la maison : aucun abandon sans responsable')],
	'plan.immediate-discount': [house(0, 'usage de la maison : aucune remise sans responsable')],
	'plan.min-instalment': [house(2000, 'usage de la maison')],
	'plan.grace-days': [house(5, 'usage de la maison')],
	'plan.tolerance': [house(0, 'usage de la maison')],
	'plan.reflection-hours': [house(48, 'usage de la maison (délai de réflexion volontaire)')],
	'plan.notice-days-consumer': [house(30, NOTICE)],
	'plan.notice-days-professional': [house(15, 'usage de la maison')],
	'plan.serious-default-instalments': [house(2, 'C. conso L212-1, usage de la maison')],
	'plan.serious-default-divisor': [house(3, 'C. conso L212-1, usage de la maison')]
};

const TERMS = 'C. com. L441-10 I (ex L441-6)';

/** Payment terms in days; the contract says which reading of "45 days end of month" applies. */
export const FRENCH_TERMS: ParameterRows<(typeof TERMS_PARAMETERS)[number]> = {
	'terms.default-days': [row('2009-01-01', null, 30, TERMS, 'high')],
	'terms.max-days': [row('2009-01-01', null, 60, TERMS, 'high')],
	'terms.end-of-month-days': [row('2009-01-01', null, 45, TERMS, 'high')],
	'terms.periodic-days': [row('2015-08-08', null, 45, TERMS, 'high')]
};
