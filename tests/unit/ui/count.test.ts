// A count of notes and coins as it is typed, and as a draft keeps it.
import { describe, expect, it } from 'vitest';
import { countOf, countsOf, readCount, writeCount } from '$lib/ui/count';

describe('a count', () => {
	it('reads numbers and takes anything else for none', () => {
		expect([countOf({ 500: '12' }, 500), countOf({ 500: 'x' }, 500), countOf({}, 500)]).toEqual([12, 0, 0]);
	});

	it('lists what was counted, the largest first, and leaves out what was not', () => {
		expect(countsOf({ 100: '3', 5_000: '2', 20: '', 50: '0' })).toEqual([
			{ unit: 5_000, count: 2 },
			{ unit: 100, count: 3 }
		]);
	});

	it('survives a draft', () => {
		const counts = { 100: '3', 5_000: '2' };
		expect(readCount(writeCount(counts))).toEqual(counts);
		expect(readCount('anything at all')).toEqual({});
	});
});
