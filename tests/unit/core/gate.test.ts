// Gates: what may be done now, why not, and that a further reason never opens what was closed.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FRENCH_GATES } from '../../../src/lib/core/country/fr/gates';
import { FRANCE } from '../../../src/lib/core/country/fr/pack';
import { ALERTS } from '../../../src/lib/core/dossier';
import {
	gateFacts,
	gateMoment,
	judgeGate,
	type GateEvent,
	type GateFacts,
	type GateMoment
} from '../../../src/lib/core/gate';
import { GATE_ACTIONS, GATE_REASONS } from '../../../src/lib/core/gate-section';
import { dateOfEpochDay, instant, localDate } from '../../../src/lib/core/time';

const day = localDate;
const SATURDAY_10_30: GateMoment = { day: day('2026-11-21'), minute: 630, region: 'metropole' };
const CLEAR: GateFacts = {
	creditor: 'mandated',
	mandate: { signedOn: day('2026-01-05'), endsOn: null },
	insuredUntil: day('2026-12-31'),
	letter: { ref: 'L-2026-1', sentOn: day('2026-10-01') },
	events: [],
	prescribed: 'none',
	cash: null
};
const EVENTS: readonly GateEvent['event'][] = [
	'visits-refused',
	'contact-refused',
	'debtor-deceased',
	'debtor-minor',
	'debtor-protected',
	'over-indebtedness-admitted',
	'over-indebtedness-filed',
	'insolvency-open',
	'conciliation-open',
	'dispute-open',
	'mediation-open',
	'complaint-filed',
	'danger-reported',
	'address-unknown'
];

const judge = (action: (typeof GATE_ACTIONS)[number], facts: Partial<GateFacts>, moment: Partial<GateMoment> = {}) =>
	judgeGate(action, { ...CLEAR, ...facts }, { ...SATURDAY_10_30, ...moment }, FRANCE);
const codes = (...parameters: Parameters<typeof judge>) => judge(...parameters).reasons.map((reason) => reason.code);

