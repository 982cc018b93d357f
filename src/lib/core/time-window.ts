// The hours of a day that were agreed for a stop, as they are kept and as they are typed.

/** Minutes of the day, both included. */
export type TimeWindow = { readonly from: number; readonly to: number };

/** Last minute of a day: a window that ends here has no end. */
export const END_OF_DAY = 24 * 60 - 1;

/** The window of two times as a form gives them, e.g. '09:00' and '12:00': an empty one is open, two make no window; undefined when they are wrong. */
export function typedWindow(from: string, to: string): TimeWindow | null | undefined {
	if (from === '' && to === '') return null;
	const window = { from: from === '' ? 0 : typedMinute(from), to: to === '' ? END_OF_DAY : typedMinute(to) };
	if (window.from === undefined || window.to === undefined || window.from >= window.to) return undefined;
	return { from: window.from, to: window.to };
}

/** A window as a form shows it; an open end is empty. */
export const windowInputs = (window: TimeWindow | null): { readonly from: string; readonly to: string } => ({
	from: window === null || window.from === 0 ? '' : clockText(window.from),
	to: window === null || window.to >= END_OF_DAY ? '' : clockText(window.to)
});

function typedMinute(text: string): number | undefined {
	const [, hours, minutes] = /^(\d{2}):(\d{2})(?::00)?$/.exec(text) ?? [];
	if (hours === undefined || minutes === undefined || Number(hours) > 23 || Number(minutes) > 59) return undefined;
	return Number(hours) * 60 + Number(minutes);
}

const clockText = (minute: number): string =>
	`${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
