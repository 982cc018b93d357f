// Agreements after the signature: reflection, default, rescheduling, their end, what was given up, and interest that stands still.
import { describe, expect, it } from 'vitest';
import { balanceOf } from '../../../src/lib/core/balance';
import { FRANCE } from '../../../src/lib/core/country/fr/pack';
import { withDatedRows } from '../../../src/lib/core/country/parameters';
import { decide } from '../../../src/lib/core/decide';
import { entrustedBalance } from '../../../src/lib/core/entrusted-balance';
import { nextDue, runningPlan } from '../../../src/lib/core/plan-of-dossier';
import { protocolLife } from '../../../src/lib/core/protocol-life';
import { addDays, instant, localDate, type LocalDate } from '../../../src/lib/core/time';
import {
	act,
	COLLECTOR_STANDING,
	claim,
	claimId,
	dossier,
	MANAGER,
	MANAGER_STANDING,
	operationId,
	payment,
	TODAY
} from './fixture';
import { after, codes, FEBRUARY, JANUARY, lifeOf, line, NOON, replay, sign, signing, text } from './protocol-fixture';

describe('an agreement', () => {
	const paid = (minor: number, before: number, id: number, day: LocalDate) =>
		act(
			'payment.recorded',
			{ ...payment(minor, before), receipt: { ...payment(minor, before).receipt, number: id } },
			{
				id,
				day,
				at: NOON + id * 86_400_000
			}
		);

	it('is in reflection for a consumer, then active, in default when an instalment is broken, and settled when all is paid', () => {
		const signed = after(dossier(), [sign()]);
		expect(lifeOf(signed, TODAY, NOON + 47 * 3_600_000)).toBe('reflection');
		expect(lifeOf(signed, TODAY, NOON + 48 * 3_600_000)).toBe('active');
		expect(lifeOf(signed, addDays(JANUARY, 3))).toBe('active');
		expect(lifeOf(signed, addDays(JANUARY, 6))).toBe('in-default');
		const settled = after(signed, [paid(25_000, 50_000, 11, JANUARY)], [paid(25_000, 25_000, 12, FEBRUARY)]);
		expect(lifeOf(settled, FEBRUARY)).toBe('settled');
	});

	it('leaves a professional no time of reflection', () => {
		const firm = { ...dossier().facts.debtor, kind: 'professional' as const };
		const body = signing({}, { debtor: { ...text().debtor, consumer: false } });
		const signed = after(dossier([claim(1)], { debtor: firm }), [sign(body)]);
		expect(lifeOf(signed, TODAY, NOON + 1)).toBe('active');
		expect(decide(signed, withdrawn(), MANAGER_STANDING).anomalies).toMatchObject([{ code: 'reflection-over' }]);
	});

	const withdrawn = (protocol = 1, at = NOON + 3_600_000, id = 20) =>
		act('protocol.withdrawn', { protocol: operationId(protocol), note: null }, { id, at });

	it('ends when the consumer goes back on it in time, and not after', () => {
		const signed = after(dossier(), [sign()]);
		const gone = replay(signed, withdrawn());
		expect(lifeOf(gone)).toBe('withdrawn');
		expect(runningPlan(gone, TODAY, FRANCE)).toEqual({ ok: true, value: null });
		expect(codes(gone, withdrawn(1, NOON + 7_200_000, 21))).toEqual(['protocol-over']);
		expect(codes(signed, withdrawn(1, NOON + 49 * 3_600_000))).toEqual(['reflection-over']);
		expect(codes(signed, withdrawn(9))).toEqual(['protocol-unknown']);
	});

	it('is ended by a manager, who says why', () => {
		const end = act(
			'protocol.terminated',
			{ protocol: operationId(1), reason: 'Seconde lettre du 3 mars' },
			{ id: 22, actor: MANAGER }
		);
		const ended = replay(after(dossier(), [sign()]), end, MANAGER_STANDING);
		expect(lifeOf(ended)).toBe('terminated');
	});

	it('is rescheduled: the new version replaces the old one, which is kept and takes its payments with it', () => {
		const first = after(dossier(), [sign()], [paid(10_000, 50_000, 11, JANUARY)]);
		const later = addDays(JANUARY, 20);
		const again = signing(
			{},
			{
				day: later,
				total: 40_000,
				instalments: [line(1, localDate('2027-03-05'), 40_000, 0)],
				replaces: { operation: operationId(1), signedOn: TODAY }
			}
		);
		const second = after(first, [sign(again, { id: 30, day: later, at: NOON + 40 * 86_400_000 })]);
		expect(second.state.protocols).toMatchObject([
			{ id: operationId(30), replaces: operationId(1), replaced: false },
			{ id: operationId(1), replaced: true }
		]);
		const day = localDate('2027-03-05');
		const paidOff = after(second, [paid(40_000, 40_000, 50, day)]);
		expect(lifeOf(paidOff, day)).toBe('settled');
		expect(lifeOf(paidOff, day, NOON, 1)).toBe('replaced');
		expect(nextDue(second, day, FRANCE)).toEqual({ from: 'plan', minor: 40_000, dueOn: day });
		const back = after(second, [withdrawn(30, NOON + 40 * 86_400_000 + 1, 31)]);
		expect(lifeOf(back, addDays(later, 1), NOON + 41 * 86_400_000, 1)).toBe('in-default');
		expect(runningPlan(back, later, FRANCE)).toMatchObject({ value: { protocol: { id: operationId(1) } } });
	});

	it('refuses to say where it stands on a day that no term covers', () => {
		const signed = after(dossier(), [sign()]);
		const [entry] = signed.state.protocols;
		const pack = { parameters: { ...FRANCE.parameters, 'plan.grace-days': [] } };
		if (!entry) throw new Error('no agreement');
		expect(protocolLife(signed, entry, { day: TODAY, at: instant(NOON) }, pack).ok).toBe(false);
		expect(runningPlan(signed, TODAY, pack).ok).toBe(false);
	});

	it('keeps no reflection where its hours are not known', () => {
		const pack = { ...FRANCE, parameters: { ...FRANCE.parameters, 'plan.reflection-hours': [] } };
		const { state } = decide(dossier(), sign(), { ...COLLECTOR_STANDING, pack });
		expect(state?.protocols[0]?.reflectionUntil).toBeUndefined();
	});
});

