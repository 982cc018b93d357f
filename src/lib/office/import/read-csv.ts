// Reads a CSV file into headings and rows: separators, quotes and encodings as spreadsheets and accounting programs write them.
import Papa from 'papaparse';
import { stagedLineSchema, type StagedLine } from '$lib/core/import-line';
import { refusal, type Refusal } from '$lib/core/refusal';
import { err, ok, type Result } from '$lib/core/result';
import * as v from 'valibot';
import { decodeText, type Decoded } from './decode';
import type { Mapping } from './headings';

export type CsvTable = {
	readonly headings: readonly string[];
	readonly rows: readonly CsvRow[];
	readonly encoding: Decoded['encoding'];
	readonly delimiter: string;
};
/** A row with its number as a spreadsheet shows it: the headings are row 1, blank rows are counted and left out. */
export type CsvRow = { readonly line: number; readonly cells: readonly string[] };

export type CsvRefusal = Refusal<
	'csv-empty' | 'csv-not-text' | 'csv-too-large' | 'csv-no-columns' | 'csv-broken-quotes' | 'cancelled'
>;

/** Files above this size are refused before they are read. */
export const MAX_FILE_BYTES = 20_000_000;
const DELIMITERS = [';', ',', '\t', '|'];
const ROWS_PER_STEP = 500;

/** Reads the bytes of a file. Says what is wrong with a file that cannot be one table. */
export function readCsv(bytes: Uint8Array): Result<CsvTable, CsvRefusal> {
	if (bytes.length > MAX_FILE_BYTES) return err(refusal('csv-too-large', { max: MAX_FILE_BYTES }));
	const decoded = decodeText(bytes);
	if (!decoded) return err(refusal('csv-not-text'));
	// A spreadsheet may write its separator in a first line of its own.
	const declared = /^\uFEFF?sep=(.)\r?\n/i.exec(decoded.text);
	const text = declared ? decoded.text.slice(declared[0].length) : decoded.text.replace(/^\uFEFF/, '');
	if (text.trim() === '') return err(refusal('csv-empty'));
	const parsed = Papa.parse<string[]>(text, {
		delimiter: declared?.[1] ?? delimiterOf(text),
		skipEmptyLines: false
	});
	const quotes = parsed.errors.find((error) => error.type === 'Quotes');
	if (quotes) return err(refusal('csv-broken-quotes', { line: (quotes.row ?? 0) + 1 }));
	const firstRow = parsed.data.findIndex((cells) => !isBlank(cells));
	const headings = parsed.data[firstRow] ?? [];
	if (headings.length < 2) return err(refusal('csv-no-columns'));
	const offset = declared ? 2 : 1;
	const rows = parsed.data
		.map((cells, index) => ({ line: index + offset, cells }))
		.slice(firstRow + 1)
		.filter((row) => !isBlank(row.cells));
	if (rows.length === 0) return err(refusal('csv-empty'));
	return ok({ headings, rows, encoding: decoded.encoding, delimiter: parsed.meta.delimiter });
}

/** Names the cells of a row by its columns' fields; blank cells say nothing and are left out. */
export function stagedLine(row: CsvRow, mapping: Mapping): StagedLine {
	const cells = mapping.flatMap((field, index) => {
		const text = row.cells[index] ?? '';
		return field === null || text.trim() === '' ? [] : [[field, text.slice(0, 1_000)] as const];
	});
	return v.parse(stagedLineSchema, { line: row.line, cells: Object.fromEntries<string>(cells) });
}

/**
 * Names the cells of all rows, a few hundred at a time so that the page stays alive; `onProgress` gets the rows done.
 * Stops at once when `signal` aborts.
 */
export async function stagedLines(
	table: CsvTable,
	mapping: Mapping,
	signal: AbortSignal,
	onProgress: (done: number) => void
): Promise<Result<readonly StagedLine[], CsvRefusal>> {
	const lines: StagedLine[] = [];
	for (let start = 0; start < table.rows.length; start += ROWS_PER_STEP) {
		if (signal.aborted) return err(refusal('cancelled'));
		for (const row of table.rows.slice(start, start + ROWS_PER_STEP)) lines.push(stagedLine(row, mapping));
		onProgress(lines.length);
		await new Promise((resolve) => setTimeout(resolve));
	}
	return ok(lines);
}

/** The separator that cuts the headings into the most columns; what stands in quotes does not count. */
function delimiterOf(text: string): string {
	const headings =
		text
			.trimStart()
			.split(/\r?\n/, 1)[0]
			?.replace(/"[^"]*"/g, '') ?? '';
	const [first] = DELIMITERS.map((delimiter) => ({ delimiter, count: headings.split(delimiter).length })).sort(
		(left, right) => right.count - left.count
	);
	return first?.delimiter ?? ';';
}

const isBlank = (cells: readonly string[]): boolean => cells.every((cell) => cell.trim() === '');
