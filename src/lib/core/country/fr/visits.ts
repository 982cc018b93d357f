// When a collector may call on a debtor in France: no statute sets hours for amicable visits, so the house does, within bounds.
import type { VisitsSection } from '../pack';
import { house } from './row';

const HOURS = 'usage de la maison, par analogie avec CPCE L141-1';

/** Monday to Saturday 08:00–20:00, no public holiday; never outside 06:00–21:00 whatever is configured. */
export const FRENCH_VISITS: VisitsSection = {
	hours: [house({ weekdays: [1, 2, 3, 4, 5, 6], holidays: false, from: 8 * 60, until: 20 * 60 }, HOURS)],
	outerHours: [house({ from: 6 * 60, until: 21 * 60 }, HOURS)]
};
