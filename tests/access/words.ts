// The words of the screens in a language, read from the message files, so that a walk finds its buttons in each of them.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';

const FOLDER = join(import.meta.dirname, '..', '..', 'messages');
const fileSchema = v.record(v.string(), v.union([v.string(), v.array(v.looseObject({}))]));

export type Words = (key: string, inputs?: Readonly<Record<string, string>>) => string;

/** Answers a message by its key; one that is unknown, or has several forms, is a mistake of the test. */
export function wordsOf(locale: 'fr' | 'en'): Words {
	const messages = new Map(
		readdirSync(FOLDER).flatMap((area) =>
			Object.entries(v.parse(fileSchema, JSON.parse(readFileSync(join(FOLDER, area, `${locale}.json`), 'utf8'))))
		)
	);
	return (key, inputs = {}) => {
		const message = messages.get(key);
		if (typeof message !== 'string') throw new Error(`no message « ${key} » with one form`);
		return message.replace(/\{(\w+)\}/g, (_, name: string) => inputs[name] ?? '');
	};
}
