// The rules that one organisation works by: its country's, the dated rows it approved over them, and the end of its insurance.
import type { LocalDate } from '../time';
import type { CountryPack } from './pack';
import { withDatedRows, type ApprovedRow } from './parameters';

/** What an organisation adds to the rules of its country; phones keep it beside their dossiers. */
export type HouseFacts = {
	/** Approved rows in the order of their approval: the later ones win. */
	readonly parameters: readonly ApprovedRow[];
	/** Last day of the liability insurance (CPCE R124-2); null when none was recorded. */
	readonly insuredUntil: LocalDate | null;
};

/** What gates, statements and the judge work with. */
export type HouseRules = { readonly pack: CountryPack; readonly insuredUntil: LocalDate | null };

/** The rules of a country as an organisation applies them. */
export const houseRules = (country: CountryPack, { parameters, insuredUntil }: HouseFacts): HouseRules => ({
	pack: withDatedRows(country, parameters),
	insuredUntil
});
