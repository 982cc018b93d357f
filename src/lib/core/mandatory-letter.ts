// The letter that must precede every visit, call or request: its mentions, its statutory text, and the fees it must not claim.
import { inForce } from './country/dated';
import type { CountryPack, LetterMention } from './country/pack';
import type { Refusal } from './refusal';
import { ok, type Result } from './result';
import type { LocalDate } from './time';

/** A letter as it would go out: mentions it holds, and labels of the accessory lines it claims beside principal and interest. */
export type LetterDraft = {
	readonly present: readonly LetterMention[];
	readonly lineLabels: readonly string[];
	readonly enforceableTitle: boolean;
};

export type LetterCheck = {
	readonly sendable: boolean;
	/** Mandatory mentions that the letter lacks, in the order of the law. */
	readonly missing: readonly LetterMention[];
	/** Labels that charge a collection fee to the debtor without a title. */
	readonly forbiddenFees: readonly string[];
};

/** Whether a letter may be sent on a day (France: CPCE R124-4, L111-8). */
export function checkMandatoryLetter(
	pack: CountryPack,
	draft: LetterDraft,
	day: LocalDate
): Result<LetterCheck, Refusal<'parameter-not-known'>> {
	const mentions = inForce(pack.letter.mentions, day);
	if (!mentions.ok) return mentions;
	const missing = mentions.value.filter((mention) => !draft.present.includes(mention));
	const forbiddenFees = draft.enforceableTitle ? [] : draft.lineLabels.filter((label) => isCollectionFee(pack, label));
	return ok({ sendable: missing.length === 0 && forbiddenFees.length === 0, missing, forbiddenFees });
}

/** The statutory text to reproduce in a letter of that day. */
export function statutoryText(pack: CountryPack, day: LocalDate): Result<string, Refusal<'parameter-not-known'>> {
	return inForce(pack.letter.statutoryText, day);
}

/** Whether the label of a line names a fee that only a title could charge to the debtor. */
export function isCollectionFee(pack: CountryPack, label: string): boolean {
	const words = withoutAccents(label);
	if (pack.letter.lawfulFeeWords.some((lawful) => words.includes(lawful))) return false;
	return pack.letter.feeWords.some((fee) => words.includes(fee));
}

function withoutAccents(text: string): string {
	return text
		.normalize('NFD')
		.replaceAll(/\p{Mark}/gu, '')
		.toLowerCase();
}