describe('the gate of a visit', () => {
	it('is open for a clear dossier on a working Saturday morning', () => {
		expect(judge('visit', {})).toEqual({ action: 'visit', allowed: true, effect: 'none', reasons: [] });
	});

	it('gives each reason with its data and source', () => {
		expect(judge('visit', { events: [{ event: 'visits-refused', on: day('2026-11-02') }] }).reasons).toEqual([
			{ code: 'visits-refused', effect: 'block', data: { on: '2026-11-02' }, source: 'C. conso L121-7 2°' }
		]);
	});

	it('wants a mandate in force and the letter sent, on that very day', () => {
		expect(codes('visit', { mandate: null, letter: null })).toEqual(['no-mandate', 'letter-not-sent']);
		const mandate = { signedOn: day('2026-01-05'), endsOn: day('2026-11-20') };
		expect(codes('visit', { mandate })).toEqual(['mandate-not-in-force']);
		expect(codes('visit', { mandate: { signedOn: day('2026-11-22'), endsOn: null } })).toEqual([
			'mandate-not-in-force'
		]);
		expect(codes('visit', { mandate: { ...mandate, endsOn: day('2026-11-21') } })).toEqual([]);
		expect(codes('visit', { letter: { ref: 'L', sentOn: day('2026-11-22') } })).toEqual(['letter-not-sent']);
	});

	it('asks staff collecting its own claims for neither mandate nor letter', () => {
		expect(codes('visit', { creditor: 'own', mandate: null, letter: null, insuredUntil: day('2020-01-01') })).toEqual(
			[]
		);
	});

	it('closes when the insurance ended and stays open when its end was not recorded', () => {
		expect(codes('visit', { insuredUntil: day('2026-11-20') })).toEqual(['insurance-expired']);
		expect(codes('visit', { insuredUntil: null })).toEqual([]);
	});

	it('keeps to the hours of the house: from eight, before eight in the evening', () => {
		const at = (minute: number) => judge('visit', {}, { minute }).allowed;
		expect([479, 480, 1199, 1200].map(at)).toEqual([false, true, true, false]);
	});

	it('never opens outside the outer bounds, whatever the house says', () => {
		const visits = {
			...FRANCE.visits,
			hours: FRANCE.visits.hours.map((row) => ({ ...row, value: { ...row.value, from: 0, until: 1440 } }))
		};
		const rules = { ...FRANCE, visits };
		const reasons = judgeGate('visit', CLEAR, { ...SATURDAY_10_30, minute: 300 }, rules).reasons;
		expect(reasons).toMatchObject([{ code: 'outside-hours', data: { from: 360, until: 1260 } }]);
	});

	it('is closed when no hours are known for the day', () => {
		const rules = { ...FRANCE, visits: { hours: [], outerHours: [] } };
		expect(judgeGate('visit', CLEAR, SATURDAY_10_30, rules).reasons).toMatchObject([
			{ code: 'outside-hours', data: {} }
		]);
		const noBounds = { ...FRANCE, visits: { hours: FRANCE.visits.hours, outerHours: [] } };
		expect(judgeGate('visit', CLEAR, SATURDAY_10_30, noBounds).allowed).toBe(false);
	});

	it('is closed on Sundays and on the holidays of the region', () => {
		expect(judge('visit', {}, { day: day('2026-11-22') }).reasons).toMatchObject([
			{ code: 'rest-day', data: { weekday: 7 } }
		]);
		expect(codes('visit', {}, { day: day('2026-12-26') })).toEqual([]);
		const boxing = judge('visit', {}, { day: day('2026-12-26'), region: 'alsace-moselle' });
		expect(boxing.reasons[0]?.code).toBe('rest-day');
		expect(boxing.reasons[0]?.data).toHaveProperty('holiday');
	});

	it('lets a house visit on holidays when its hours say so', () => {
		const visits = {
			...FRANCE.visits,
			hours: FRANCE.visits.hours.map((row) => ({ ...row, value: { ...row.value, holidays: true } }))
		};
		const christmas = { ...SATURDAY_10_30, day: day('2026-12-25') };
		expect(judgeGate('visit', CLEAR, christmas, { ...FRANCE, visits }).allowed).toBe(true);
	});

	it('warns of danger and of a wrong address without closing', () => {
		const gate = judge('visit', { events: [{ event: 'danger-reported', on: null }] });
		expect([gate.allowed, gate.effect]).toEqual([true, 'warn']);
	});

	it('is closed for a prescribed claim and warns when only some claims are', () => {
		expect(judge('visit', { prescribed: 'all' })).toMatchObject({ allowed: false, reasons: [{ code: 'prescribed' }] });
		expect(judge('visit', { prescribed: 'some' })).toMatchObject({ allowed: true, effect: 'warn' });
	});
});

describe('the gates of the other acts', () => {
	it('let a letter go out at night and on Sunday, but not a call', () => {
		const sundayNight = { day: day('2026-11-22'), minute: 1400 };
		expect(judge('send-letter', {}, sundayNight).allowed).toBe(true);
		expect(judge('telephone', {}, sundayNight).allowed).toBe(false);
	});

	it('let the first letter go before itself, under a mandate', () => {
		expect(judge('send-first-letter', { letter: null }).allowed).toBe(true);
		expect(judge('send-letter', { letter: null }).allowed).toBe(false);
		expect(judge('send-first-letter', { letter: null, mandate: null }).allowed).toBe(false);
	});

	it('leave post and telephone to someone who wants no more visits', () => {
		const events: readonly GateEvent[] = [{ event: 'visits-refused', on: null }];
		expect(GATE_ACTIONS.filter((action) => !judge(action, { events }).allowed)).toEqual(['visit']);
	});

	it('refuse everything to a debtor in insolvency or admitted to over-indebtedness', () => {
		for (const event of ['insolvency-open', 'over-indebtedness-admitted'] as const)
			expect(GATE_ACTIONS.some((action) => judge(action, { events: [{ event, on: null }] }).allowed)).toBe(false);
	});

	it('stop cash beyond the ceiling and say how much may be taken', () => {
		const cash = { allowed: false, maxCash: 0, reason: 'debt-above-ceiling', ceiling: 100_000 } as const;
		expect(judge('collect-cash', { cash }).reasons).toMatchObject([
			{ code: 'cash-ceiling', effect: 'block', data: { maxCash: 0, ceiling: 100_000, reason: 'debt-above-ceiling' } }
		]);
		expect(judge('collect-cash', { cash: { ...cash, allowed: true } }).allowed).toBe(true);
	});

	it('have a source for each line of the table', () => {
		for (const code of GATE_REASONS) expect(FRENCH_GATES[code].source).not.toBe('');
	});
});

