// Runs the vectors of figures: computes every figure whose inputs a vector gives.
import * as v from 'valibot';
import * as figures from '../../src/lib/core/figures';
import { daysBetween } from '../../src/lib/core/time';
import { day as date, group } from './fields';

const number = v.optional(v.number());

const inputsSchema = v.object({
	receivables_ttc_cents: number,
	not_due_ttc_cents: number,
	sales_ttc_cents: number,
	days: number,
	months_latest_first: v.optional(v.array(v.object({ sales_cents: v.number(), days: v.number() }))),
	dso_days_x100: v.optional(v.nullable(v.number())),
	bpdso_days_x100: v.optional(v.nullable(v.number())),
	invoices: v.optional(
		v.array(v.object({ id: v.optional(v.string(), ''), cents: v.number(), days_late: number, due: v.optional(date) }))
	),
	as_of: v.optional(date),
	visits: number,
	useful_contacts: number,
	days_worked: number,
	collected_cents: number,
	total_cost_cents: number,
	entrusted_cents: number,
	files: number,
	files_settled: number,
	promises_matured: number,
	kept: number,
	kept_late: number,
	promised_cents: number,
	paid_on_promises_cents: number,
	bucket_prev_cents: number,
	next_bucket_now_cents: number,
	begin_receivables_cents: number,
	credit_sales_cents: number,
	end_total_cents: number,
	end_current_cents: number,
	unpaid_ht_cents: number,
	net_margin_bp: number
});
type Inputs = v.InferOutput<typeof inputsSchema>;

const BUCKETS: Readonly<Record<figures.AgeBucket, string>> = {
	'not-due': 'non_echu',
	'1-30': '1-30',
	'31-60': '31-60',
	'61-90': '61-90',
	'over-90': '90+'
};

export const FIGURE_GROUP = group(inputsSchema, (inputs) => {
	const answer = { ...outstanding(inputs), ...aged(inputs), ...rates(inputs), ...costs(inputs) };
	return Object.values(answer).includes(null) ? { ...answer, display: 'n. d.' } : answer;
});

type Answer = Record<string, unknown>;

function outstanding(inputs: Inputs): Answer {
	const answer: Answer = {};
	const { receivables_ttc_cents: receivables, sales_ttc_cents: sales, days } = inputs;
	if (receivables !== undefined && sales !== undefined && days !== undefined)
		answer['dso_days_x100'] = figures.dso(receivables, sales, days).value;
	if (inputs.not_due_ttc_cents !== undefined && sales !== undefined && days !== undefined) {
		const best = figures.bestPossibleDso(inputs.not_due_ttc_cents, sales, days);
		answer['bpdso_days_x100'] = best.value;
		if (receivables !== undefined)
			answer['add_days_x100'] = figures.averageDaysDelinquent(figures.dso(receivables, sales, days), best).value;
	}
	if (inputs.dso_days_x100 !== undefined && inputs.bpdso_days_x100 !== undefined)
		answer['add_days_x100'] = figures.averageDaysDelinquent(
			{ value: inputs.dso_days_x100, unit: 'days-x100', numerator: 0, denominator: 1 },
			{ value: inputs.bpdso_days_x100, unit: 'days-x100', numerator: 0, denominator: 1 }
		).value;
	if (inputs.months_latest_first !== undefined) {
		const months = inputs.months_latest_first.map((month) => ({ sales: month.sales_cents, days: month.days }));
		const dso = figures.countBackDso(receivables ?? 0, months);
		Object.assign(answer, { dso_days_x100: dso.value, exact: dso.exact, unexplained_cents: dso.unexplained });
	}
	return answer;
}

function aged({ invoices, as_of: asOf }: Inputs): Answer {
	if (invoices === undefined) return {};
	const late = invoices.flatMap(({ cents, days_late: daysLate }) =>
		daysLate === undefined ? [] : [{ minor: cents, daysLate }]
	);
	const weighted = late.length === invoices.length ? { weighted_days_x100: figures.weightedDelay(late).value } : {};
	if (asOf === undefined) return weighted;
	const dated = invoices.flatMap(({ id, cents, due }) => (due === undefined ? [] : [{ id, minor: cents, dueOn: due }]));
	const totals = figures.agedBalance(dated, asOf);
	const days = Object.fromEntries(dated.map((invoice) => [invoice.id, daysBetween(invoice.dueOn, asOf)]));
	return {
		...weighted,
		days,
		bucket: Object.fromEntries(
			dated.map((invoice) => [invoice.id, BUCKETS[figures.ageBucket(daysBetween(invoice.dueOn, asOf))]])
		),
		totals_cents: Object.fromEntries(figures.AGE_BUCKETS.map((bucket) => [BUCKETS[bucket], totals[bucket]]))
	};
}

function rates(inputs: Inputs): Answer {
	const answer: Answer = {};
	const { visits, collected_cents: collected, entrusted_cents: entrusted } = inputs;
	if (visits !== undefined && inputs.useful_contacts !== undefined)
		answer['contact_rate_bp'] = figures.contactRate(inputs.useful_contacts, visits).value;
	if (collected !== undefined && entrusted !== undefined)
		answer['amount_rate_bp'] = figures.recoveryRate(collected, entrusted).value;
	if (inputs.files !== undefined && inputs.files_settled !== undefined)
		answer['file_rate_bp'] = figures.recoveryRate(inputs.files_settled, inputs.files).value;
	if (inputs.promises_matured !== undefined) {
		const kept = figures.keptRates({
			matured: inputs.promises_matured,
			kept: inputs.kept ?? 0,
			keptLate: inputs.kept_late ?? 0,
			promised: inputs.promised_cents ?? 0,
			paid: inputs.paid_on_promises_cents ?? 0
		});
		Object.assign(answer, { kept_rate_bp: kept.strict.value, kept_incl_grace_bp: kept.withGrace.value });
		if (inputs.promised_cents !== undefined) answer['amount_rate_bp'] = kept.amount.value;
	}
	if (inputs.bucket_prev_cents !== undefined && inputs.next_bucket_now_cents !== undefined)
		answer['roll_rate_bp'] = figures.rollRate(inputs.next_bucket_now_cents, inputs.bucket_prev_cents).value;
	const { begin_receivables_cents: begin, credit_sales_cents: sales, end_total_cents: end } = inputs;
	if (begin !== undefined && sales !== undefined && end !== undefined)
		answer['cei_bp'] = figures.collectionEffectiveness(begin, sales, end, inputs.end_current_cents ?? 0).value;
	return answer;
}

function costs(inputs: Inputs): Answer {
	const answer: Answer = {};
	const { visits, collected_cents: collected, days_worked: days } = inputs;
	if (inputs.total_cost_cents !== undefined && collected !== undefined)
		answer['cost_per_euro_x10000'] = figures.costPerUnit(inputs.total_cost_cents, collected).value;
	if (inputs.unpaid_ht_cents !== undefined && inputs.net_margin_bp !== undefined)
		answer['extra_turnover_cents'] = figures.salesToOffset(inputs.unpaid_ht_cents, inputs.net_margin_bp).value;
	if (visits !== undefined && days !== undefined)
		answer['visits_per_day_x100'] = figures.visitsPerDay(visits, days).value;
	if (visits !== undefined && collected !== undefined)
		answer['avg_per_visit_cents'] = figures.averagePerVisit(collected, visits).value;
	return answer;
}
