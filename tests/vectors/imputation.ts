// Vector group `imputation`: one debt, or several.
import * as v from 'valibot';
import { allocatePayment, allocateWithinDebt, components, totalOf } from '../../src/lib/core/allocation';
import { FRANCE } from '../../src/lib/core/country/fr/pack';
import { cents, day, flag, group, VECTORS_DAY } from './fields';

const optionalCents = v.optional(cents, 0);

export const imputation = group(
	v.object({
		costs_cents: optionalCents,
		interest_cents: optionalCents,
		principal_cents: optionalCents,
		payment_cents: cents,
		capital_first_by_court: flag,
		payment_date: v.optional(day, VECTORS_DAY),
		directed_to: v.optional(v.nullable(v.string()), null),
		debts: v.optional(
			v.array(
				v.object({
					id: v.string(),
					principal_cents: cents,
					interest_cents: optionalCents,
					due: day,
					rate_bp: optionalCents,
					secured: flag,
					enforceable: flag
				})
			)
		)
	}),
	(inputs) => {
		if (inputs.debts === undefined) return oneDebt(inputs);
		const debts = inputs.debts.map((debt) => ({
			id: debt.id,
			due: debt.due,
			rateBp: debt.rate_bp,
			secured: debt.secured || debt.enforceable,
			open: components({ principal: debt.principal_cents, interest: debt.interest_cents })
		}));
		const { parts, unappliedMinor } = allocatePayment(FRANCE.allocation, debts, {
			minor: inputs.payment_cents,
			date: inputs.payment_date,
			directedTo: inputs.directed_to === null ? [] : [inputs.directed_to],
			capitalFirst: inputs.capital_first_by_court
		});
		return {
			applied_cents: Object.fromEntries(parts.map((part) => [part.id, part.appliedMinor])),
			left_cents: Object.fromEntries(parts.map((part) => [part.id, part.leftMinor])),
			unapplied_cents: unappliedMinor
		};
	}
);

type OneDebt = {
	readonly costs_cents: number;
	readonly interest_cents: number;
	readonly principal_cents: number;
	readonly payment_cents: number;
	readonly capital_first_by_court: boolean;
};

function oneDebt(inputs: OneDebt) {
	const open = components({
		costs: inputs.costs_cents,
		interest: inputs.interest_cents,
		principal: inputs.principal_cents
	});
	const { applied, left, unappliedMinor } = allocateWithinDebt(
		FRANCE.allocation,
		open,
		inputs.payment_cents,
		inputs.capital_first_by_court
	);
	return {
		to_costs_cents: applied.costs,
		to_interest_cents: applied.interest,
		to_principal_cents: applied.principal,
		unapplied_cents: unappliedMinor,
		left_interest_cents: left.interest,
		left_principal_cents: left.principal,
		left_total_cents: totalOf(left)
	};
}
