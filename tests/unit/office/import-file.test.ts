// A portfolio file is read whatever program wrote it: encodings, separators, headings, and rows numbered as a spreadsheet shows them.
import { describe, expect, test } from 'vitest';
import { decodeText } from '$lib/office/import/decode';
import { fieldOfHeading, missingFields, recognise } from '$lib/office/import/headings';
import { rememberMapping, rememberedMapping } from '$lib/office/import/mapping-memory';
import { readCsv, stagedLine, stagedLines } from '$lib/office/import/read-csv';

const utf8 = (text: string) => new TextEncoder().encode(text);
/** Every character of these tests below U+0100 is the same in Windows-1252; € is 0x80. */
const windows1252 = (text: string) =>
	Uint8Array.from(text, (character) => (character === '€' ? 0x80 : (character.codePointAt(0) ?? 0)));

const HEADINGS = 'Réf. dossier;Créancier;Débiteur;N° facture;Échéance;Montant';

function table(bytes: Uint8Array) {
	const result = readCsv(bytes);
	if (!result.ok) throw new Error(result.error.code);
	return result.value;
}

describe('encodings', () => {
	test('UTF-8 with and without a byte order mark, and Windows-1252, give the same headings', () => {
		const text = `${HEADINGS}\r\nD1;Énergie;Zoé;F1;31/03/2026;1 280,71 €\r\n`;
		const expected = ['Réf. dossier', 'Créancier', 'Débiteur', 'N° facture', 'Échéance', 'Montant'];
		for (const bytes of [utf8(text), utf8(`\uFEFF${text}`), windows1252(text)])
			expect(table(bytes).headings).toEqual(expected);
		expect(table(windows1252(text)).encoding).toBe('windows-1252');
		expect(table(windows1252(text)).rows[0]?.cells[5]).toBe('1 280,71 €');
	});

	test('UTF-16 from a spreadsheet is read too', () => {
		const text = '\uFEFFdossier\tmontant\n';
		const bytes = new Uint8Array(text.length * 2);
		Array.from(text).forEach((character, index) =>
			bytes.set([character.charCodeAt(0) & 255, character.charCodeAt(0) >> 8], index * 2)
		);
		expect(decodeText(bytes)?.encoding).toBe('utf-16le');
	});

	test('a spreadsheet or picture under a wrong name is refused as no text', () => {
		const result = readCsv(Uint8Array.from([0x50, 0x4b, 3, 4, 0, 0, 0, 0]));
		expect(result).toMatchObject({ ok: false, error: { code: 'csv-not-text' } });
	});
});

describe('separators and rows', () => {
	test.each([';', ',', '\t'])('columns are cut at %j', (separator) => {
		const rows = [
			HEADINGS.split(';'),
			['D1', 'Énergie', '"Dupont, Zoé; ""Le Coin"""', 'F1', '31/03/2026', '"1 280,71"']
		];
		const read = table(utf8(rows.map((row) => row.join(separator)).join('\n')));
		expect(read.delimiter).toBe(separator);
		expect(read.rows[0]?.cells[2]).toBe('Dupont, Zoé; "Le Coin"');
		expect(read.rows[0]?.cells[5]).toBe('1 280,71');
	});

	test('a separator declared in a first line is followed, and rows keep the numbers of the spreadsheet', () => {
		const read = table(utf8(`sep=;\n${HEADINGS}\n\nD1;E;Z;F1;31/03/2026;10\n;;;;;\nD2;E;Z;F2;31/03/2026;10\n`));
		expect(read.rows.map((row) => row.line)).toEqual([4, 6]);
	});

	test('a cell may hold several lines', () => {
		const read = table(utf8(`dossier;adresse\nD1;"1 rue Haute\nBât. B"\n`));
		expect(read.rows[0]?.cells[1]).toBe('1 rue Haute\nBât. B');
	});

	test.each([
		['', 'csv-empty'],
		['\n\n  \n', 'csv-empty'],
		[`${HEADINGS}\n`, 'csv-empty'],
		['un seul titre\nvaleur\n', 'csv-no-columns'],
		[`${HEADINGS}\n"D1;E;Z;F1;31/03/2026;10\n`, 'csv-broken-quotes']
	])('%j is refused as %s', (text, code) => {
		expect(readCsv(utf8(text))).toMatchObject({ ok: false, error: { code } });
	});
});

describe('headings', () => {
	test.each([
		['RÉF. DOSSIER', 'dossier'],
		['reference dossier', 'dossier'],
		['Créancier', 'creditor'],
		['creancier', 'creditor'],
		["Date d'échéance", 'dueOn'],
		['DATE D’ECHEANCE', 'dueOn'],
		['Code postal', 'postcode'],
		['Pénalités', 'penalty'],
		['Mise en demeure', 'noticeOn'],
		['E-mail', 'email'],
		['Colonne 7', null]
	] as const)('%s names %s', (heading, field) => {
		expect(fieldOfHeading(heading)).toBe(field);
	});

	test('two columns never claim one field, and what is missing is named', () => {
		const mapping = recognise(['Dossier', 'N° dossier', 'Nom'], new Map());
		expect(mapping).toEqual(['dossier', null, 'debtorName']);
		expect(missingFields(mapping)).toEqual(['creditor', 'claim', 'dueOn', 'principal']);
	});

	test('a mapping made by hand is remembered for the same headings', () => {
		const store = new Map<string, string>();
		const storage = {
			getItem: (key: string) => store.get(key) ?? null,
			setItem: (key: string, value: string) => void store.set(key, value)
		};
		rememberMapping(storage, ['Colonne 7', 'Montant'], ['phone', null]);
		expect(recognise(['COLONNE 7', 'montant', 'Dossier'], rememberedMapping(storage))).toEqual([
			'phone',
			null,
			'dossier'
		]);
	});

	test('a memory that someone spoiled is ignored', () => {
		expect(rememberedMapping({ getItem: () => '{"x":"nothing"}' }).size).toBe(0);
	});
});

describe('five thousand lines', () => {
	const rows = Array.from(
		{ length: 5_000 },
		(_, index) => `D${index};Énergie;Débiteur ${index};F${index};31/03/2026;10,50`
	);

	test('are read and named without a loss, with progress', async () => {
		const read = table(utf8([HEADINGS, ...rows].join('\r\n')));
		const progress: number[] = [];
		const mapping = recognise(read.headings, new Map());
		const lines = await stagedLines(read, mapping, new AbortController().signal, (done) => progress.push(done));
		expect(lines.ok && lines.value.length).toBe(5_000);
		expect(progress.at(0)).toBe(500);
		expect(progress.at(-1)).toBe(5_000);
	});

	test('stop at once when cancelled', async () => {
		const read = table(utf8([HEADINGS, ...rows].join('\r\n')));
		const cancel = new AbortController();
		const lines = await stagedLines(read, recognise(read.headings, new Map()), cancel.signal, () => cancel.abort());
		expect(lines).toMatchObject({ ok: false, error: { code: 'cancelled' } });
	});
});

test('blank cells say nothing and are left out', () => {
	const line = stagedLine({ line: 7, cells: ['D1', '  ', ''] }, ['dossier', 'creditor', null]);
	expect(line).toEqual({ line: 7, cells: { dossier: 'D1' } });
});
