// Setting off though a gate stands in the way: the reason waits, sealed, for the report of that day's visit.
import type { DossierId } from '$lib/core/ids';
import type { LocalDate } from '$lib/core/time';
import { deleteDraft, readDraft, writeDraft } from '../local/drafts';
import type { Phone } from '../local/phone';

const keyOf = (dossier: DossierId): string => `going:${dossier}`;

/** Keeps why the collector goes to a debtor on a day although he was told not to. */
export function keepOverride(phone: Phone, dossier: DossierId, day: LocalDate, reason: string): Promise<void> {
	return writeDraft(phone, keyOf(dossier), { day, reason });
}

/** The reason given on that day; null when none was. An older one belongs to a visit that never took place. */
export async function overrideOf(phone: Phone, dossier: DossierId, day: LocalDate): Promise<string | null> {
	const kept = await readDraft(phone, keyOf(dossier));
	if (!kept?.ok || kept.value['day'] !== day) return null;
	return kept.value['reason']?.trim() || null;
}

/** Forgets the reason, once a report carries it. */
export const forgetOverride = (phone: Phone, dossier: DossierId): Promise<void> => deleteDraft(phone, keyOf(dossier));
