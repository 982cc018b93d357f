// Distances and agreed hours of a round in the language of the screen.
import { formatTime } from '$lib/core/format-date';
import { END_OF_DAY, type TimeWindow } from '$lib/core/time-window';
import { language } from './format';
import { m } from './paraglide/messages';

/** An estimate of a road, e.g. 350 m, 1,2 km, 14 km: no more digits than it deserves. */
export function distanceText(metres: number): string {
	if (metres < 975) return `${Math.round(metres / 50) * 50}\u00A0m`;
	const kilometres = metres / 1000;
	const digits = kilometres < 9.95 ? kilometres.toFixed(1) : String(Math.round(kilometres));
	return `${language() === 'fr' ? digits.replace('.', ',') : digits}\u00A0km`;
}

/** Agreed hours, e.g. « Avant 12 h » or « De 9 h à 12 h ». */
export function windowText({ from, to }: TimeWindow): string {
	if (to >= END_OF_DAY) return m.round_window_after({ from: formatTime(from, language()) });
	if (from <= 0) return m.round_window_before({ to: formatTime(to, language()) });
	return m.field_window({ from: formatTime(from, language()), to: formatTime(to, language()) });
}
