// Runs the vectors of payment plans: tables, payments on them, and states of an instalment.
import * as v from 'valibot';
import { FRANCE } from '../../src/lib/core/country/fr/pack';
import { allocateToPlan, instalmentState, type InstalmentState } from '../../src/lib/core/plan-follow-up';
import { buildSchedule, type PlanRefusal, type Schedule } from '../../src/lib/core/schedule';
import { day as date, group } from './fields';

const payment = v.object({ date, cents: v.number() });

type Answer = Readonly<Record<string, unknown>>;

const STATES: Readonly<Record<InstalmentState, string>> = {
	upcoming: 'a_echoir',
	kept: 'tenue',
	grace: 'en_retard_delai_de_grace',
	'kept-late': 'tenue_avec_retard',
	broken: 'rompue',
	'notice-running': 'mise_en_demeure_en_cours',
	'broken-cured': 'rompue_regularisee',
	'acceleration-possible': 'decheance_du_terme'
};

const FREQUENCIES = {
	weekly: 'weekly',
	fortnightly: 'fortnightly',
	biweekly: 'fortnightly',
	monthly: 'monthly',
	end_of_month: 'end-of-month'
} as const;

const tableInputs = v.object({
	total_cents: v.number(),
	instalments: v.number(),
	first_due: date,
	freq: v.optional(v.picklist(['weekly', 'fortnightly', 'biweekly', 'monthly', 'end_of_month']), 'monthly'),
	roll: v.optional(v.boolean(), true),
	region: v.optional(v.string(), 'metropole'),
	anchor_day: v.optional(v.nullable(v.number()), null),
	down_payment_cents: v.optional(v.number(), 0),
	down_date: v.optional(date),
	min_instalment_cents: v.optional(v.number(), 0)
});

const allocationInputs = v.object({
	schedule: v.array(v.object({ due_date: date, amount_cents: v.number() })),
	payments: v.array(payment)
});

const stateInputs = v.object({
	due: date,
	amount: v.number(),
	asof: date,
	paid: v.optional(v.array(payment), []),
	notice_sent: v.optional(v.nullable(date), null),
	grace_days: v.optional(v.number(), 5),
	notice_days: v.optional(v.number(), 30),
	tolerance_cents: v.optional(v.number(), 0)
});

/** Three kinds of vectors share this group; each is known by its inputs. */
export const PLAN_GROUP = group(v.union([allocationInputs, stateInputs, tableInputs]), (inputs) => {
	if ('schedule' in inputs) return allocated(inputs);
	return 'due' in inputs ? stateOf(inputs) : table(inputs);
});

function table(inputs: v.InferOutput<typeof tableInputs>): Answer {
	const schedule = buildSchedule(
		{
			total: inputs.total_cents,
			down:
				inputs.down_payment_cents === 0
					? null
					: { minor: inputs.down_payment_cents, dueOn: inputs.down_date ?? inputs.first_due },
			count: inputs.instalments,
			firstDueOn: inputs.first_due,
			frequency: FREQUENCIES[inputs.freq],
			anchorDay: inputs.anchor_day,
			roll: inputs.roll,
			region: inputs.region,
			minInstalment: inputs.min_instalment_cents
		},
		FRANCE.calendar
	);
	return schedule.ok ? rowsOf(schedule.value) : refused(schedule.error);
}

function refused(error: PlanRefusal): Answer {
	if (error.code !== 'instalment-below-minimum') return { error: error.code };
	return { error: 'INSTALMENT_BELOW_MINIMUM', computed_cents: error.data?.computed };
}

function rowsOf({ total, down, instalments }: Schedule): Answer {
	const rest = down === null ? total : down.after;
	const first =
		down === null
			? []
			: [
					{
						no: 0,
						kind: 'acompte',
						contract_date: down.dueOn,
						due_date: down.dueOn,
						amount_cents: down.minor,
						balance_after_cents: rest
					}
				];
	const rows = [
		...first,
		...instalments.map((instalment) => ({
			no: instalment.no,
			kind: 'echeance',
			contract_date: instalment.contractOn,
			due_date: instalment.dueOn,
			amount_cents: instalment.minor,
			balance_after_cents: instalment.after
		}))
	];
	return {
		rows,
		total_cents: rows.reduce((sum, row) => sum + row.amount_cents, 0),
		last_instalment_cents: instalments.at(-1)?.minor
	};
}

function allocated(inputs: v.InferOutput<typeof allocationInputs>): Answer {
	const allocation = allocateToPlan(
		inputs.schedule.map((row) => ({ dueOn: row.due_date, minor: row.amount_cents })),
		inputs.payments.map((row) => ({ on: row.date, minor: row.cents }))
	);
	return {
		left_cents: allocation.left,
		settled_on: allocation.settledOn,
		credit_cents: allocation.credit,
		plan_left_cents: allocation.planLeft
	};
}

function stateOf(inputs: v.InferOutput<typeof stateInputs>): Answer {
	const verdict = instalmentState(
		{ dueOn: inputs.due, minor: inputs.amount },
		inputs.paid.map((row) => ({ on: row.date, minor: row.cents })),
		inputs.notice_sent,
		inputs.asof,
		{ graceDays: inputs.grace_days, noticeDays: inputs.notice_days, tolerance: inputs.tolerance_cents }
	);
	return { status: STATES[verdict.state], grace_ends: verdict.graceEndsOn, notice_ends: verdict.noticeEndsOn };
}
