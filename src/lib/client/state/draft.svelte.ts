// A form that survives a kill: raw strings, judged as they are typed, saved sealed on this phone, restored on reopening.
import * as v from 'valibot';

/** Where drafts are kept; a Field is one. */
export type DraftStore = {
	readonly readDraft: (key: string) => Promise<Readonly<Record<string, string>> | null>;
	readonly writeDraft: (key: string, fields: Readonly<Record<string, string>>) => Promise<void>;
	readonly deleteDraft: (key: string) => Promise<void>;
};

type Fields = Readonly<Record<string, string>>;

/**
 * `new Draft(schema, store, 'pay:<dossier>', {amount: '', means: 'cash'})`; give `draft.key` to the act, whose transaction
 * deletes the draft. The schema turns the raw strings into what the act needs.
 */
export class Draft<F extends Fields, Schema extends v.GenericSchema<F, unknown>> {
	/** The raw strings, as typed. */
	fields = $state.raw<F>();
	/** False until the stored draft, if any, was looked for. */
	ready = $state(false);
	/** True when a draft was found and restored. */
	restored = $state(false);
	readonly parsed = $derived.by(() => v.safeParse(this.#schema, this.fields));
	readonly key: string;
	readonly #schema: Schema;
	readonly #store: DraftStore;
	readonly #initial: F;
	#writing: Promise<void> = Promise.resolve();

	constructor(schema: Schema, store: DraftStore, key: string, initial: F) {
		this.#schema = schema;
		this.#store = store;
		this.key = key;
		this.#initial = initial;
		this.fields = initial;
	}

	/** Looks for a stored draft; fields that this version does not know are ignored. */
	async restore(): Promise<void> {
		const stored = await this.#store.readDraft(this.key);
		if (stored) {
			const known = Object.keys(this.#initial).filter((name) => stored[name] !== undefined);
			this.fields = { ...this.fields, ...Object.fromEntries(known.map((name) => [name, stored[name]])) };
			this.restored = known.length > 0;
		}
		this.ready = true;
	}

	/** Sets fields and saves; the last write wins, in order. */
	set(change: Partial<F>): Promise<void> {
		this.fields = { ...this.fields, ...change };
		const fields = this.fields;
		this.#writing = this.#writing.then(() => this.#store.writeDraft(this.key, fields));
		return this.#writing;
	}

	/** Messages of the fields that do not parse, by field name. */
	issues(): Readonly<Record<string, string>> {
		const parsed = this.parsed;
		if (parsed.success) return {};
		const issues: Record<string, string> = {};
		for (const issue of parsed.issues) {
			const name = v.getDotPath(issue) ?? '';
			issues[name] ??= issue.message;
		}
		return issues;
	}

	/** Throws the draft away, e.g. when the collector leaves the form for good. */
	async discard(): Promise<void> {
		this.fields = this.#initial;
		await this.#writing;
		await this.#store.deleteDraft(this.key);
	}
}
