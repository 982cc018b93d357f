// What a payment pays: conservation of money, legal order, directions, ties and credits.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
	addComponents,
	allocatePayment,
	allocateWithinDebt,
	applyPrintedSplit,
	components,
	totalOf,
	type OpenDebt
} from '../../../src/lib/core/allocation';
import { FRANCE } from '../../../src/lib/core/country/fr/pack';
import { localDate } from '../../../src/lib/core/time';
import { amount, anyDay } from './arbitrary';

const day = localDate;
const rules = FRANCE.allocation;
const debt = (id: string, due: string, rateBp: number, principal: number, secured = false): OpenDebt => ({
	id,
	due: day(due),
	rateBp,
	secured,
	open: components({ principal })
});
const pay = (minor: number, directedTo: readonly string[] = [], capitalFirst = false) => ({
	minor,
	date: day('2026-03-01'),
	directedTo,
	capitalFirst
});
const applied = (debts: readonly OpenDebt[], payment: ReturnType<typeof pay>) => {
	const { parts, unappliedMinor } = allocatePayment(rules, debts, payment);
	return [...parts.map((part) => part.appliedMinor), unappliedMinor];
};

const openComponents = fc.record({
	costs: amount,
	interest: amount,
	principal: amount,
	penalty: amount,
	indemnity: amount
});
const anyDebt: fc.Arbitrary<OpenDebt> = fc.record({
	id: fc.constantFrom('A', 'B', 'C'),
	due: anyDay,
	rateBp: fc.constantFrom(0, 1215),
	secured: fc.boolean(),
	open: openComponents
});

describe('inside one debt', () => {
	it('costs come first, then interest, principal, penalty and indemnity', () => {
		const open = components({ costs: 10, interest: 20, principal: 30, penalty: 40, indemnity: 50 });
		expect(allocateWithinDebt(rules, open, 70)).toEqual({
			applied: components({ costs: 10, interest: 20, principal: 30, penalty: 10 }),
			left: components({ penalty: 30, indemnity: 50 }),
			unappliedMinor: 0
		});
	});

	it('the principal comes first when a judge said so', () => {
		const open = components({ costs: 10, interest: 20, principal: 30 });
		expect(allocateWithinDebt(rules, open, 35, true).applied).toEqual(components({ principal: 30, costs: 5 }));
	});

	it('money is conserved and nothing is paid beyond what is open', () => {
		fc.assert(
			fc.property(openComponents, amount, fc.boolean(), (open, payment, capitalFirst) => {
				const result = allocateWithinDebt(rules, open, payment, capitalFirst);
				expect(totalOf(result.applied) + result.unappliedMinor).toBe(payment);
				expect(addComponents(result.applied, result.left)).toEqual(open);
				expect(Math.min(...Object.values(result.left), ...Object.values(result.applied))).toBeGreaterThanOrEqual(0);
				expect(result.unappliedMinor === 0 || totalOf(result.left) === 0).toBe(true);
			})
		);
	});

	it('a printed split is followed as far as each component is open', () => {
		const open = components({ interest: 20, principal: 100 });
		expect(applyPrintedSplit(open, components({ interest: 25, principal: 50 }))).toEqual({
			applied: components({ interest: 20, principal: 50 }),
			left: components({ principal: 50 }),
			unappliedMinor: 5
		});
	});
});

describe('between debts', () => {
	it('a secured debt comes before a dearer one, a dearer one before an older one', () => {
		const debts = [
			debt('old', '2025-01-31', 0, 100),
			debt('dear', '2025-06-30', 1215, 100),
			debt('secured', '2025-12-31', 0, 100, true)
		];
		expect(applied(debts, pay(150))).toEqual([0, 50, 100, 0]);
		expect(applied(debts, pay(250))).toEqual([50, 100, 100, 0]);
	});

	it('debts equal in every respect are paid in proportion, with largest remainders', () => {
		const debts = [debt('X', '2025-06-30', 0, 100), debt('Y', '2025-06-30', 0, 200)];
		expect(applied(debts, pay(100))).toEqual([33, 67, 0]);
		expect(applied(debts, pay(300))).toEqual([100, 200, 0]);
	});

	it('what exceeds the due debts stays a credit, even where a later debt exists', () => {
		const debts = [debt('A', '2025-06-30', 0, 100), debt('later', '2026-12-31', 0, 100)];
		expect(applied(debts, pay(150))).toEqual([100, 0, 50]);
	});

	it('the debtor may direct the money, even to a debt that is not due, and the rest follows the law', () => {
		const debts = [
			debt('A', '2025-06-30', 0, 100),
			debt('B', '2025-07-31', 0, 100),
			debt('later', '2026-12-31', 0, 40)
		];
		expect(applied(debts, pay(150, ['later', 'B']))).toEqual([10, 100, 40, 0]);
		expect(applied(debts, pay(150, ['unknown']))).toEqual([100, 50, 0, 0]);
	});

	it("a judge's order to pay capital first holds inside each debt", () => {
		const open = components({ interest: 50, principal: 100 });
		const { parts } = allocatePayment(rules, [{ ...debt('A', '2025-06-30', 0, 0), open }], pay(100, [], true));
		expect(parts[0]?.left).toEqual(components({ interest: 50 }));
	});

	it('money is conserved whatever the debts, the direction and the sign of the payment', () => {
		const payment = fc.record({
			minor: fc.integer({ min: -1_000_000, max: 10_000_000_000_00 }),
			date: anyDay,
			directedTo: fc.array(fc.constantFrom('A', 'B', 'Z'), { maxLength: 3 }),
			capitalFirst: fc.boolean()
		});
		fc.assert(
			fc.property(fc.array(anyDebt, { maxLength: 6 }), payment, (debts, one) => {
				const { parts, unappliedMinor } = allocatePayment(rules, debts, one);
				const total = parts.reduce((sum, part) => sum + part.appliedMinor, 0);
				expect(total + unappliedMinor).toBe(one.minor);
				for (const [index, part] of parts.entries()) {
					expect(part.leftMinor).toBeGreaterThanOrEqual(0);
					expect(part.leftMinor + part.appliedMinor).toBe(totalOf(debts[index]?.open ?? components({})));
				}
			})
		);
	});
});
