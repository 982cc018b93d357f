// What the office's screens compute by themselves: sums per currency, freshness, addresses of lists.
import { describe, expect, test } from 'vitest';
import * as v from 'valibot';
import { boardSchema } from '../../../src/lib/core/board';
import { receiptsAddress, withParameters } from '../../../src/lib/office/address';
import { freshness, FRESH_MS, sums } from '../../../src/lib/office/board-figures';

const ID = '01890000-0000-7000-8000-000000000000';

test('sums never mix currencies', () => {
	expect(
		sums([
			{ currency: 'EUR', minor: 10, count: 2 },
			{ currency: 'XOF', minor: 500 },
			{ currency: 'EUR', minor: 5, count: 1 }
		])
	).toEqual([
		{ currency: 'XOF', minor: 500, count: 1 },
		{ currency: 'EUR', minor: 15, count: 3 }
	]);
});

test('a phone is up to date when it was heard of lately and its chain is one', () => {
	const { item } = boardSchema.entries.phones;
	const owing = { operations: 0, owingMs: null, receipts: 0, shownMs: null, files: 0 };
	const phone = (lastSeenMs: number | null, isForked = false) =>
		v.parse(item, { device: ID, user: ID, name: 'Ana', series: 'T01', seq: 1, lastSeenMs, isForked, ...owing });
	const phones = [phone(1_000_000), phone(1_000_000 - FRESH_MS - 1), phone(null), phone(1_000_000, true)];
	expect(freshness(phones, 1_000_000)).toEqual({ fresh: 1, phones: 4 });
});

describe('addresses of lists', () => {
	test('keep what they do not change, and drop what is empty', () => {
		const url = new URL('https://x.example/office/portfolio?q=tours&page=3');
		expect(withParameters(url, { page: null, sort: 'balance' })).toBe('/office/portfolio?q=tours&sort=balance');
		expect(withParameters(url, { q: '', page: null })).toBe('/office/portfolio');
	});

	test('lead from a figure to its receipts', () => {
		expect(receiptsAddress({ day: '2026-11-20', hour: 9, creditor: null })).toBe(
			'/office/receipts?day=2026-11-20&hour=9'
		);
	});
});
