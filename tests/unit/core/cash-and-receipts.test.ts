// Cash ceilings and receipt numbers.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cashFine, judgeCash, type CashQuestion } from '../../../src/lib/core/cash-limit';
import { FRANCE } from '../../../src/lib/core/country/fr/pack';
import {
	formatReceiptNumber,
	issueReceipt,
	missingReceipts,
	parseReceiptNumber,
	voidReceipt,
	type ReceiptSeries
} from '../../../src/lib/core/receipt-number';
import { dateOfEpochDay, localDate } from '../../../src/lib/core/time';

const TODAY = localDate('2026-11-21');
const QUESTION: CashQuestion = {
	debt: 100_000,
	cash: 100_000,
	alreadyPaidCash: 0,
	creditor: 'other',
	payer: 'resident-or-business',
	noDepositAccount: false,
	policy: null
};

const judge = (change: Partial<CashQuestion>, day = TODAY) => {
	const verdict = judgeCash({ ...QUESTION, ...change }, FRANCE, day);
	if (!verdict.ok) throw new Error(verdict.error.code);
	return verdict.value;
};

describe('cash', () => {
	it('is taken up to the ceiling and not a cent beyond', () => {
		expect(judge({})).toEqual({ allowed: true, maxCash: 100_000, reason: 'within-ceiling', ceiling: 100_000 });
		expect(judge({ debt: 100_001, cash: 1 })).toMatchObject({ allowed: false, reason: 'debt-above-ceiling' });
	});

	it('follows the strict policy of the country unless a decision says lenient', () => {
		expect(judge({ debt: 150_000, cash: 50_000 }).allowed).toBe(false);
		expect(judge({ debt: 150_000, cash: 50_000, policy: 'lenient' })).toMatchObject({
			allowed: true,
			maxCash: 100_000,
			reason: 'cumulative-cash-within-ceiling'
		});
		expect(judge({ debt: 150_000, cash: 1, alreadyPaidCash: 200_000, policy: 'lenient' }).maxCash).toBe(0);
	});

	it('has a higher ceiling for a foreign resident acting privately', () => {
		expect(judge({ debt: 900_000, cash: 900_000, payer: 'foreign-individual' }).allowed).toBe(true);
		expect(judge({ debt: 1_200_000, cash: 1, payer: 'foreign-individual' }).allowed).toBe(false);
		expect(judge({ debt: 150_000, cash: 1, payer: 'individual' }).reason).toBe('debt-above-ceiling');
	});

	it('has no ceiling between individuals or for someone without an account', () => {
		expect(judge({ debt: 300_000, creditor: 'individual', payer: 'individual' }).reason).toBe('between-individuals');
		expect(judge({ debt: 300_000, creditor: 'individual' }).reason).toBe('debt-above-ceiling');
		expect(judge({ debt: 300_000, noDepositAccount: true }).reason).toBe('no-deposit-account');
	});

	it('beyond what is left of the debt is not allowed', () => {
		expect(judge({ debt: 80_000, alreadyPaidCash: 50_000, cash: 30_001 })).toMatchObject({
			allowed: false,
			maxCash: 30_000
		});
	});

	it('is refused an answer where no ceiling, policy or fine is known', () => {
		const before = localDate('1990-01-01');
		expect(judgeCash(QUESTION, FRANCE, before).ok).toBe(false);
		expect(cashFine(1, FRANCE, before).ok).toBe(false);
		const noPolicy = { ...FRANCE, cash: { policy: [] } };
		expect(judgeCash({ ...QUESTION, debt: 200_000 }, noPolicy, TODAY).ok).toBe(false);
		expect(cashFine(150_000, FRANCE, TODAY)).toEqual({ ok: true, value: 7_500 });
	});

	it('is never allowed beyond what may be taken, for any amounts', () => {
		const cents = fc.integer({ min: 0, max: 10 ** 9 });
		fc.assert(
			fc.property(
				cents,
				cents,
				cents,
				fc.constantFrom('strict', 'lenient', null),
				(debt, cash, alreadyPaidCash, policy) => {
					const verdict = judge({ debt, cash, alreadyPaidCash, policy });
					expect(verdict.allowed).toBe(cash <= verdict.maxCash);
					expect(verdict.maxCash).toBeGreaterThanOrEqual(0);
				}
			)
		);
	});
});

