// A new half-year's rate, from unknown to approved: statements, payments and the judge before and after the row.
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { FRANCE } from '../../../src/lib/core/country/fr/pack';
import { withDatedRows, type ApprovedRow } from '../../../src/lib/core/country/parameters';
import { decide } from '../../../src/lib/core/decide';
import { balanceOf, claimStatement } from '../../../src/lib/core/balance';
import type { Claim } from '../../../src/lib/core/dossier';
import { gateOf } from '../../../src/lib/core/dossier-gate';
import { instant, localDate } from '../../../src/lib/core/time';
import { approvedRowSchema } from '../../../src/lib/core/wire';
import { act, claim as claimOf, COLLECTOR_STANDING, dossier as dossierOf, payment } from './fixture';

const NEW_YEAR = localDate('2027-01-20');
/** 20 January 2027, 11:00 in Paris. */
const AT = Date.UTC(2027, 0, 20, 10);
const ROW: ApprovedRow = {
	parameter: 'rate.reference',
	from: localDate('2027-01-01'),
	to: localDate('2027-06-30'),
	value: 265,
	source: 'ECB key rates of 01/01/2027',
	confidence: 'high'
};
const APPROVED = withDatedRows(FRANCE, [ROW]);

const claim: Claim = claimOf(1, {
	kind: 'business',
	dueOn: localDate('2026-10-31'),
	principal: 36_500,
	indemnity: 4000,
	countedOn: localDate('2026-10-31')
});
const dossier = dossierOf([claim], {
	debtor: { ...dossierOf([]).facts.debtor, kind: 'professional' }
});

describe('a statement after the last known rate', () => {
	it('runs to the last known day and says so, and goes on once the new row is approved', () => {
		const before = claimStatement(dossier, claim, NEW_YEAR, FRANCE);
		expect(before).toMatchObject({ through: '2026-12-31', refusal: { code: 'RATE_NOT_KNOWN' } });
		expect(before.interest.dueMinor).toBe(756);
		const after = claimStatement(dossier, claim, NEW_YEAR, APPROVED);
		expect(after).toMatchObject({ through: NEW_YEAR, refusal: null });
		expect(after.lines.map(({ from, to, rateBp, interestMinor }) => [from, to, rateBp, interestMinor])).toEqual([
			['2026-11-01', '2026-12-31', 1240, 756],
			['2027-01-01', '2027-01-20', 1265, 253]
		]);
		expect(after.interest.dueMinor).toBe(756 + 253);
	});

	it('never stops a payment: what is known is paid', () => {
		const balance = balanceOf(dossier, NEW_YEAR, FRANCE);
		expect(balance).toBe(36_500 + 4000 + 756);
		const body = payment(756, balance, {
			receipt: { series: 'T01', year: 2027, number: 1, token: 'A'.repeat(147) },
			allocation: [{ claim: claim.id, component: 'interest', minor: 756 }]
		});
		const paid = act('payment.recorded', body, { day: NEW_YEAR, at: AT });
		expect(decide(dossier, paid, COLLECTOR_STANDING).anomalies).toEqual([]);
	});
});

describe('an approved row on the wire', () => {
	it('is a whole number with its period; one that only a later version knows changes nothing here', () => {
		expect(v.is(approvedRowSchema, ROW)).toBe(true);
		const invented = { ...ROW, parameter: 'rate.invented' };
		expect(v.is(approvedRowSchema, invented)).toBe(true);
		expect(withDatedRows(FRANCE, [invented])).toEqual(FRANCE);
		expect(v.is(approvedRowSchema, { ...ROW, value: 2.65 })).toBe(false);
	});
});

describe('the liability insurance of the organisation', () => {
	it('closes visits the day after it ends, and a visit made all the same is flagged', () => {
		const last = localDate('2027-01-19');
		expect(gateOf(dossier, 'visit', instant(AT - 86_400_000), APPROVED, last).allowed).toBe(true);
		expect(gateOf(dossier, 'visit', instant(AT), APPROVED, last).reasons).toMatchObject([
			{ code: 'insurance-expired', effect: 'block', data: { endedOn: last } }
		]);
		const visit = act(
			'visit.reported',
			{ round: null, outcome: 'absent', cause: null, note: null, next: null, openedAt: null },
			{ day: NEW_YEAR, at: AT }
		);
		const judged = (insuredUntil: typeof last | null) =>
			decide(dossier, visit, { ...COLLECTOR_STANDING, insuredUntil }).anomalies.map(({ code }) => code);
		expect(judged(last)).toEqual(['outside-gate']);
		expect(judged(NEW_YEAR)).toEqual([]);
		expect(judged(null)).toEqual([]);
	});
});

describe('a debtor whose proceedings are open', () => {
	it.each(['over-indebted', 'insolvency'] as const)('owes no interest beyond what was counted: %s', (alert) => {
		const stopped = dossierOf([claim], { ...dossier.facts, alerts: [alert] });
		expect(claimStatement(stopped, claim, NEW_YEAR, APPROVED).interest.dueMinor).toBe(0);
		expect(claimStatement(dossier, claim, NEW_YEAR, APPROVED).interest.dueMinor).toBeGreaterThan(0);
	});
});
