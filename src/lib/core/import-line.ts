// One line of an imported portfolio: a claim with its dossier, debtor and creditor, read from named cells, in the browser and again on the server.
import * as v from 'valibot';
import { parseCompanyId, parseEstablishmentId } from './company-id';
import type { IdentifiersSection, LimitationKind } from './country/pack';
import type { Address } from './dossier';
import {
	cleanCell,
	readAmount,
	readClaimKind,
	readDate,
	readDebtorKind,
	readEmail,
	type CellCode
} from './import-cells';
import { CURRENCIES, type Currency } from './money';
import { parsePhone, type Numbering } from './phone';
import { err, ok, type Result } from './result';
import { normalLetterCode } from './letter-code';
import type { LocalDate } from './time';

export const IMPORT_FIELDS = [
	'dossier',
	'creditor',
	'mandate',
	'mandateSignedOn',
	'debtor',
	'debtorKind',
	'debtorName',
	'siren',
	'address',
	'postcode',
	'city',
	'phone',
	'email',
	'claim',
	'claimLabel',
	'claimKind',
	'issuedOn',
	'dueOn',
	'countedOn',
	'principal',
	'interest',
	'penalty',
	'indemnity',
	'currency',
	'letter',
	'letterSentOn',
	'letterCode',
	'noticeOn',
	'collector'
] as const;
/** What a column of the file may hold. */
export type ImportField = (typeof IMPORT_FIELDS)[number];

/** Columns without which no line can be read. */
export const REQUIRED_FIELDS = ['dossier', 'creditor', 'debtorName', 'claim', 'dueOn', 'principal'] as const;

/** The cells of one line by field; an absent or blank cell says nothing and so changes nothing. */
export type ImportCells = { readonly [Field in ImportField]?: string };

const MAX_CELL = 1_000;
export const importCellsSchema = v.pipe(
	v.record(v.picklist(IMPORT_FIELDS), v.pipe(v.string(), v.maxLength(MAX_CELL))),
	v.transform((cells): ImportCells => cells)
);
/** A staged line: its number in the file (the first line after the headings is 2) and its cells. */
export const stagedLineSchema = v.strictObject({
	line: v.pipe(v.number(), v.safeInteger(), v.minValue(1), v.maxValue(1_000_000)),
	cells: importCellsSchema
});
export type StagedLine = v.InferOutput<typeof stagedLineSchema>;

export type ImportLine = {
	readonly line: number;
	readonly dossier: string;
	readonly creditor: string;
	readonly mandate: { readonly ref: string; readonly signedOn: LocalDate | null } | null;
	readonly debtor: {
		/** Reference of the debtor; the dossier's where the file gives none. */
		readonly ref: string;
		/** Null when the file does not say: a company number makes a professional, else the debtor is protected as a consumer. */
		readonly kind: 'consumer' | 'professional' | null;
		readonly name: string;
		readonly siren: string | null;
		readonly address: Address | null;
		/** E.164. */
		readonly phones: readonly string[];
		readonly email: string | null;
	};
	readonly claim: {
		readonly ref: string;
		readonly label: string | null;
		readonly kind: LimitationKind | null;
		readonly issuedOn: LocalDate | null;
		readonly dueOn: LocalDate;
		/** Day to which interest, penalty and indemnity were counted; null when no more than the amounts given is asked for. */
		readonly countedOn: LocalDate | null;
		readonly principal: number;
		readonly interest: number | null;
		readonly penalty: number | null;
		readonly indemnity: number | null;
	};
	readonly currency: Currency;
	readonly letter: { readonly ref: string; readonly sentOn: LocalDate } | null;
	/** The code printed on that letter, with which its debtor can sign; null where none was printed. */
	readonly letterCode: string | null;
	readonly noticeOn: LocalDate | null;
	/** E-mail address of the collector to assign. */
	readonly collector: string | null;
};

/** What is wrong with one cell; `value` is what the file says. */
export type CellProblem<Code extends string = CellCode> = {
	readonly line: number;
	readonly field: ImportField;
	readonly code: Code;
	readonly value: string;
};

/** What reading depends on: the civil day, the organisation's currency, and the country's numbers. */
export type ReadingRules = {
	readonly today: LocalDate;
	readonly currency: Currency;
	readonly numbering: Numbering;
	readonly identifiers: IdentifiersSection;
};

/** Reads a line; refuses with every problem it has, so that one look at the list is enough to mend the file. */
export function readImportLine(staged: StagedLine, rules: ReadingRules): Result<ImportLine, readonly CellProblem[]> {
	const cells = new CellReader(staged);
	const currency = cells.value('currency', (text) => currencyOf(text)) ?? rules.currency;
	const dossier = cells.required('dossier', 60);
	const creditor = cells.required('creditor', 160);
	const line: ImportLine = {
		line: staged.line,
		dossier,
		creditor,
		mandate: mandateOf(cells, rules),
		debtor: debtorOf(cells, dossier, rules),
		claim: claimOf(cells, currency, rules),
		currency,
		letter: letterOf(cells, rules),
		letterCode: cells.value('letterCode', letterCodeOf),
		noticeOn: pastDate(cells, 'noticeOn', rules),
		collector: cells.value('collector', readEmail)
	};
	return cells.problems.length > 0 ? err(cells.problems) : ok(line);
}

/** Reads the cells of one line and gathers what is wrong with them. */
class CellReader {
	readonly problems: CellProblem[] = [];
	readonly #staged: StagedLine;

