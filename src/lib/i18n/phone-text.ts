// Telephone numbers the way people read them; apart from other formats, because a country's numbering comes along.
import { FRENCH_NUMBERING } from '$lib/core/country/fr/numbering';
import { parsePhone } from '$lib/core/phone';

/** A telephone number on one line, e.g. 06 39 98 00 03; one that is no number stays as it is. */
export function phoneText(stored: string): string {
	const phone = parsePhone(stored, FRENCH_NUMBERING);
	return phone.ok ? phone.value.display.replaceAll(' ', '\u00A0') : stored;
}
