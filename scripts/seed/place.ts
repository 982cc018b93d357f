// Where a demo phone was: a few metres from the debtor's door, as a phone would say it.
import type { Dossier } from '$lib/core/dossier';
import type { Place } from '$lib/core/wire';
import { chanceOf } from './chance';

/** A recorded point near the first address; null where there is none, and now and then as on a real phone. */
export function placeNear(dossier: Dossier, act: string): Place | null {
	const dice = chanceOf(`place ${act}`);
	const position = dossier.facts.debtor.addresses[0]?.position;
	if (!position || dice.flag(0.12)) return null;
	return {
		latE6: position.latE6 + dice.int(-180, 180),
		lonE6: position.lonE6 + dice.int(-240, 240),
		accuracyM: dice.int(5, 38),
		ageS: dice.int(0, 20)
	};
}
