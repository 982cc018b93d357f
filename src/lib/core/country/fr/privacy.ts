// How long the personal data of collectors is kept in France.
import type { ParameterRows, PRIVACY_PARAMETERS } from '../parameters';
import { row } from './row';

/** A position says where an employee was: two months, whatever it was recorded with. */
export const FRENCH_PRIVACY: ParameterRows<(typeof PRIVACY_PARAMETERS)[number]> = {
	'privacy.place-months': [row('2018-05-25', null, 2, 'RGPD 5 § 1 e ; CNIL, géolocalisation des salariés', 'high')]
};
