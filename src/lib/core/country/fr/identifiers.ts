// French identifiers: lengths, prefixes and exceptions that the format checks read.
import type { IdentifiersSection } from '../pack';

/** SIREN, SIRET, VAT, IBAN, telephone and postal address (NF Z 10-011). */
export const FRENCH_IDENTIFIERS: IdentifiersSection = {
	company: { name: 'SIREN', digits: 9 },
	establishment: { name: 'SIRET', digits: 14 },
	digitSumException: { company: '356000000', modulus: 5 },
	vatPrefix: 'FR',
	ibanLength: 27,
	phone: {
		callingCode: '33',
		nationalDigits: 10,
		mobilePrefixes: ['06', '07'],
		overseas: [
			{ callingCode: '590', prefixes: ['0590'], mobilePrefixes: ['0690', '0691'] },
			{ callingCode: '594', prefixes: ['0594'], mobilePrefixes: ['0694'] },
			{ callingCode: '596', prefixes: ['0596'], mobilePrefixes: ['0696', '0697'] },
			{ callingCode: '262', prefixes: ['0262', '0269'], mobilePrefixes: ['0692', '0693', '0639'] }
		]
	},
	address: { maxLines: 6, maxCharacters: 38 }
};
