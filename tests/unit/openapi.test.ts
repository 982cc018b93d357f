// The description of the API comes from the schemas that the endpoints parse with.
import * as v from 'valibot';
import { expect, test } from 'vitest';
import { openApi } from '$lib/server/openapi';

const anything = v.record(v.string(), v.unknown());
const document = v.parse(
	v.object({
		openapi: v.literal('3.1.0'),
		paths: anything,
		components: v.object({ schemas: v.record(v.string(), anything) })
	}),
	openApi('https://tournee.example')
);

test('every route that is named refers to a schema that exists', () => {
	const names = [...JSON.stringify(document.paths).matchAll(/#\/components\/schemas\/(\w+)/g)].map(
		(match) => match[1] ?? ''
	);
	expect(names.length).toBeGreaterThan(8);
	for (const name of names) expect(Object.keys(document.components.schemas)).toContain(name);
});

test('a sync request is closed, its operations are limited and their header says what is signed', () => {
	const request = JSON.stringify(document.components.schemas['SyncRequest']);
	expect(request).toContain('"additionalProperties":false');
	expect(request).toContain('"maxItems":1000');
	for (const field of ['bodyHash', 'prev', 'seq', 'base', 'sig']) expect(request).toContain(`"${field}"`);
});

test('a civil date is a string of that format', () => {
	expect(JSON.stringify(document.components.schemas['SyncRequest'])).toContain('{"type":"string","format":"date"}');
});

test('no schema is left empty by a type that JSON Schema does not know', () => {
	for (const [name, schema] of Object.entries(document.components.schemas))
		expect([name, Object.keys(schema)]).not.toEqual([name, []]);
});