	constructor(staged: StagedLine) {
		this.#staged = staged;
	}

	text(field: ImportField): string {
		return cleanCell(this.#staged.cells[field] ?? '');
	}

	/** The lines of a cell, before spaces and line ends become one. */
	lines(field: ImportField): readonly string[] {
		return (this.#staged.cells[field] ?? '')
			.split(/\r?\n|\|/)
			.map(cleanCell)
			.filter(Boolean);
	}

	refuse(field: ImportField, code: CellCode): null {
		this.problems.push({ line: this.#staged.line, field, code, value: this.text(field) });
		return null;
	}

	required(field: ImportField, max: number): string {
		const text = this.text(field);
		if (text === '') this.refuse(field, 'missing');
		if (text.length > max) this.refuse(field, 'too-long');
		return text;
	}

	optional(field: ImportField, max: number): string | null {
		const text = this.text(field);
		if (text.length > max) this.refuse(field, 'too-long');
		return text === '' ? null : text;
	}

	value<T>(field: ImportField, read: (text: string) => Result<T, CellCode>): T | null {
		const text = this.text(field);
		if (text === '') return null;
		const result = read(text);
		return result.ok ? result.value : this.refuse(field, result.error);
	}
}

function mandateOf(cells: CellReader, rules: ReadingRules): ImportLine['mandate'] {
	const ref = cells.optional('mandate', 60);
	const signedOn = pastDate(cells, 'mandateSignedOn', rules);
	return ref === null ? null : { ref, signedOn };
}

function debtorOf(cells: CellReader, dossier: string, rules: ReadingRules): ImportLine['debtor'] {
	const phones = cells.value('phone', (text) => phonesOf(text, rules.numbering)) ?? [];
	return {
		ref: cells.optional('debtor', 60) ?? dossier,
		kind: cells.value('debtorKind', readDebtorKind),
		name: cells.required('debtorName', 160),
		siren: cells.value('siren', (text) => sirenOf(text, rules.identifiers)),
		address: addressOf(cells),
		phones,
		email: cells.value('email', readEmail)
	};
}

function claimOf(cells: CellReader, currency: Currency, rules: ReadingRules): ImportLine['claim'] {
	const amount = (field: ImportField, positive: boolean) =>
		cells.value(field, (text) => readAmount(text, currency, positive));
	if (cells.text('principal') === '') cells.refuse('principal', 'missing');
	if (cells.text('dueOn') === '') cells.refuse('dueOn', 'missing');
	return {
		ref: cells.required('claim', 80),
		label: cells.optional('claimLabel', 200),
		kind: cells.value('claimKind', readClaimKind),
		issuedOn: pastDate(cells, 'issuedOn', rules),
		// A missing or unreadable date was noted above, so the line is refused and this value is never seen.
		dueOn: cells.value('dueOn', (text) => readDate(text, rules.today)) ?? rules.today,
		countedOn: pastDate(cells, 'countedOn', rules),
		principal: amount('principal', true) ?? 0,
		interest: amount('interest', false),
		penalty: amount('penalty', false),
		indemnity: amount('indemnity', false)
	};
}

function letterOf(cells: CellReader, rules: ReadingRules): ImportLine['letter'] {
	const ref = cells.optional('letter', 60);
	const typed = cells.text('letterSentOn');
	const sentOn = pastDate(cells, 'letterSentOn', rules);
	if (ref !== null && typed === '') return cells.refuse('letterSentOn', 'letter-incomplete');
	if (ref === null && typed !== '') return cells.refuse('letter', 'letter-incomplete');
	return ref === null || sentOn === null ? null : { ref, sentOn };
}

function letterCodeOf(text: string): Result<string, CellCode> {
	const code = normalLetterCode(text);
	return code === null ? err('letter-code') : ok(code);
}

function addressOf(cells: CellReader): Address | null {
	const lines = cells.lines('address');
	const postcode = cells.optional('postcode', 12) ?? '';
	const city = cells.optional('city', 60) ?? '';
	cells.optional('address', 300);
	if (lines.length === 0 && postcode === '' && city === '') return null;
	return { lines: [...lines], postcode, city, country: 'FR', position: null };
}

/** A date of something that already happened. */
function pastDate(cells: CellReader, field: ImportField, rules: ReadingRules): LocalDate | null {
	return cells.value(field, (text) => {
		const date = readDate(text, rules.today);
		if (!date.ok) return date;
		return date.value > rules.today ? err('date-in-future') : date;
	});
}

function phonesOf(text: string, numbering: Numbering): Result<readonly string[], CellCode> {
	const phones: string[] = [];
	for (const part of text.split(/[;|,]/).filter((typed) => typed.trim() !== '')) {
		const phone = parsePhone(part, numbering);
		if (!phone.ok) return err('phone');
		if (!phones.includes(phone.value.e164)) phones.push(phone.value.e164);
	}
	return ok(phones);
}

/** A company number, or that of the company of an establishment. */
function sirenOf(text: string, rules: IdentifiersSection): Result<string, CellCode> {
	const company = parseCompanyId(text, rules);
	if (company.ok) return company;
	const establishment = parseEstablishmentId(text, rules);
	return establishment.ok ? ok(establishment.value.slice(0, rules.company.digits)) : err('company-id');
}

function currencyOf(text: string): Result<Currency, CellCode> {
	const written = text === '€' ? 'EUR' : text.toUpperCase();
	const currency = CURRENCIES.find((candidate) => candidate === written);
	return currency ? ok(currency) : err('currency-unknown');
}
