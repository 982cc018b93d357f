// Every vector of the copied rules file that belongs to these groups passes.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { GROUPS_A } from '../../vectors/groups-a';

const fileSchema = v.object({
	groups: v.record(
		v.string(),
		v.array(v.object({ id: v.string(), inputs: v.unknown(), expected: v.record(v.string(), v.unknown()) }))
	)
});
const path = fileURLToPath(new URL('../../vectors/rules.json', import.meta.url));
const { groups } = v.parse(fileSchema, JSON.parse(readFileSync(path, 'utf8')));

describe.each(Object.entries(GROUPS_A))('the rule of %s', (name, rule) => {
	it.each(groups[name] ?? [])('gives what vector $id expects', ({ inputs, expected }) => {
		const got = rule(inputs);
		expect(Object.fromEntries(Object.keys(expected).map((key) => [key, got[key]]))).toEqual(expected);
	});
});
