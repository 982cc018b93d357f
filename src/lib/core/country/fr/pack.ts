// France: the complete country pack. Research of 21/11/2026; lines of medium or low confidence need a lawyer's sign-off.
import type { CountryPack } from '../pack';
import { FRENCH_CALENDAR } from './calendar';
import { FRENCH_IDENTIFIERS } from './identifiers';
import { FRENCH_ALLOCATION, FRENCH_INTEREST, FRENCH_INTEREST_SECTION } from './interest';
import { FRENCH_GATES } from './gates';
import { FRENCH_DUNNING, FRENCH_FORMAL_NOTICE, FRENCH_LETTER, FRENCH_NOTICE, FRENCH_VOCABULARY } from './letters';
import { FRENCH_LIFE_EVENTS } from './life-events';
import { FRENCH_LIMITATION, FRENCH_LIMITATION_PARAMETERS } from './limitation';
import { FRENCH_LITIGATION, FRENCH_LITIGATION_PARAMETERS } from './litigation';
import { FRENCH_CASH, FRENCH_CASH_SECTION, FRENCH_CHEQUE, FRENCH_RECEIPT, FRENCH_REMITTANCE } from './payment';
import { FRENCH_PLANS, FRENCH_TERMS } from './plans';
import { FRENCH_PRIVACY } from './privacy';
import { FRENCH_RATES } from './rates';
import { FRENCH_VISITS } from './visits';

/** The rules of France, amounts in euro cents. */
export const FRANCE: CountryPack = {
	country: 'FR',
	version: '2026-11-21.1',
	currency: 'EUR',
	locale: 'fr-FR',
	timeZone: 'Europe/Paris',
	parameters: {
		...FRENCH_RATES,
		...FRENCH_INTEREST,
		...FRENCH_CASH,
		...FRENCH_CHEQUE,
		...FRENCH_REMITTANCE,
		...FRENCH_PLANS,
		...FRENCH_TERMS,
		...FRENCH_LIMITATION_PARAMETERS,
		...FRENCH_LITIGATION_PARAMETERS,
		...FRENCH_NOTICE,
		...FRENCH_PRIVACY
	},
	calendar: FRENCH_CALENDAR,
	interest: FRENCH_INTEREST_SECTION,
	allocation: FRENCH_ALLOCATION,
	cash: FRENCH_CASH_SECTION,
	receipt: FRENCH_RECEIPT,
	visits: FRENCH_VISITS,
	gates: FRENCH_GATES,
	limitation: FRENCH_LIMITATION,
	litigation: FRENCH_LITIGATION,
	dunning: FRENCH_DUNNING,
	formalNotice: FRENCH_FORMAL_NOTICE,
	letter: FRENCH_LETTER,
	lifeEvents: FRENCH_LIFE_EVENTS,
	vocabulary: FRENCH_VOCABULARY,
	identifiers: FRENCH_IDENTIFIERS
};
