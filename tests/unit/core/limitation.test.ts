// Limitation and foreclosure: delays, interruptions, suspensions, the cap, instalments and the badge.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shiftDays } from '../../../src/lib/core/civil-days';
import { FRANCE } from '../../../src/lib/core/country/fr/pack';
import { LIMITATION_EVENTS, LIMITATION_KINDS, type CountryPack } from '../../../src/lib/core/country/pack';
import {
	limitation,
	limitationOfInstalments,
	type LimitationClaim,
	type LimitationEvent
} from '../../../src/lib/core/limitation';
import { localDate, type LocalDate } from '../../../src/lib/core/time';
import { anyDay } from './arbitrary';

const day = localDate;
const event = (type: LimitationEvent['type'], date: string, end: string | null = null, dismissed = false) => ({
	type,
	date: day(date),
	end: end === null ? null : day(end),
	dismissed
});
const claim = (over: Partial<LimitationClaim>): LimitationClaim => ({
	kind: 'business',
	start: day('2022-01-31'),
	rightBorn: null,
	events: [],
	...over
});
function state(over: Partial<LimitationClaim>, asOf = '2026-11-21') {
	const found = limitation(FRANCE, claim(over), day(asOf));
	if (!found.ok) throw new Error(found.error.code);
	return found.value;
}
const effects = (over: Partial<LimitationClaim>) => state(over).log.map((entry) => [entry.effect, entry.newLastDay]);

const anyEvent: fc.Arbitrary<LimitationEvent> = fc.record({
	type: fc.constantFrom(...LIMITATION_EVENTS),
	date: anyDay,
	end: fc.option(anyDay, { nil: null }),
	dismissed: fc.boolean()
});
const knownStart = anyDay.filter((date) => date >= '2019-01-01');

describe('interruption', () => {
	it('by a court claim lasts until the end of proceedings, and is void when dismissed', () => {
		expect(state({ events: [event('court-claim', '2026-03-01')] })).toMatchObject({
			status: 'interrupted',
			lastDay: null,
			daysLeft: null,
			badge: 'green'
		});
		expect(effects({ events: [event('court-claim', '2026-03-01', '2026-09-30')] })).toEqual([
			['interrupts-until-end', '2031-09-30']
		]);
		expect(effects({ events: [event('court-claim', '2026-03-01', null, true)] })).toEqual([['none-dismissed', null]]);
	});

	it('by a declaration in insolvency lasts until the procedure closes', () => {
		expect(state({ events: [event('insolvency-declaration', '2026-03-01')] }).status).toBe('interrupted');
	});

	it('while a claim is pending, other events change nothing to the standing clock', () => {
		const events = [
			event('court-claim', '2025-03-01'),
			event('acknowledgement', '2025-06-01'),
			event('conciliation', '2025-07-01', '2025-09-01'),
			event('conciliation', '2025-10-01')
		];
		expect(state({ events })).toMatchObject({ status: 'interrupted', lastDay: null });
		expect(effects({ events })).toEqual([
			['interrupts-pending', null],
			['interrupts', null],
			['suspends', null],
			['suspends', null]
		]);
	});

	it('by an acknowledgement during proceedings does not shorten the delay that they give', () => {
		const events = [event('acknowledgement', '2026-05-01'), event('court-claim', '2026-03-01', '2026-09-30')];
		expect(state({ events }).lastDay).toBe('2031-09-30');
	});

	it('does not revive a claim that is already prescribed', () => {
		expect(effects({ start: day('2020-01-31'), events: [event('signed-plan', '2025-02-01')] })).toEqual([
			['none-already-prescribed', null]
		]);
	});

	it('by a registered letter only works for insurance premiums', () => {
		const events = [event('registered-letter', '2025-03-01')];
		const premium = { kind: 'insurance-premium', start: day('2024-01-31'), events } as const;
		expect(state(premium).lastDay).toBe('2027-03-01');
		expect(state({ ...premium, kind: 'consumer-goods-services' }).lastDay).toBe('2026-01-31');
	});

	it('of a foreclosure needs a court or an enforcement measure', () => {
		const credit = { kind: 'consumer-credit', start: day('2025-01-05') } as const;
		const events = [event('partial-payment', '2026-01-01'), event('conciliation', '2026-02-01', '2026-03-01')];
		expect(state({ ...credit, events })).toMatchObject({ nature: 'foreclosure', lastDay: '2027-01-05' });
		expect(state({ ...credit, events: [event('enforcement-measure', '2026-01-01')] }).lastDay).toBe('2028-01-01');
	});
});

describe('suspension', () => {
	it('gives back what was left, and never less than six months', () => {
		expect(state({ events: [event('mediation', '2024-01-31', '2024-03-31')] })).toMatchObject({
			lastDay: '2027-04-01',
			log: [{ effect: 'suspends', remainingDays: 1096 }]
		});
		expect(state({ events: [event('mediation', '2027-01-01', '2027-03-31')] }).lastDay).toBe('2027-09-30');
	});

	it('stops time once when two overlap', () => {
		const events = [event('mediation', '2024-01-31', '2024-03-31'), event('conciliation', '2024-02-15', '2024-03-01')];
		expect(state({ events }).lastDay).toBe('2027-04-01');
	});

	it('without an end leaves the clock standing', () => {
		expect(state({ events: [event('small-claims-acceptance', '2026-01-01')] })).toMatchObject({
			status: 'suspended',
			lastDay: null,
			safeActionDay: null,
			log: [{ effect: 'suspends', remainingDays: 395, newLastDay: null }]
		});
	});
});

