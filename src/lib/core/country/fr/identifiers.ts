// French identifiers: lengths, prefixes and exceptions that the format checks read.
import type { IdentifiersSection } from '../pack';

/** SIREN, SIRET, VAT, IBAN; telephone lines are in `numbering.ts`, postal addresses in `postal.ts`. */
export const FRENCH_IDENTIFIERS: IdentifiersSection = {
	company: { name: 'SIREN', digits: 9 },
	establishment: { name: 'SIRET', digits: 14 },
	digitSumException: { company: '356000000', modulus: 5 },
	vatPrefix: 'FR',
	ibanLength: 27
};