const anyDay = fc.integer({ min: -25_000, max: 80_000 }).map(dateOfEpochDay);
const anyEvents = fc.array(fc.record({ event: fc.constantFrom(...EVENTS), on: fc.option(anyDay) }), { maxLength: 6 });
const anyFacts: fc.Arbitrary<GateFacts> = fc.record({
	creditor: fc.constantFrom('own', 'mandated'),
	mandate: fc.option(fc.record({ signedOn: anyDay, endsOn: fc.option(anyDay) })),
	insuredUntil: fc.option(anyDay),
	letter: fc.option(fc.record({ ref: fc.string(), sentOn: anyDay })),
	events: anyEvents,
	prescribed: fc.constantFrom('none', 'some', 'all'),
	cash: fc.constant(null)
});
const anyMoment = fc.record({ day: anyDay, minute: fc.integer({ min: 0, max: 1439 }), region: fc.string() });

describe('adding a reason', () => {
	it('never opens a closed gate nor weakens its effect', () => {
		const strength = { none: 0, warn: 1, block: 2 } as const;
		fc.assert(
			fc.property(fc.constantFrom(...GATE_ACTIONS), anyFacts, anyEvents, anyMoment, (action, facts, more, moment) => {
				const before = judgeGate(action, facts, moment, FRANCE);
				const after = judgeGate(action, { ...facts, events: [...facts.events, ...more] }, moment, FRANCE);
				expect(strength[after.effect]).toBeGreaterThanOrEqual(strength[before.effect]);
				const added = after.reasons.map((reason) => reason.code);
				expect(before.reasons.every((reason) => added.includes(reason.code))).toBe(true);
			})
		);
	});

	it('closes more, never less, when the mandate, the letter or the limitation is lost', () => {
		fc.assert(
			fc.property(fc.constantFrom(...GATE_ACTIONS), anyFacts, anyMoment, (action, facts, moment) => {
				const open = (change: Partial<GateFacts>) => judgeGate(action, { ...facts, ...change }, moment, FRANCE).allowed;
				if (open({})) return;
				expect(open({ mandate: null })).toBe(false);
				expect(open({ letter: null })).toBe(false);
				expect(open({ prescribed: 'all' })).toBe(false);
			})
		);
	});
});

describe('what a gate is given', () => {
	it('reads the alerts of the office and of the field once each', () => {
		const facts = gateFacts(
			{
				facts: {
					creditor: { kind: 'mandated' },
					mandate: { ref: 'M1', signedOn: day('2026-01-05') },
					letter: null,
					alerts: ['disputed']
				},
				state: { alerts: ['disputed', 'deceased'] }
			},
			{ insuredUntil: null, prescribed: 'none', cash: null }
		);
		expect(facts.events.map((event) => event.event)).toEqual(['dispute-open', 'debtor-deceased']);
		expect(facts.mandate).toEqual({ signedOn: '2026-01-05', endsOn: null });
	});

	it('gives every alert a reason that some gate knows', () => {
		const creditor = { kind: 'own' } as const;
		const { events, mandate } = gateFacts(
			{ facts: { creditor, mandate: null, letter: null, alerts: [...ALERTS] }, state: { alerts: [] } },
			{ insuredUntil: null, prescribed: 'none', cash: null }
		);
		expect(mandate).toBeNull();
		expect(events.every(({ event }) => Object.keys(FRENCH_GATES[event].effects).length > 0)).toBe(true);
	});

	it('is the hour on the clock of the debtor', () => {
		const noonInParis = instant(Date.UTC(2026, 10, 21, 11, 0));
		expect(gateMoment(noonInParis, 'metropole', FRANCE.calendar)).toMatchObject({ day: '2026-11-21', minute: 720 });
		expect(gateMoment(noonInParis, 'reunion', FRANCE.calendar)).toMatchObject({ minute: 900 });
		expect(gateMoment(noonInParis, 'alsace-moselle', FRANCE.calendar)).toMatchObject({ minute: 720 });
	});
});
