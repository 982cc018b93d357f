// One line of a portfolio is read strictly: every problem is named with its column, nothing doubtful is guessed.
import { describe, expect, test } from 'vitest';
import { FRENCH_NUMBERING } from '$lib/core/country/fr/numbering';
import { FRANCE } from '$lib/core/country/fr/pack';
import { csvAmount, writeCsv } from '$lib/core/csv';
import { readImportLine, type ImportCells, type ReadingRules } from '$lib/core/import-line';
import { localDate } from '$lib/core/time';

const RULES: ReadingRules = {
	today: localDate('2026-11-21'),
	currency: 'EUR',
	numbering: FRENCH_NUMBERING,
	identifiers: FRANCE.identifiers
};
const GOOD: ImportCells = {
	dossier: 'D-1',
	creditor: 'Énergie Loire',
	debtorName: 'Zoé Martin',
	claim: 'F-1',
	dueOn: '31/03/2026',
	principal: '1 280,71'
};

const read = (cells: ImportCells) => readImportLine({ line: 2, cells: { ...GOOD, ...cells } }, RULES);
function codes(cells: ImportCells) {
	const result = read(cells);
	return result.ok ? [] : result.error.map((problem) => [problem.field, problem.code]);
}
function line(cells: ImportCells) {
	const result = read(cells);
	if (!result.ok) throw new Error(JSON.stringify(result.error));
	return result.value;
}

describe('amounts', () => {
	test.each([
		['1280,71', 128071],
		['1.280,71', 128071],
		['1 280.71 €', 128071],
		['1\u202F280,71', 128071],
		['EUR 12', 1200]
	])('%s is %i cents', (text, minor) => expect(line({ principal: text }).claim.principal).toBe(minor));

	test.each([
		['0', 'amount-not-positive'],
		['0,00', 'amount-not-positive'],
		['-12,00', 'amount-not-positive'],
		['12,345', 'amount-ambiguous'],
		['12,3456', 'amount-too-precise'],
		['douze', 'amount-malformed'],
		['€', 'amount-malformed'],
		['9 999 999 999 999,00', 'amount-out-of-range'],
		['', 'missing']
	])('%j is refused as %s', (text, code) => expect(codes({ principal: text })).toContainEqual(['principal', code]));

	test('interest may be nothing, not less', () => {
		expect(line({ interest: '0' }).claim.interest).toBe(0);
		expect(line({}).claim.interest).toBeNull();
		expect(codes({ interest: '-1' })).toEqual([['interest', 'amount-not-positive']]);
	});
});

describe('dates', () => {
	test.each(['31/03/2026', '31.3.2026', '31-03-2026', '2026-03-31', '31/03/2026 00:00', '2026-03-31T00:00:00'])(
		'%s is the last of March',
		(text) => expect(line({ dueOn: text }).claim.dueOn).toBe('2026-03-31')
	);

	test.each([
		['31/03/1926', 'date-century'],
		['31/03/2126', 'date-century'],
		['31/03/26', 'date-century'],
		['31/03/0206', 'date-century'],
		['31/02/2026', 'date-malformed'],
		['03/31/2026', 'date-malformed'],
		['bientôt', 'date-malformed']
	])('%s is refused as %s', (text, code) => expect(codes({ dueOn: text })).toEqual([['dueOn', code]]));

	test('a due date may be ahead; a letter that was sent tomorrow may not', () => {
		expect(codes({ dueOn: '31/12/2026' })).toEqual([]);
		expect(codes({ letter: 'L1', letterSentOn: '22/11/2026' })).toEqual([['letterSentOn', 'date-in-future']]);
	});
});

