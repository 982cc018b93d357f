// The plans put to a debtor: more time asks for more down payment, and no instalment is too small.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { proposalsFor } from '../../../src/routes/(field)/dossier/[id]/plan/proposals';

describe('the proposals for a plan', () => {
	test('are three for an ordinary debt: 3, 6 and 12 times, the longer ones with a down payment in whole euros', () => {
		expect(proposalsFor(128_071, 2000)).toEqual([
			{ id: 'short', down: 0, count: 3 },
			{ id: 'medium', down: 12_800, count: 6 },
			{ id: 'long', down: 25_600, count: 12 }
		]);
	});

	test('go up to 24 months for a large debt', () => {
		expect(proposalsFor(640_000, 2000).map((proposal) => proposal.count)).toEqual([6, 12, 24]);
	});

	test('are fewer for a small debt, and none where a single instalment is left', () => {
		expect(proposalsFor(9_990, 2000).map((proposal) => proposal.count)).toEqual([3, 4]);
		expect(proposalsFor(3_000, 2000)).toEqual([]);
	});

	test('never fall below the least instalment and never repeat a number of instalments', () => {
		fc.assert(
			fc.property(fc.integer({ min: 1, max: 10_000_000 }), (balance) => {
				const proposals = proposalsFor(balance, 2000);
				const counts = proposals.map((proposal) => proposal.count);
				const large = proposals.every(({ down, count }) => Math.floor((balance - down) / count) >= 2000);
				return large && new Set(counts).size === counts.length;
			})
		);
	});
});
