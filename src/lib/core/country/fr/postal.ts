// What the French post accepts as an address.
import type { AddressRule } from '../../postal-address';

/** AFNOR NF Z 10-011 (2013): six lines of 38 characters, no punctuation from the fourth on, postcode and city last. */
export const NF_Z_10_011: AddressRule = {
	maxLines: 6,
	maxCharacters: 38,
	noPunctuationFrom: 4,
	lastLine: /^\d{5} \S/
};
