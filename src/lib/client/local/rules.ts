// The rules that this phone works by: the country's as shipped, with what the organisation approved and the last pull brought.
// A country's law is heavy: the first screen, which judges nothing, never imports this file.
import { FRANCE } from '$lib/core/country/fr/pack';
import { houseRules, type HouseFacts, type HouseRules } from '$lib/core/country/house-rules';

/** The rules as they were shipped. */
export const COUNTRY = FRANCE;

const SHIPPED: HouseFacts = { parameters: [], insuredUntil: null };
const known = new WeakMap<HouseFacts, HouseRules>();

/**
 * What gates, statements and the judge work with. Before the first pull, or with a record that cannot be read, nothing is laid
 * over the country's rules. The same facts give the same object again.
 */
export function rulesOf({ houseFacts }: { readonly houseFacts: HouseFacts | null }): HouseRules {
	const facts = houseFacts ?? SHIPPED;
	const rules = known.get(facts) ?? houseRules(COUNTRY, facts);
	known.set(facts, rules);
	return rules;
}