const SERIES: ReceiptSeries = { device: 'T03', year: 2026, last: 126 };

describe('a receipt number', () => {
	it('follows the last one of its series, and starts again with the year', () => {
		const first = issueReceipt(SERIES, TODAY);
		expect(formatReceiptNumber(first.receipt, FRANCE.receipt)).toBe('Q-2026-T03-000127');
		const next = issueReceipt(first.series, localDate('2027-01-02'));
		expect(formatReceiptNumber(next.receipt, FRANCE.receipt)).toBe('Q-2027-T03-000001');
		expect(next.series).toEqual({ device: 'T03', year: 2027, last: 1 });
	});

	it('is not given twice by a clock that went back', () => {
		const { receipt } = issueReceipt({ device: 'T03', year: 2027, last: 4 }, localDate('2026-12-31'));
		expect(receipt).toEqual({ device: 'T03', year: 2027, number: 5 });
	});

	it('is unique and gapless over any days', () => {
		const days = fc.array(fc.integer({ min: 20_000, max: 22_000 }).map(dateOfEpochDay), { maxLength: 40 });
		fc.assert(
			fc.property(days, (all) => {
				let series = SERIES;
				const receipts = all.map((day) => {
					const issued = issueReceipt(series, day);
					series = issued.series;
					return issued.receipt;
				});
				const texts = receipts.map((receipt) => formatReceiptNumber(receipt, FRANCE.receipt));
				expect(new Set(texts).size).toBe(texts.length);
				const earlier = Array.from({ length: 126 }, (_, index) => ({ device: 'T03', year: 2026, number: index + 1 }));
				expect(missingReceipts(series, [...earlier, ...receipts])).toEqual([]);
			})
		);
	});

	it('is read back, and refused when no series could have given it', () => {
		const read = (text: string) => parseReceiptNumber(text, FRANCE.receipt);
		expect(read(' Q-2026-T03-000127 ')).toEqual({ ok: true, value: { device: 'T03', year: 2026, number: 127 } });
		expect(read('Q-2026-T03-1000000').ok).toBe(true);
		for (const text of [
			'',
			'Q',
			'R-2026-T03-000127',
			'Q-26-T03-000127',
			'Q-2026-T3-000127',
			'Q-2026-T03-127',
			'Q-2026-T03-000000',
			'Q-2026-T03-0000x1',
			'Q-2026-T03-000127-1'
		])
			expect(read(text)).toMatchObject({ ok: false, error: { code: 'receipt-number-malformed' } });
		fc.assert(
			fc.property(fc.string(), (text) => {
				expect(read(text)).toBeDefined();
			})
		);
	});

	it('that is voided is kept with its reason, and the series does not move', () => {
		const receipt = { device: 'T03', year: 2026, number: 126 };
		const replacedBy = { device: 'T03', year: 2026, number: 127 };
		expect(voidReceipt(SERIES, receipt, ' erreur de saisie ', replacedBy)).toEqual({
			ok: true,
			value: { receipt, reason: 'erreur de saisie', replacedBy }
		});
		expect(voidReceipt(SERIES, { ...receipt, year: 2025, number: 999 }, 'x').ok).toBe(true);
		expect(voidReceipt(SERIES, { ...receipt, number: 127 }, 'x')).toMatchObject({
			error: { code: 'receipt-never-issued' }
		});
		expect(voidReceipt(SERIES, { ...receipt, year: 2027 }, 'x')).toMatchObject({
			error: { code: 'receipt-never-issued' }
		});
		expect(voidReceipt(SERIES, { ...receipt, device: 'T04' }, 'x')).toMatchObject({
			error: { code: 'receipt-of-another-series' }
		});
		expect(voidReceipt(SERIES, receipt, ' ')).toMatchObject({ error: { code: 'receipt-reason-missing' } });
	});

	it('that never arrived is missing', () => {
		const received = [1, 3].map((number) => ({ device: 'T03', year: 2026, number }));
		const others = [
			{ device: 'T04', year: 2026, number: 2 },
			{ device: 'T03', year: 2025, number: 2 }
		];
		expect(missingReceipts({ ...SERIES, last: 4 }, [...received, ...others])).toEqual([2, 4]);
	});
});
