// A form that survives a kill: raw strings, judged as they are typed, saved sealed on this phone, restored on reopening.
import * as v from 'valibot';
import { DraftWriter, mergeDraft, type DraftStore } from './draft-writer';

type Fields<Name extends string> = Readonly<Record<Name, string>>;

/**
 * `new Draft(schema, field, 'pay:<dossier>', {amount: '', means: 'cash'})`; the schema turns the raw strings into what the act
 * needs. Before the act: `await draft.settle()`, then give `draft.key` to the act, whose transaction deletes the draft. After
 * a refused act, typing on saves it again.
 */
export class Draft<Name extends string, Schema extends v.GenericSchema<Fields<Name>, unknown>> {
	/** The raw strings, as typed. */
	fields: Fields<Name>;
	/** False until the stored draft, if any, was looked for. */
	ready = $state(false);
	/** True when a draft was found and restored. */
	restored = $state(false);
	/** What the schema makes of the strings, or its issues. */
	readonly parsed: v.SafeParseResult<Schema>;
	readonly key: string;
	readonly #start: Fields<Name>;
	readonly #store: DraftStore;
	readonly #writer: DraftWriter;

	constructor(schema: Schema, store: DraftStore, key: string, start: Fields<Name>) {
		this.key = key;
		this.#start = start;
		this.#store = store;
		this.#writer = new DraftWriter(store, key);
		this.fields = $state.raw(start);
		this.parsed = $derived(v.safeParse(schema, this.fields));
	}

	/** Looks for a stored draft; fields that this version does not know are ignored. */
	async restore(): Promise<void> {
		const stored = await this.#store.readDraft(this.key);
		if (stored) this.fields = mergeDraft(this.fields, stored);
		this.restored = stored !== null;
		this.ready = true;
	}

	/** Sets fields and saves them; the newest content wins. */
	set(change: Partial<Fields<Name>>): Promise<void> {
		this.fields = { ...this.fields, ...change };
		return this.#writer.save(this.fields);
	}

	/** Waits for the last write; call it before the act that takes the draft's place. */
	settle(): Promise<void> {
		return this.#writer.settle();
	}

	/** Throws the draft away, e.g. when the collector leaves the form for good. */
	async discard(): Promise<void> {
		this.fields = this.#start;
		await this.#writer.discard();
	}

	/** Messages of the fields that do not parse, by field name; one each. */
	issues(): Readonly<Record<string, string>> {
		const found: Record<string, string> = {};
		if (this.parsed.success) return found;
		for (const issue of this.parsed.issues) found[v.getDotPath(issue) ?? ''] ??= issue.message;
		return found;
	}
}
