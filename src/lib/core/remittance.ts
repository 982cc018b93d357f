// When collected money must have reached the creditor (France: CPCE R124-6, one month unless the mandate says otherwise).
import { shiftDays, shiftMonths } from './civil-days';
import { parameter } from './country/parameters';
import type { CountryPack } from './country/pack';
import type { Refusal } from './refusal';
import { ok, type Result } from './result';
import type { LocalDate } from './time';

/** A delay that the mandate agreed. */
export type AgreedDelay = { readonly unit: 'days' | 'months'; readonly count: number };

/** Last day to remit what was effectively collected on a day: cash when received, other means when credited. */
export function remitBy(
	pack: CountryPack,
	collectedOn: LocalDate,
	agreed: AgreedDelay | null
): Result<LocalDate, Refusal<'parameter-not-known'>> {
	if (agreed !== null) {
		return ok(agreed.unit === 'days' ? shiftDays(collectedOn, agreed.count) : shiftMonths(collectedOn, agreed.count));
	}
	const months = parameter(pack, 'remittance.delay-months', collectedOn);
	return months.ok ? ok(shiftMonths(collectedOn, months.value)) : months;
}