describe('the rest of a line', () => {
	test.each([
		['dueOn', 'missing'],
		['claim', 'missing']
	] as const)('%s left blank is refused as %s', (field, code) => {
		expect(codes({ [field]: ' ' })).toEqual([[field, code]]);
	});

	test.each([
		['dossier', 60],
		['creditor', 160],
		['claimLabel', 200],
		['mandate', 60]
	] as const)('%s holds %i characters and not one more', (field, max) => {
		expect(codes({ [field]: 'x'.repeat(max) })).toEqual([]);
		expect(codes({ [field]: 'x'.repeat(max + 1) })).toEqual([[field, 'too-long']]);
	});

	test('a mandate is read with its day when the file has it, a letter with both', () => {
		expect(line({ mandate: 'M-1' }).mandate).toEqual({ ref: 'M-1', signedOn: null });
		expect(line({ mandate: 'M-1', mandateSignedOn: '05/01/2026' }).mandate).toEqual({
			ref: 'M-1',
			signedOn: '2026-01-05'
		});
		expect(line({ letter: 'L1', letterSentOn: '01/10/2026' }).letter).toEqual({ ref: 'L1', sentOn: '2026-10-01' });
		expect(line({})).toMatchObject({ mandate: null, letter: null });
	});

	test('a day that something happened must be readable and not to come', () => {
		expect(codes({ noticeOn: 'hier' })).toEqual([['noticeOn', 'date-malformed']]);
		expect(codes({ noticeOn: '22/11/2026' })).toEqual([['noticeOn', 'date-in-future']]);
		expect(line({ noticeOn: '21/11/2026' }).noticeOn).toBe('2026-11-21');
	});

	test('a currency is read by its code or sign, and sets the decimals of the amounts', () => {
		expect(line({ currency: '€' }).currency).toBe('EUR');
		expect(line({ currency: 'xof', principal: '12 500' })).toMatchObject({
			currency: 'XOF',
			claim: { principal: 12_500 }
		});
	});

	test('an e-mail address is kept in lower case; a slip or an endless one is named', () => {
		expect(line({ email: 'Zoe.Martin@Exemple.FR', collector: 'ana@agence.fr' })).toMatchObject({
			debtor: { email: 'zoe.martin@exemple.fr' },
			collector: 'ana@agence.fr'
		});
		for (const email of ['zoe', 'zoe@exemple', 'zoe martin@exemple.fr', `${'z'.repeat(250)}@exemple.fr`])
			expect(codes({ email })).toEqual([['email', 'email']]);
	});

	test('a company number is checked, an establishment stands for its company', () => {
		expect(line({ siren: '732 829 320' }).debtor.siren).toBe('732829320');
		expect(line({ siren: '732 829 320 00074' }).debtor.siren).toBe('732829320');
		expect(codes({ siren: '732829321' })).toEqual([['siren', 'company-id']]);
	});

	test('telephone numbers are stored the international way; a bad one is named', () => {
		expect(line({ phone: '02 61 91 00 01 ; 06.12.34.56.78' }).debtor.phones).toEqual(['+33261910001', '+33612345678']);
		expect(line({ phone: '02 61 91 00 01, +33 2 61 91 00 01' }).debtor.phones).toEqual(['+33261910001']);
		expect(codes({ phone: '12 34' })).toEqual([['phone', 'phone']]);
	});

	test('the code of a letter is read without spaces and dashes, and must be long enough not to be guessed', () => {
		const letter = { letter: 'L1', letterSentOn: '01/10/2026' };
		expect(line({ ...letter, letterCode: 'ab12-cd34 ef' }).letterCode).toBe('AB12CD34EF');
		expect(line(letter).letterCode).toBeNull();
		expect(codes({ ...letter, letterCode: '1234' })).toEqual([['letterCode', 'letter-code']]);
	});

	test('a letter needs its reference and its date', () => {
		expect(codes({ letter: 'L1' })).toEqual([['letterSentOn', 'letter-incomplete']]);
		expect(codes({ letterSentOn: '01/10/2026' })).toEqual([['letter', 'letter-incomplete']]);
	});

	test('words for kinds are read, unknown ones refused', () => {
		expect(line({ debtorKind: 'Société', claimKind: 'Loyer' })).toMatchObject({
			debtor: { kind: 'professional' },
			claim: { kind: 'home-rent' }
		});
		expect(line({ debtorKind: 'PARTICULIER' }).debtor.kind).toBe('consumer');
		expect(line({}).debtor.kind).toBeNull();
		expect(codes({ debtorKind: 'ami', claimKind: 'pari' })).toEqual([
			['debtorKind', 'debtor-kind-unknown'],
			['claimKind', 'claim-kind-unknown']
		]);
	});

	test('every problem of a line is told at once, with what the file says', () => {
		const bad = { dossier: '', principal: '0', dueOn: 'x', currency: 'écu' };
		expect(new Map(codes(bad).map(([field, code]) => [field, code]))).toEqual(
			new Map([
				['currency', 'currency-unknown'],
				['dossier', 'missing'],
				['principal', 'amount-not-positive'],
				['dueOn', 'date-malformed']
			])
		);
		const result = read(bad);
		expect(result.ok ? [] : result.error).toContainEqual({
			line: 2,
			field: 'dueOn',
			code: 'date-malformed',
			value: 'x'
		});
	});

	test('names come out in NFC with single spaces', () => {
		expect(line({ debtorName: '  Zoe\u0301   Martin ' }).debtor.name).toBe('Zoé Martin');
	});

	test('an address keeps its lines', () => {
		expect(line({ address: '1 rue Haute\nBât. B', postcode: '37000', city: 'Tours' }).debtor.address).toEqual({
			lines: ['1 rue Haute', 'Bât. B'],
			postcode: '37000',
			city: 'Tours',
			country: 'FR',
			position: null
		});
	});
});

describe('CSV for spreadsheets', () => {
	test('has a byte order mark, semicolons and decimal commas', () => {
		expect(writeCsv(['Nom', 'Montant'], [['Dupont; "Le Coin"', csvAmount(-128071, 'EUR')]])).toBe(
			'\uFEFFNom;Montant\r\n"Dupont; ""Le Coin""";-1280,71\r\n'
		);
	});

	test('leaves what is not known blank and writes numbers with a decimal comma', () => {
		expect(writeCsv(['a', 'b', 'c'], [[null, 12.5, -3]])).toBe('\uFEFFa;b;c\r\n;12,5;-3\r\n');
	});

	test.each([
		[5, 'EUR', '0,05'],
		[128071, 'EUR', '1280,71'],
		[12500, 'XOF', '12500'],
		[-12500, 'XOF', '-12500'],
		[1234, 'TND', '1,234']
	] as const)('%i minor units of %s are written %s', (minor, currency, text) => {
		expect(csvAmount(minor, currency)).toBe(text);
	});

	test('never lets a text run as a formula', () => {
		expect(writeCsv(['a'], [['=1+1'], ['@x'], ['-2+3']])).toBe("\uFEFFa\r\n'=1+1\r\n'@x\r\n'-2+3\r\n");
	});
});
