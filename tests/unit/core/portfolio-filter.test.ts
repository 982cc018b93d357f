// The filter of the portfolio as an address writes it: what fits is followed, what does not is as if it were absent.
import { describe, expect, it } from 'vitest';
import { readPortfolioFilter } from '../../../src/lib/core/portfolio-filter';
import { ANA, uuid } from './fixture';

const EVERYTHING = {
	q: '',
	creditor: null,
	phase: null,
	collector: null,
	min: null,
	max: null,
	alert: null,
	letter: null,
	promise: null,
	sort: 'ref',
	down: false,
	page: 1
};
const read = (parameters: Readonly<Record<string, string>>) => readPortfolioFilter(Object.entries(parameters));

describe('the filter of the portfolio', () => {
	it('lists everything by reference when nothing, or nothing but blanks, is asked', () => {
		expect(read({})).toEqual(EVERYTHING);
		expect(read({ q: '', creditor: '', min: '', sort: '' })).toEqual(EVERYTHING);
	});

	it('reads every parameter that an address can carry', () => {
		const creditor = uuid(7000);
		const asked = { q: ' Moreau ', creditor, phase: 'amicable', collector: ANA, min: '10', max: '1 280,71' };
		const shown = { alert: 'any', letter: 'missing', promise: 'overdue', sort: 'balance', down: '1', page: '3' };
		expect(read({ ...asked, ...shown })).toEqual({
			...asked,
			...shown,
			q: 'Moreau',
			min: 1_000,
			max: 128_071,
			down: true,
			page: 3
		});
	});

	it('lists dossiers that nobody has', () => {
		expect(read({ collector: 'none' }).collector).toBe('none');
	});

	it('takes nothing at all as the least amount', () => {
		expect(read({ min: '0' }).min).toBe(0);
	});

	it.each(['-1', 'beaucoup', '1,280', '12,345'])('an amount written %s narrows nothing', (text) => {
		expect(read({ min: text, max: text })).toEqual(EVERYTHING);
	});

	it.each([
		['creditor', 'Énergie'],
		['phase', 'lost'],
		['collector', 'nobody'],
		['alert', 'rain'],
		['letter', 'late'],
		['promise', 'kept'],
		['sort', 'colour'],
		['page', '0'],
		['page', '-2'],
		['q', 'x'.repeat(101)],
		['unknown', '1']
	])('%s=%s, of an old or hand-written address, is as if it were absent', (name, value) => {
		expect(read({ [name]: value })).toEqual(EVERYTHING);
	});
});
