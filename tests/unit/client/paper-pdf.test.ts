// The PDFs of the phone, opened by an independent reader: every letter is there, whatever the script, and the code can be read.
import { describe, expect, test } from 'vitest';
import type { PaperPorts } from '$lib/client/documents/faces';
import type { Paper } from '$lib/client/documents/paper';
import { paperPdf } from '$lib/client/documents/paper-pdf';
import { ports, read } from './paper-ports';
import { readPdf } from './pdf-reader';

const ADDRESS =
	'https://tournee.example/verify/AbCdEfGhIjKlMnOpQrStUvWxYz0123456789-_AbCdEfGhIjKlMnOpQrStUvWxYz0123456789';

const paper = (blocks: Paper['blocks'], attached: Paper['attached'] = null): Paper => ({
	title: 'Quittance T01-2026-000123',
	author: 'Val de Loire Recouvrement (démo)',
	language: 'fr-FR',
	at: Date.UTC(2026, 2, 31, 12, 5),
	foot: 'Val de Loire Recouvrement (démo), 12 rue Nationale, 37000 Tours, SIREN 123 456 782',
	blocks,
	attached
});

const squeezed = (text: string): string => text.replace(/\s+/g, ' ');

describe('the PDF of a paper', { timeout: 60_000 }, () => {
	test('says every word of a receipt, amounts with their narrow blanks included, and its code can be read', async () => {
		const pdf = await readPdf(
			await paperPdf(
				paper([
					{ kind: 'stamp', text: 'DUPLICATA' },
					{ kind: 'title', text: 'Quittance', under: 'T01-2026-000123' },
					{
						kind: 'amount',
						text: '1\u202f280,71\u00a0€',
						words: 'mille deux cent quatre-vingts euros et soixante et onze centimes'
					},
					{ kind: 'qr', url: ADDRESS, caption: 'Vérifiez cette quittance' },
					{ kind: 'facts', rows: [['Débiteur', 'Maëlys Œuvrard-L’Haÿ']] }
				]),
				ports
			),
			true
		);
		const text = squeezed(pdf.pages.join('\n').replaceAll('\u00a0', ' '));
		expect(text).toContain('DUPLICATA');
		expect(text).toContain('1 280,71 €');
		expect(text).toContain('mille deux cent quatre-vingts euros et soixante et onze centimes');
		expect(text).toContain('Maëlys Œuvrard-L’Haÿ');
		expect(text).toContain('1 / 1');
		expect(pdf.qr).toEqual([ADDRESS]);
		expect(pdf.title).toBe('Quittance T01-2026-000123');
		expect(pdf.language).toBe('fr-FR');
	});

	test.each([
		['Polish', 'Łukasz Świętosławski-Żak', 'latin-ext'],
		['Turkish', 'Ğülşah Yıldız İnönü', 'latin'],
		['Vietnamese', 'Nguyễn Thị Bưởi', 'vietnamese'],
		['Greek', 'Ευαγγελία Παπαδοπούλου', 'greek'],
		['Russian', 'Александр Щербаков', 'cyrillic'],
		['Bashkir', 'Салауат Юлаев Ҡаһарман', 'cyrillic-ext'],
		['Serbian', 'Ђорђе Љубичић', 'cyrillic']
	])('a %s name comes out letter by letter', async (_, name, script) => {
		read.length = 0;
		const pdf = await readPdf(await paperPdf(paper([{ kind: 'facts', rows: [['Débiteur', name]] }]), ports));
		expect(squeezed(pdf.pages.join(' '))).toContain(name);
		expect(read).toContain(`${script} bold`);
	});

	test('a name from right to left keeps its letters and says itself to those who copy it', async () => {
		const name = 'محمد الأمين بن علي';
		const bytes = await paperPdf(paper([{ kind: 'facts', rows: [['Débiteur', name]] }]), ports);
		const pdf = await readPdf(bytes);
		const letters = (text: string): string =>
			Array.from(text.normalize('NFKC').replace(/[^\u0600-\u06ff]/g, ''))
				.sort()
				.join('');
		expect(letters(pdf.pages.join(''))).toBe(letters(name));
	});

	test('letters that no face has are drawn as pictures, and none is ever left out', async () => {
		const blank = await readPdf(await paperPdf(paper([{ kind: 'facts', rows: [['Débiteur', ' ']] }]), ports), true);
		const drawn = await readPdf(
			await paperPdf(paper([{ kind: 'facts', rows: [['Débiteur', '王小明']] }]), ports),
			true
		);
		expect(drawn.ink[0]).toBeGreaterThan(blank.ink[0] ?? 1);
		const nothing: PaperPorts = { ...ports, picture: async () => null };
		await expect(paperPdf(paper([{ kind: 'heading', text: '王' }]), nothing)).rejects.toThrow(RangeError);
	});

	test('reads no font at all for a French name', async () => {
		read.length = 0;
		await paperPdf(paper([{ kind: 'facts', rows: [['Débiteur', 'Zoé Lefèvre–Dœuff']] }]), ports);
		expect(read).toEqual([]);
	});

	test('goes on to new pages without losing a line, and repeats the head of a table', async () => {
		const rows = Array.from({ length: 120 }, (_, index) => [`ligne ${index + 1}`, `${index},00 €`]);
		const columns = [
			{ label: 'Date', numeric: false, share: 2 },
			{ label: 'Montant', numeric: true, share: 1 }
		];
		const pdf = await readPdf(await paperPdf(paper([{ kind: 'table', caption: 'Échéances', columns, rows }]), ports));
		expect(pdf.pages.length).toBeGreaterThan(2);
		const text = pdf.pages.join('\n');
		for (const [line] of rows) expect(text).toContain(line);
		for (const page of pdf.pages) expect(page).toContain('Montant');
	});

	test('a word wider than the paper is broken between letters, not cut off', async () => {
		const word = 'Ab'.repeat(150);
		const pdf = await readPdf(await paperPdf(paper([{ kind: 'text', text: word, look: 'plain' }]), ports));
		expect(pdf.pages.join('').replace(/\s/g, '')).toContain(word);
	});

	test('carries its file, draws the strokes, and is the same each time', async () => {
		const strokes = {
			height: 400,
			lines: [
				[0, 0, 1000, 400],
				[500, 200]
			],
			durationMs: 900
		};
		const attached = { name: 'scelle.json', type: 'application/json', description: 'Texte scellé', text: '{"é":1}' };
		const whole = paper([{ kind: 'strokes', strokes, caption: 'Signature' }], attached);
		const [first, second] = [await paperPdf(whole, ports), await paperPdf(whole, ports)];
		expect(second).toEqual(first);
		const pdf = await readPdf(first, true);
		expect(pdf.attachments.get('scelle.json')).toBe('{"é":1}');
		const unsigned = await readPdf(
			await paperPdf(paper([{ kind: 'strokes', strokes: { ...strokes, lines: [] }, caption: 'Signature' }]), ports)
		);
		expect(pdf.ink[0]).toBeGreaterThan((unsigned.ink[0] ?? 1) + 0.0005);
	});
});
