// What an event in the debtor's life does to the dossier: visits, payments, interest, channels, and the next thing to do.
import { rowInForce } from './country/dated';
import type { CountryPack, LifeEvent, LifeEventEffect } from './country/pack';
import type { LocalDate } from './time';

/** The effect of an event that happened on a day; `maxMonths` is the longest time it may last, null when unlimited. */
export type DatedLifeEventEffect = Omit<LifeEventEffect, 'maxMonths'> & { readonly maxMonths: number | null };

/** What an event changes (France: C. conso L722-2 s., C. com. L622-7 s., C. civ. 2238, C. conso L121-7). */
export function lifeEventEffect(pack: CountryPack, event: LifeEvent, day: LocalDate): DatedLifeEventEffect {
	const effect = pack.lifeEvents[event];
	const months = rowInForce(pack.parameters['litigation.over-indebtedness-max-months'], day);
	return { ...effect, maxMonths: effect.maxMonths && months !== null ? months.value : null };
}

/** Whether any of these events forbids asking for money that was owed before it. */
export function blocksOldDebt(pack: CountryPack, events: readonly LifeEvent[]): boolean {
	return events.some((event) => pack.lifeEvents[event].paymentsOnOldDebt !== null);
}
