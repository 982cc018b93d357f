// The country pack: dated rows, their overlay, and the completeness of the French one.
import { describe, expect, it } from 'vitest';
import { nextRatePeriod, reachOf, unknownOn } from '../../../src/lib/core/country/coverage';
import { inForce, rateInForce, rowInForce } from '../../../src/lib/core/country/dated';
import { FRANCE } from '../../../src/lib/core/country/fr/pack';
import { readParameterValue } from '../../../src/lib/core/country/parameter-unit';
import { parameter, PARAMETERS, withDatedRows, type ApprovedRow } from '../../../src/lib/core/country/parameters';
import { ratesOn } from '../../../src/lib/core/rate';
import { localDate } from '../../../src/lib/core/time';

const day = localDate;
const newHalfYear = (parameterName: ApprovedRow['parameter'], value: number): ApprovedRow => ({
	parameter: parameterName,
	from: day('2027-01-01'),
	to: day('2027-06-30'),
	value,
	source: 'arr. 12/2026',
	confidence: 'high'
});

describe('a dated parameter', () => {
	it('is refused where no row covers the day, with the day and the name', () => {
		expect(inForce([], day('2026-01-01'))).toEqual({
			ok: false,
			error: { code: 'parameter-not-known', data: { day: '2026-01-01' } }
		});
		expect(parameter(FRANCE, 'cash.ceiling-resident', day('2010-01-01'))).toEqual({
			ok: false,
			error: { code: 'parameter-not-known', data: { parameter: 'cash.ceiling-resident', day: '2010-01-01' } }
		});
		expect(rateInForce([], day('2026-01-01'))).toMatchObject({ ok: false, error: { code: 'RATE_NOT_KNOWN' } });
	});

	it('holds on the first and on the last day of its row, not outside', () => {
		const rows = FRANCE.parameters['litigation.order-service-months'];
		expect(rowInForce(rows, day('2026-08-31'))?.value).toBe(6);
		expect(rowInForce(rows, day('2026-09-01'))?.value).toBe(3);
		expect(rowInForce(rows, day('1981-12-31'))).toBeNull();
	});
});

describe('approved rows', () => {
	it('let the rates of a new half-year be known, and leave the pack as it was', () => {
		const first = day('2027-01-01');
		const rows = [
			newHalfYear('rate.reference', 265),
			newHalfYear('rate.legal-individual', 690),
			newHalfYear('rate.legal-other', 280)
		];
		expect(ratesOn(FRANCE, first)).toMatchObject({ ok: false, error: { code: 'RATE_NOT_KNOWN' } });
		expect(ratesOn(withDatedRows(FRANCE, rows), first)).toMatchObject({
			ok: true,
			value: { lateDefaultBp: 1265, contractFloorBp: 840, legalIndividualIncreasedBp: 1190 }
		});
	});

	it('win over the pack, the row given last over the ones before', () => {
		const row = (value: number): ApprovedRow => ({
			parameter: 'cash.ceiling-resident',
			from: day('2026-01-01'),
			to: null,
			value,
			source: 'test',
			confidence: 'low'
		});
		const pack = withDatedRows(FRANCE, [row(1), row(2)]);
		expect(parameter(pack, 'cash.ceiling-resident', day('2026-06-01'))).toEqual({ ok: true, value: 2 });
		expect(parameter(pack, 'cash.ceiling-resident', day('2025-06-01'))).toEqual({ ok: true, value: 100_000 });
	});

	it('refuse all rates as long as one of them is missing', () => {
		const first = day('2027-01-01');
		const known = [newHalfYear('rate.reference', 265), newHalfYear('rate.legal-other', 280)];
		const half = [...known, newHalfYear('rate.legal-individual', 690)].filter(
			(row) => row.parameter !== 'rate.legal-other'
		);
		expect(ratesOn(withDatedRows(FRANCE, half), first).ok).toBe(false);
		expect(ratesOn(withDatedRows(FRANCE, known), first).ok).toBe(false);
		expect(ratesOn(withDatedRows(FRANCE, known.slice(0, 1)), first).ok).toBe(false);
		for (const name of ['rate.late-margin', 'rate.floor-multiplier', 'rate.increase'] as const) {
			const pack = { ...FRANCE, parameters: { ...FRANCE.parameters, [name]: [] } };
			expect(ratesOn(pack, day('2026-01-01')).ok).toBe(false);
		}
	});
});

