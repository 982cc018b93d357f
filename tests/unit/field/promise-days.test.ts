// The days that the promise form offers: each once, whatever the day on which it is opened.
import { expect, it } from 'vitest';
import { addDays, localDate } from '$lib/core/time';
import { usualDays } from '../../../src/routes/(field)/dossier/[id]/promise/promise-form';

it('offers the end of the month only where it is not one of the days already offered', () => {
	expect(usualDays(localDate('2026-11-22')).map(({ value }) => value)).toEqual([
		'2026-11-29',
		'2026-12-06',
		'2026-11-30'
	]);
	expect(usualDays(localDate('2026-11-23')).map(({ value }) => value)).toEqual(['2026-11-30', '2026-12-07']);
	for (let day = localDate('2026-01-01'); day < '2028-03-01'; day = addDays(day, 1)) {
		const days = usualDays(day).map(({ value }) => value);
		expect(new Set(days).size, day).toBe(days.length);
	}
});
