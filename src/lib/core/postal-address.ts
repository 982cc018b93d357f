// Postal addresses as the post wants them: lines, width, capitals and punctuation; the rule comes from the country.

/** What the post of a country accepts. */
export type AddressRule = {
	readonly maxLines: number;
	readonly maxCharacters: number;
	/** From this line on (1 for the first) no punctuation is allowed. */
	readonly noPunctuationFrom: number;
	readonly lastLine: RegExp;
};

export const ADDRESS_ERRORS = [
	'NO_LINES',
	'TOO_MANY_LINES',
	'LINE_TOO_LONG',
	'PUNCTUATION',
	'POSTCODE_MISSING',
	'CITY_NOT_UPPERCASE'
] as const;
export type AddressError = (typeof ADDRESS_ERRORS)[number];

/** What is wrong with the lines of an address, in the order of ADDRESS_ERRORS; empty when the post accepts it. */
export function checkAddress(lines: readonly string[], rule: AddressRule): readonly AddressError[] {
	const last = lines.at(-1);
	if (last === undefined) return ['NO_LINES'];
	const lowered = lines.slice(rule.noPunctuationFrom - 1);
	const found: Readonly<Record<AddressError, boolean>> = {
		NO_LINES: false,
		TOO_MANY_LINES: lines.length > rule.maxLines,
		LINE_TOO_LONG: lines.some((line) => Array.from(line).length > rule.maxCharacters),
		PUNCTUATION: lowered.some((line) => /[.,;:!?«»"()]/.test(line)),
		POSTCODE_MISSING: !rule.lastLine.test(last),
		CITY_NOT_UPPERCASE: last !== last.toUpperCase()
	};
	return ADDRESS_ERRORS.filter((error) => found[error]);
}

/**
 * Writes an address the way the post wants it: no empty line, postcode and city in capitals at the end, punctuation
 * dropped where it is forbidden. Lines that are too long are left to `checkAddress`: cutting one would lose data.
 */
export function postalLines(
	address: { readonly lines: readonly string[]; readonly postcode: string; readonly city: string },
	rule: AddressRule
): readonly string[] {
	const lines = [...address.lines.map(singleSpaced), `${address.postcode} ${address.city.toUpperCase()}`.trim()];
	return lines
		.filter((line) => line !== '')
		.map((line, index) =>
			index + 1 >= rule.noPunctuationFrom ? singleSpaced(line.replace(/[.,;:!?«»"()]/g, ' ')) : line
		);
}

const singleSpaced = (text: string): string => text.replace(/\s+/g, ' ').trim();