describe('the reach of a parameter', () => {
	it('is the last day that follows without a gap, until further notice, or nothing at all', () => {
		const rates = FRANCE.parameters['rate.reference'];
		expect(reachOf(rates, day('2024-05-01'))).toEqual({ kind: 'until', day: '2026-12-31' });
		expect(reachOf(rates, day('2027-01-01'))).toEqual({ kind: 'unknown' });
		expect(reachOf(FRANCE.parameters['rate.late-margin'], day('2026-11-21'))).toEqual({ kind: 'open' });
		const toTheEnd = withDatedRows(FRANCE, [{ ...newHalfYear('rate.reference', 265), to: day('2199-12-31') }]);
		expect(reachOf(toTheEnd.parameters['rate.reference'], day('2026-11-21'))).toEqual({ kind: 'open' });
	});

	it('names what will be missing at the next half-year, and no longer once the rows are there', () => {
		const first = nextRatePeriod(FRANCE, day('2026-11-21'));
		expect(first).toBe('2027-01-01');
		const rates = ['rate.reference', 'rate.legal-individual', 'rate.legal-other'] as const;
		expect(unknownOn(FRANCE, first)).toEqual(rates);
		const rows = rates.map((name) => newHalfYear(name, 265));
		expect(unknownOn(withDatedRows(FRANCE, rows), first)).toEqual([]);
	});
});

describe('the French pack', () => {
	it.each(PARAMETERS)('knows %s today, with a source, in rows that end after they begin and never overlap', (name) => {
		const rows = FRANCE.parameters[name];
		expect(rowInForce(rows, day('2026-11-21'))).not.toBeNull();
		for (const row of rows) {
			expect(row.source).not.toBe('');
			expect(row.to === null || row.to >= row.from).toBe(true);
			expect(rows.filter((other) => other !== row && rowInForce([other], row.from) !== null)).toEqual([]);
		}
	});

	it('prints the two paragraphs of L111-8', () => {
		const text = inForce(FRANCE.letter.statutoryText, day('2026-11-21'));
		expect(text.ok && text.value.split('\n')).toEqual([
			expect.stringMatching(
				/^Les frais de recouvrement entrepris sans titre.*sauf disposition législative contraire\.$/
			),
			expect.stringMatching(/^Cependant, le créancier qui justifie.*débiteur de mauvaise foi\.$/)
		]);
	});
});

describe('a value as a person writes it', () => {
	it.each([
		['rate.reference', '2,65', 265],
		['rate.reference', '2.6 %', 260],
		['rate.legal-other', '3', 300],
		['cash.ceiling-resident', '1 000,00', 100_000],
		['interest.fixed-indemnity', '40', 4000],
		['plan.grace-days', '10', 10],
		['rate.floor-multiplier', '3', 3]
	] as const)('%s: %s is %i', (name, text, value) => {
		expect(readParameterValue(name, text, 'EUR')).toEqual({ ok: true, value });
	});

	it.each([
		['rate.reference', '265'],
		['rate.reference', '2,655'],
		['rate.reference', '-1'],
		['cash.ceiling-resident', '-5'],
		['cash.ceiling-resident', 'mille'],
		['plan.grace-days', '1,5'],
		['plan.grace-days', '']
	] as const)('%s: %s is refused', (name, text) => {
		expect(readParameterValue(name, text, 'EUR')).toMatchObject({ error: { code: 'parameter-invalid' } });
	});
});
