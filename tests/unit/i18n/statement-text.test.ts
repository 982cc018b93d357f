// Words of limitation and of dated parameters, in the language of the screen.
import { beforeAll, describe, expect, it } from 'vitest';
import { FRANCE } from '$lib/core/country/fr/pack';
import { PARAMETERS } from '$lib/core/country/parameters';
import { limitation, type LimitationEvent } from '$lib/core/limitation';
import { localDate, type LocalDate } from '$lib/core/time';
import { parameterValueText, parameterWord } from '$lib/i18n/parameter-words';
import { overwriteGetLocale } from '$lib/i18n/paraglide/runtime';
import { limitationText, rateText } from '$lib/i18n/statement-text';

beforeAll(() => overwriteGetLocale(() => 'fr'));

/** French puts a space that does not break before a colon. */
const plain = (text: string): string => text.replaceAll('\u00A0', ' ');

const DUE = localDate('2025-01-31');
function said(asOf: LocalDate, events: readonly LimitationEvent[] = []): string {
	const found = limitation(FRANCE, { kind: 'consumer-goods-services', start: DUE, rightBorn: null, events }, asOf);
	return plain(limitationText(found.ok ? found.value : null));
}

describe('the limitation of a claim', () => {
	it('is said with the last safe day, nearer and nearer, and at last that nothing is claimed any more', () => {
		// 31 January 2027 is a Sunday: the last safe day is the Friday before.
		expect(said(localDate('2025-06-01'))).toBe('Prescription : agir au plus tard le 29/01/2027');
		expect(said(localDate('2026-11-21'))).toBe('Prescription proche : agir au plus tard le 29/01/2027');
		expect(said(localDate('2027-01-20'))).toBe('Prescription imminente : agir au plus tard le 29/01/2027');
		expect(said(localDate('2027-02-01'))).toBe('Prescription acquise depuis le 01/02/2027 : ne plus rien réclamer');
	});

	it('is said to stand still while a lawsuit lasts, and to be unknown without a rule', () => {
		const suit: LimitationEvent = { type: 'court-claim', date: localDate('2026-01-10'), end: null, dismissed: false };
		expect(said(localDate('2026-11-21'), [suit])).toBe('Prescription interrompue');
		expect(plain(limitationText(null))).toBe('Prescription : règle inconnue pour cette date');
	});
});

describe('dated parameters', () => {
	it('have a name of their own each', () => {
		expect(new Set(PARAMETERS.map(parameterWord)).size).toBe(PARAMETERS.length);
	});

	it('are written in their unit', () => {
		expect(rateText(1240)).toBe('12,40\u00A0%');
		expect(parameterValueText('plan.grace-days', 10, 'EUR')).toBe('10 j');
		expect(parameterValueText('rate.floor-multiplier', 3, 'EUR')).toBe('3');
		expect(parameterValueText('cash.ceiling-resident', 100_000, 'EUR')).toContain('€');
	});
});
