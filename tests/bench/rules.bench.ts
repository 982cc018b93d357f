// How fast the rules of the trade run: statements, aged balance and schedules, in operations per second.
import { FRANCE } from '../../src/lib/core/country/fr/pack';
import { withDatedRows, type ApprovedRow } from '../../src/lib/core/country/parameters';
import { agedBalance } from '../../src/lib/core/figures';
import { planOrder } from '../../src/lib/core/round-order';
import { wayThrough } from '../../src/lib/core/round-way';
import { buildSchedule } from '../../src/lib/core/schedule';
import { statementOf, type StatementClaim } from '../../src/lib/core/statement';
import { addDays, localDate } from '../../src/lib/core/time';
import { told, type Row } from './bench';

export const title = 'The rules of the trade';

type Speed = { readonly name: string; readonly operationsPerSecond: number };

const AS_OF = localDate('2026-11-21');
const FIVE_YEARS_AGO = localDate('2021-11-21');

/** The pack starts in 2023: rows for the years before, as an admin would enter them, so that interest runs all the way. */
const EARLIER_RATES = (['rate.reference', 'rate.legal-other', 'rate.legal-individual'] as const).map(
	(parameter): ApprovedRow => ({
		parameter,
		from: localDate('2021-07-01'),
		to: localDate('2022-12-31'),
		value: 77,
		source: 'benchmark',
		confidence: 'low'
	})
);

/** Runs each rule for about half a second, after a warm-up; one operation is the whole of what the name says. */
export async function run(): Promise<readonly Row[]> {
	const rates = speeds().map(({ name, operationsPerSecond }) =>
		told(name, `${operationsPerSecond.toFixed(1)} operations/s`)
	);
	return [...rates, told('road of 60 stops in the order found, of that in the order given', orderShare())];
}

function speeds(): readonly Speed[] {
	const pack = withDatedRows(FRANCE, EARLIER_RATES);
	const claims = Array.from({ length: 500 }, (_, index) => lateClaim(index));
	const items = Array.from({ length: 100_000 }, (_, index) => ({
		dueOn: addDays(AS_OF, 30 - (index % 400)),
		minor: 100 + ((index * 7919) % 500_000)
	}));
	return [
		measure('a statement of 500 claims over five years', () => {
			for (const claim of claims) {
				const { refusal } = statementOf(pack, claim, AS_OF);
				if (refusal !== null) throw new Error(refusal.code);
			}
		}),
		measure('an aged balance of 100,000 claims', () => agedBalance(items, AS_OF)),
		measure('1,000 schedules of 24 instalments', () => {
			for (let index = 0; index < 1000; index += 1) schedule(index);
		}),
		measure('an order of 60 stops', () => planOrder(STOPS, DEPARTURE))
	];
}

/** A round over 20 km around a town, in an order that nobody thought about. */
const STOPS = Array.from({ length: 60 }, (_, index) => ({
	id: String(index),
	position: { latE6: 47_300_000 + ((index * 104_729) % 180_000), lonE6: 560_000 + ((index * 7_919_017) % 260_000) },
	pinned: false,
	window: null,
	isDone: false
}));
const DEPARTURE = { from: { latE6: 47_390_000, lonE6: 690_000 }, minute: 510, hours: null };

function orderShare(): string {
	const [given, found] = [STOPS, planOrder(STOPS, DEPARTURE)].map((order) => wayThrough(order, DEPARTURE).metres);
	return `${(((found ?? 0) / (given ?? 1)) * 100).toFixed(1)} %`;
}

function measure(name: string, work: () => unknown): Speed {
	for (let round = 0; round < 3; round += 1) work();
	const start = performance.now();
	let operations = 0;
	while (performance.now() - start < 500) {
		work();
		operations += 1;
	}
	return { name, operationsPerSecond: (operations * 1000) / (performance.now() - start) };
}

function schedule(index: number): void {
	const table = buildSchedule(
		{
			total: 240_000 + index,
			down: null,
			count: 24,
			firstDueOn: addDays(AS_OF, index % 60),
			frequency: 'monthly',
			anchorDay: null,
			roll: true,
			region: null,
			minInstalment: 2000
		},
		FRANCE.calendar
	);
	if (!table.ok) throw new Error(table.error.code);
}

/** A professional's late invoice of five years with four part payments, each claim a little different. */
function lateClaim(index: number): StatementClaim {
	const dueDate = addDays(FIVE_YEARS_AGO, index % 90);
	return {
		currency: 'EUR',
		debtorKind: 'professional',
		creditorKind: 'other',
		principalMinor: 500_000 + index * 137,
		dueDate,
		formalNotice: null,
		enforceableSince: null,
		contractRateBp: null,
		penalClauseBp: null,
		lateInvoices: 1,
		openingJudgment: null,
		longTermCredit: false,
		interestFrozenFrom: null,
		capitalFirst: false,
		dayCount: null,
		entrusted: null,
		payments: [200, 500, 900, 1300].map((days) => ({ date: addDays(dueDate, days), minor: 20_000, split: null }))
	};
}
