// Saves a form while it is typed: one write at a time, the newest content next, nothing after the act took it over.

/** Where drafts are kept; a Field is one. */
export type DraftStore = {
	readonly readDraft: (key: string) => Promise<Readonly<Record<string, string>> | null>;
	readonly writeDraft: (key: string, fields: Readonly<Record<string, string>>) => Promise<void>;
	readonly deleteDraft: (key: string) => Promise<void>;
};

export class DraftWriter {
	readonly #store: DraftStore;
	readonly #key: string;
	#next: Readonly<Record<string, string>> | null = null;
	#running: Promise<void> | null = null;

	constructor(store: DraftStore, key: string) {
		this.#store = store;
		this.#key = key;
	}

	/** Saves this content as soon as the write under way has ended; content that was overtaken meanwhile is skipped. */
	save(fields: Readonly<Record<string, string>>): Promise<void> {
		this.#next = fields;
		this.#running ??= this.#drain();
		return this.#running;
	}

	/** Waits until nothing is being written, so that no late write brings back a draft which an act deletes. */
	async settle(): Promise<void> {
		await this.#running;
	}

	/** Forgets the draft for good. */
	async discard(): Promise<void> {
		this.#next = null;
		await this.settle();
		await this.#store.deleteDraft(this.#key);
	}

	async #drain(): Promise<void> {
		try {
			while (this.#next) {
				const fields = this.#next;
				this.#next = null;
				await this.#store.writeDraft(this.#key, fields);
			}
		} finally {
			this.#running = null;
		}
	}
}

/** The known fields of a form, with what a stored draft says of them; fields of another version are left out. */
export function mergeDraft<Name extends string>(
	start: Readonly<Record<Name, string>>,
	stored: Readonly<Record<string, string>>
): Readonly<Record<Name, string>> {
	const merged: Record<Name, string> = { ...start };
	for (const name in start) merged[name] = stored[name] ?? start[name];
	return merged;
}
