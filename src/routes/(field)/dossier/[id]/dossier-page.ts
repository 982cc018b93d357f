// The dossier that a page of the field app is about, read from its address.
import { page } from '$app/state';
import { dossierIdSchema, type DossierId } from '$lib/core/ids';
import type { Field } from '$lib/client/state/field.svelte';
import type { Dossier } from '$lib/core/dossier';
import type { RoundId } from '$lib/core/ids';
import * as v from 'valibot';

/** The id in the address; null when it is none. Reads `page`, so call it inside a `$derived`. */
export function dossierIdOfPage(): DossierId | null {
	const parsed = v.safeParse(dossierIdSchema, page.params['id']);
	return parsed.success ? parsed.output : null;
}

/** The dossier of the page; undefined when it is not on this phone. */
export function dossierOfPage(field: Field): Dossier | undefined {
	const id = dossierIdOfPage();
	return id ? field.dossier(id) : undefined;
}

/** Today's round when the dossier is one of its stops, so that acts count for it; null for a visit outside of the round. */
export function roundOfDossier(field: Field, dossier: DossierId): RoundId | null {
	const { round } = field;
	return round?.stops.some((stop) => stop.dossier === dossier) ? round.id : null;
}
