// Remembers on this browser what each heading meant, so that the next file of the same program needs no hand.
import * as v from 'valibot';
import { foldWords } from '$lib/core/import-cells';
import { IMPORT_FIELDS, type ImportField } from '$lib/core/import-line';
import type { Mapping } from './headings';

const KEY = 'tournee_import_columns';
const memorySchema = v.pipe(v.string(), v.parseJson(), v.record(v.string(), v.nullable(v.picklist(IMPORT_FIELDS))));

/** What was remembered, by folded heading; nothing when storage is closed or unreadable. */
export function rememberedMapping(storage: Pick<Storage, 'getItem'>): ReadonlyMap<string, ImportField | null> {
	try {
		const parsed = v.safeParse(memorySchema, storage.getItem(KEY));
		return new Map(parsed.success ? Object.entries(parsed.output) : []);
	} catch {
		return new Map();
	}
}

/** Remembers the mapping of a file beside what earlier files taught; a browser that refuses storage only forgets it. */
export function rememberMapping(
	storage: Pick<Storage, 'getItem' | 'setItem'>,
	headings: readonly string[],
	mapping: Mapping
): void {
	const memory = new Map(rememberedMapping(storage));
	headings.forEach((heading, index) => memory.set(foldWords(heading), mapping[index] ?? null));
	try {
		storage.setItem(KEY, JSON.stringify(Object.fromEntries(memory)));
	} catch {
		return;
	}
}
