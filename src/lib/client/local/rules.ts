// The rules that this phone works by: the country's as shipped, with what the organisation approved and the last pull brought.
import { houseRules, type HouseRules } from '$lib/core/country/house-rules';
import { readMeta, type MetaOf } from './meta';
import type { Phone } from './phone';

/** Before the first pull, or with a record that cannot be read, nothing is laid over the country's rules. */
export const rulesFrom = (phone: Phone, stored: MetaOf<'rules'>): HouseRules =>
	houseRules(phone.country, stored ?? { parameters: [], insuredUntil: null });

/** The rules as the last pull left them. */
export const readRules = async (phone: Phone): Promise<HouseRules> =>
	rulesFrom(phone, await readMeta(phone.db, 'rules'));