describe('the long cap', () => {
	const chain = ['2013-06-20', '2018-06-01', '2023-05-15', '2028-04-01'].map((date) => event('acknowledgement', date));

	it('bounds a claim without a term at twenty years from the birth of the right', () => {
		const born = day('2008-07-01');
		const capped = state({ kind: 'civil', start: born, rightBorn: born, events: chain });
		expect(capped).toMatchObject({ lastDay: '2028-07-01', uncappedLastDay: '2033-04-01', capLastDay: '2028-07-01' });
	});

	it('does not bound a claim with a term, nor one brought to court', () => {
		const born = day('2008-07-01');
		expect(state({ kind: 'civil', start: born, events: chain }).lastDay).toBe('2033-04-01');
		const court = [...chain.slice(0, 3), event('court-claim', '2027-04-01', '2028-05-01')];
		expect(state({ kind: 'civil', start: born, rightBorn: born, events: court })).toMatchObject({
			lastDay: '2033-05-01',
			capLastDay: null
		});
	});
});

describe('the badge', () => {
	it.each([
		['2026-05-20', 'green'],
		['2026-07-31', 'amber'],
		['2026-12-01', 'amber'],
		['2026-12-02', 'red'],
		['2027-01-31', 'red'],
		['2027-02-01', 'black']
	])('of a claim to be acted upon by 31/01/2027 is on %s %s', (asOf, badge) => {
		expect(state({}, asOf).badge).toBe(badge);
	});

	it('comes with a safe day that is a business day of the region', () => {
		const boxing = claim({ start: day('2023-12-26'), kind: 'home-rent' });
		const safe = (region?: string) => {
			const found = limitation(FRANCE, boxing, day('2026-11-21'), region);
			return found.ok ? found.value.safeActionDay : null;
		};
		// 26/12/2026 is a Saturday and the 25th a holiday.
		expect(safe()).toBe('2026-12-24');
		expect(safe('alsace-moselle')).toBe('2026-12-24');
	});
});

describe('instalments', () => {
	const dates = [day('2025-01-05'), day('2025-02-05'), day('2025-03-05')];
	const plan = { kind: 'consumer-goods-services', events: [] } as const;
	const lastDays = (accelerated: LocalDate | null) => {
		const found = limitationOfInstalments(FRANCE, plan, dates, accelerated, day('2026-11-21'));
		return found.ok ? found.value.map((one) => one.lastDay) : found.error.code;
	};

	it('each have a clock of their own', () => {
		expect(lastDays(null)).toEqual(['2027-01-05', '2027-02-05', '2027-03-05']);
	});

	it('run from the acceleration when they were not due yet', () => {
		expect(lastDays(day('2025-01-20'))).toEqual(['2027-01-05', '2027-01-20', '2027-01-20']);
	});

	it('are refused when one starts before the known rules', () => {
		const found = limitationOfInstalments(FRANCE, plan, [day('2001-01-01')], null, day('2026-11-21'));
		expect(found).toMatchObject({ ok: false, error: { code: 'parameter-not-known' } });
	});
});

describe('any claim', () => {
	it('gets an answer whatever its kind, its days and its events, and never a last day after the cap', () => {
		fc.assert(
			fc.property(
				fc.constantFrom(...LIMITATION_KINDS),
				knownStart,
				fc.option(anyDay, { nil: null }),
				fc.array(anyEvent, { maxLength: 6 }),
				anyDay.filter((date) => date >= '2008-06-19'),
				(kind, start, rightBorn, events, asOf) => {
					const found = limitation(FRANCE, { kind, start, rightBorn, events }, asOf);
					expect(found.ok).toBe(true);
					if (!found.ok) return;
					expect(found.value.log).toHaveLength(events.length);
					const { lastDay, capLastDay, firstPrescribedDay, safeActionDay } = found.value;
					if (lastDay === null) return;
					expect(firstPrescribedDay).toBe(shiftDays(lastDay, 1));
					expect(safeActionDay !== null && safeActionDay <= lastDay).toBe(true);
					if (capLastDay !== null) expect(lastDay <= capLastDay).toBe(true);
				}
			)
		);
	});

	it('never has its last day brought forward by one more event that is not void', () => {
		fc.assert(
			fc.property(knownStart, fc.array(anyEvent, { maxLength: 4 }), anyEvent, (start, events, more) => {
				const last = (all: readonly LimitationEvent[]) => state({ start, events: all }).lastDay;
				const later = [...events, more].toSorted((a, b) => (a.date < b.date ? -1 : 1));
				const before = last(later.slice(0, -1));
				const after = last(later);
				if (before !== null && after !== null) expect(after >= before).toBe(true);
			})
		);
	});

	it('is refused where a parameter of the country is not known', () => {
		const without = (name: keyof CountryPack['parameters']): CountryPack => ({
			...FRANCE,
			parameters: { ...FRANCE.parameters, [name]: [] }
		});
		for (const name of [
			'limitation.suspension-minimum-months',
			'limitation.cap-months',
			'limitation.amber-months',
			'limitation.red-days'
		] as const)
			expect(limitation(without(name), claim({}), day('2026-11-21')).ok).toBe(false);
	});
});
