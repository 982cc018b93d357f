// A stop as the office plans it: what the dossier says of it, and what stands in the way on the day of the round.
import { describe, expect, it } from 'vitest';
import { FRANCE } from '../../../src/lib/core/country/fr/pack';
import { decide } from '../../../src/lib/core/decide';
import type { Address, Dossier } from '../../../src/lib/core/dossier';
import { entrustedBalance } from '../../../src/lib/core/entrusted-balance';
import { plainStop, plannedStop } from '../../../src/lib/core/planned-stop';
import { localDate } from '../../../src/lib/core/time';
import { act, claim, COLLECTOR_STANDING, dossier, dossierId, payment } from './fixture';

const TUESDAY = localDate('2026-11-24');
const SUNDAY = localDate('2026-11-22');
const ADDRESS: Address = {
	lines: ['1 rue Haute', 'Bât. B'],
	postcode: '37000',
	city: 'Tours',
	country: 'FR',
	position: { latE6: 47_390_000, lonE6: 688_000 }
};
const { debtor } = dossier().facts;

const planned = (on: Dossier, day = TUESDAY, overdue: readonly Dossier['id'][] = []) =>
	plannedStop(plainStop(on.id), on, { day, overdue: new Set(overdue) }, { pack: FRANCE, insuredUntil: null });

/** The dossier after 100 € were taken on its first claim. */
function paid(on: Dossier): Dossier {
	const { state } = decide(on, act('payment.recorded', payment(10_000, entrustedBalance(on))), COLLECTOR_STANDING);
	if (!state) throw new Error('the act touched no dossier');
	return { ...on, state };
}

describe('a planned stop', () => {
	it('shows where the debtor lives and what he owes', () => {
		expect(planned(dossier([claim(1)], { debtor: { ...debtor, addresses: [ADDRESS] } }))).toEqual({
			dossier: dossierId(1),
			id: dossierId(1),
			pinned: false,
			window: null,
			override: null,
			ref: 'D-0001',
			debtor: 'Camille Moreau',
			street: '1 rue Haute, Bât. B',
			city: '37000 Tours',
			currency: 'EUR',
			balance: 50_000,
			position: ADDRESS.position,
			isOverdue: false,
			blocks: [],
			warnings: []
		});
	});

	it('without an address has neither street nor town, and no place on the map', () => {
		expect(planned(dossier())).toMatchObject({ street: '', city: '', position: null });
	});

	it('at an address that was never located has a street but no place on the map', () => {
		const addresses = [{ ...ADDRESS, position: null }];
		expect(planned(dossier([claim(1)], { debtor: { ...debtor, addresses } }))).toMatchObject({
			city: '37000 Tours',
			position: null
		});
	});

	it('tells what blocks the visit from what only warns', () => {
		const stop = planned(dossier([claim(1)], { letter: null, alerts: ['danger'] }));
		expect(stop).toMatchObject({ blocks: ['letter-not-sent'], warnings: ['danger-reported'] });
	});

	it('is judged in the morning of its day: a Sunday is blocked as a day of rest, never as an hour', () => {
		expect(planned(dossier(), SUNDAY).blocks).toEqual(['rest-day']);
	});

	it('is overdue when its promise is past its day', () => {
		expect(planned(dossier(), TUESDAY, [dossierId(1)]).isOverdue).toBe(true);
		expect(planned(dossier(), TUESDAY, [dossierId(2)]).isOverdue).toBe(false);
	});
});

describe('the balance without running interest', () => {
	it('adds every component of every claim', () => {
		expect(entrustedBalance(dossier([claim(1, { interest: 300, penalty: 20 }), claim(2, { indemnity: 4_000 })]))).toBe(
			104_320
		);
	});

	it('goes down with payments and never below nothing', () => {
		const on = paid(dossier());
		expect(entrustedBalance(on)).toBe(40_000);
		expect(entrustedBalance({ ...on, facts: { ...on.facts, claims: [claim(1, { principal: 6_000 })] } })).toBe(0);
	});
});
