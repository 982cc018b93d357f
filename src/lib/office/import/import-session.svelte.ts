// An import as the screen lives it: choose a file, check its columns, send and judge it, tick, commit; cancel at any step.
import type { DryRun, ImportSummary } from '$lib/core/import-answer';
import type { ImportField } from '$lib/core/import-line';
import type { Refusal } from '$lib/core/refusal';
import { refusal } from '$lib/core/refusal';
import { missingFields, recognise, type Mapping } from './headings';
import { rememberedMapping, rememberMapping } from './mapping-memory';
import { MAX_FILE_BYTES, readCsv, stagedLines, type CsvTable } from './read-csv';
import type { ImportTransport } from './transport';

export type ImportStep = 'choose' | 'columns' | 'sending' | 'judged' | 'committing' | 'done';

const LINES_PER_CHUNK = 500;

export class ImportSession {
	step: ImportStep = $state('choose');
	fileName = $state('');
	table: CsvTable | null = $state.raw(null);
	mapping: Mapping = $state.raw([]);
	/** Lines read and sent so far. */
	progress = $state(0);
	run: DryRun | null = $state.raw(null);
	ticked: readonly string[] = $state.raw([]);
	summary: ImportSummary | null = $state.raw(null);
	error: Refusal | null = $state.raw(null);
	readonly #transport: ImportTransport;
	readonly #storage: Pick<Storage, 'getItem' | 'setItem'>;
	#batch: string | null = null;
	#cancel = new AbortController();

	constructor(transport: ImportTransport, storage: Pick<Storage, 'getItem' | 'setItem'>) {
		this.#transport = transport;
		this.#storage = storage;
	}

	/** Columns that are needed and that no heading names. */
	get missing(): readonly ImportField[] {
		return missingFields(this.mapping);
	}

	async choose(file: File): Promise<void> {
		this.error = file.size > MAX_FILE_BYTES ? refusal('csv-too-large', { max: MAX_FILE_BYTES }) : null;
		if (this.error) return;
		const table = readCsv(new Uint8Array(await file.arrayBuffer()));
		if (!table.ok) {
			this.error = table.error;
			return;
		}
		this.fileName = file.name;
		this.table = table.value;
		this.mapping = recognise(table.value.headings, rememberedMapping(this.#storage));
		this.step = 'columns';
	}

	/** Says what a column holds; a field moves there from another column. */
	map(column: number, field: ImportField | null): void {
		this.mapping = this.mapping.map((before, index) => (index === column ? field : before === field ? null : before));
	}

	/** Sends the lines in chunks and asks for the dry run. */
	async judge(): Promise<void> {
		const { table } = this;
		if (!table || this.missing.length > 0) return;
		rememberMapping(this.#storage, table.headings, this.mapping);
		this.#cancel = new AbortController();
		const { signal } = this.#cancel;
		this.step = 'sending';
		this.error = null;
		this.progress = 0;
		const lines = await stagedLines(table, this.mapping, signal, () => {});
		if (!lines.ok) return;
		const opened = await this.#transport.open();
		if (!opened.ok) {
			this.#fail(opened.error);
			return;
		}
		this.#batch = opened.value;
		for (let start = 0; start < lines.value.length; start += LINES_PER_CHUNK) {
			if (signal.aborted) return;
			const sent = await this.#transport.stage(opened.value, lines.value.slice(start, start + LINES_PER_CHUNK));
			if (!sent.ok) {
				this.#fail(sent.error);
				return;
			}
			this.progress = Math.min(lines.value.length, start + LINES_PER_CHUNK);
		}
		const run = await this.#transport.judge(opened.value);
		if (signal.aborted) return;
		if (!run.ok) {
			this.#fail(run.error);
			return;
		}
		this.run = run.value;
		this.ticked = [];
		this.step = 'judged';
	}

	tick(key: string, isTicked: boolean): void {
		this.ticked = isTicked ? [...this.ticked, key] : this.ticked.filter((other) => other !== key);
	}

	tickAll(isTicked: boolean): void {
		this.ticked = isTicked ? (this.run?.changes.map((change) => change.key) ?? []) : [];
	}

	async commit(): Promise<void> {
		if (this.#batch === null) return;
		this.step = 'committing';
		this.error = null;
		const committed = await this.#transport.commit(this.#batch, this.ticked);
		if (!committed.ok) {
			this.error = committed.error;
			this.step = 'judged';
			return;
		}
		this.#batch = null;
		this.summary = committed.value;
		this.step = 'done';
	}

	/** Gives up: the server forgets what was staged, and the screen starts again. */
	async cancel(): Promise<void> {
		this.#cancel.abort();
		const batch = this.#batch;
		this.#batch = null;
		this.restart();
		if (batch !== null) await this.#transport.cancel(batch);
	}

	restart(): void {
		this.step = 'choose';
		this.table = null;
		this.run = null;
		this.summary = null;
		this.error = null;
		this.progress = 0;
	}

	#fail(error: Refusal): void {
		this.error = error;
		this.step = 'columns';
	}
}
