// The guard of notes: what must be stopped is, what collectors ordinarily write is not.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FRENCH_NOTE_LEXICON } from '../../../src/lib/core/country/fr/note-lexicon';
import { guardNote, NOTE_CATEGORIES } from '../../../src/lib/core/free-text-guard';
import { HARMFUL_NOTES } from './harmful-notes';
import { HARMLESS_NOTES } from './harmless-notes';

const guard = (text: string) => guardNote(text, FRENCH_NOTE_LEXICON);

describe('a harmless note', () => {
	it('is one of at least two hundred different ones', () => {
		expect(new Set(HARMLESS_NOTES).size).toBeGreaterThanOrEqual(200);
	});

	it.each([...HARMLESS_NOTES])('is let through: %s', (note) => {
		expect(guard(note).findings).toEqual([]);
	});
});

describe('a harmful note', () => {
	it('is one of at least a hundred different ones, of every category', () => {
		expect(new Set(HARMFUL_NOTES.map(([, note]) => note)).size).toBeGreaterThanOrEqual(100);
		expect(new Set(HARMFUL_NOTES.map(([category]) => category)).size).toBe(NOTE_CATEGORIES.length);
	});

	it.each([...HARMFUL_NOTES])('about %s is found: %s', (category, note) => {
		expect(guard(note).categories).toContain(category);
	});

	it('is found in capitals, without accents and in decomposed letters', () => {
		for (const note of ['DEPRESSIF', 'dépressif', 'dépressif'.normalize('NFD'), 'Dépressive', 'dépressifs'])
			expect(guard(note)).toMatchObject({ categories: ['health'], effect: 'block' });
	});
});

describe('a finding', () => {
	it('underlines the passage in the text as typed', () => {
		const text = 'Le cœur léger, mais dépressive depuis l’été.';
		const [finding] = guard(text).findings;
		expect(finding).toEqual({ category: 'health', start: 20, end: 30, text: 'dépressive' });
		expect(text.slice(20, 30)).toBe('dépressive');
	});

	it('at the very end of the note reaches its end', () => {
		expect(guard('Il est malade').findings).toMatchObject([{ start: 7, end: 13, text: 'malade' }]);
	});

	it('of several kinds is given in the order of the text', () => {
		const verdict = guard('Sort de prison, dépressif.');
		expect(verdict.findings.map((finding) => finding.category)).toEqual(['offence', 'health']);
		expect(verdict.categories).toEqual(['health', 'offence']);
	});

	it('is not made of a surname, but a third party by name still is one', () => {
		expect(guard('Vu Mme Noir et M. Malade.').findings).toEqual([]);
		expect(guard('Madame malade.').categories).toEqual(['health']);
		expect(guard('Voisine Mme Noir.').categories).toEqual(['third-party']);
	});

	it('of third-party data only warns, since means may be needed to judge a plan', () => {
		expect(guard('Son mari gagne 2 000 € par mois.').effect).toBe('warn');
		expect(guard('').effect).toBe('none');
	});

	it('lies inside the note and repeats its text, whatever the note', () => {
		const words = fc
			.array(fc.constantFrom('malade', 'fou', 'CŒUR', 'é', 'İ', '  ', '\u0301', 'voisin', '😀', 'rue'))
			.map((parts) => parts.join(' '));
		fc.assert(
			fc.property(fc.oneof(fc.string(), fc.string({ unit: 'grapheme' }), words), (text) => {
				for (const { start, end, text: found } of guard(text).findings) {
					expect(start).toBeLessThan(end);
					expect(text.slice(start, end)).toBe(found);
				}
			})
		);
	});
});