describe('a settlement', () => {
	const pack = withDatedRows(FRANCE, [
		{
			parameter: 'plan.max-waiver',
			from: localDate('2020-01-01'),
			to: null,
			value: 10_000,
			source: 's',
			confidence: 'high'
		}
	]);
	const standing = { ...COLLECTOR_STANDING, pack };
	const owed = () => dossier([claim(1, { principal: 40_000, penalty: 10_000 })]);
	const settle = () =>
		sign(
			signing(
				{},
				{
					document: 'settlement',
					waived: 10_000,
					dispute: 'les pénalités',
					total: 40_000,
					claims: [{ ref: 'F-1', label: 'Facture', principal: 40_000, interest: 0, penalty: 10_000, indemnity: 0 }],
					instalments: [line(1, JANUARY, 40_000, 0)]
				}
			)
		);

	it('frees the debtor of what was given up once the rest is paid, and not before', () => {
		const signed = after(owed(), [settle(), standing]);
		expect(signed.state.protocols[0]).toMatchObject({ waived: 10_000, covers: [claimId(1)] });
		expect(balanceOf(signed, JANUARY, pack)).toBe(50_000);
		const pay = payment(40_000, 50_000, {
			detail: { means: 'transfer', reference: 'VIR' },
			allocation: [
				{ claim: claimId(1), component: 'penalty', minor: 10_000 },
				{ claim: claimId(1), component: 'principal', minor: 30_000 }
			]
		});
		const kept = after(signed, [
			act('payment.recorded', pay, { id: 9, day: JANUARY, at: NOON + 86_400_000 }),
			standing
		]);
		expect(balanceOf(kept, JANUARY, pack)).toBe(0);
		expect(entrustedBalance(kept)).toBe(0);
		expect(entrustedBalance(signed)).toBe(50_000);
	});

	it('within the margin needs no manager, beyond it does', () => {
		expect(codes(owed(), settle())).toEqual(['protocol-over-margin']);
	});
});

describe('interest', () => {
	const owing = () =>
		dossier([claim(1, { countedOn: localDate('2026-07-05') })], { noticeOn: localDate('2026-07-05') });
	const day = addDays(TODAY, 60);

	it('does not run while an agreement is kept, and runs again as if never signed once the debtor goes back on it', () => {
		const balance = balanceOf(owing(), TODAY, FRANCE);
		expect(balanceOf(owing(), day, FRANCE)).toBeGreaterThan(balance);
		const body = signing({}, { total: balance, instalments: [line(1, JANUARY, balance, 0)] });
		const signed = after(owing(), [sign(body)]);
		expect(balanceOf(signed, day, FRANCE)).toBe(balance);
		const back = after(signed, [
			act('protocol.withdrawn', { protocol: operationId(1), note: 'Lettre du lendemain' }, { id: 2, at: NOON + 1 })
		]);
		expect(balanceOf(back, day, FRANCE)).toBe(balanceOf(owing(), day, FRANCE));
	});
});
