// The rules of the trade against the vectors of the project, and the runner that anyone can point at another file.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { GROUPS, reportVectors, runVector, runVectors, vectorFileSchema } from '../vectors/run';

const text = readFileSync(fileURLToPath(new URL('../vectors/rules.json', import.meta.url)), 'utf8');
const { groups } = v.parse(vectorFileSchema, JSON.parse(text));

describe.each(Object.entries(groups))('the vectors of %s', (name, vectors) => {
	it.each(vectors)('$id gives what it expects', (vector) => {
		expect(runVector(name, vector)).toBeNull();
	});
});

const file = (group: string, inputs: unknown, expected: Readonly<Record<string, unknown>>) => ({
	groups: { [group]: [{ id: 'x-1', inputs, expected }] }
});

describe('the vectors command', () => {
	it('knows every group of the file', () => {
		expect(Object.keys(groups).filter((name) => !Object.hasOwn(GROUPS, name))).toEqual([]);
	});

	it('counts the vectors of a group it does not know as failures', () => {
		expect(runVectors(file('horoscope', {}, {}))).toMatchObject({ passed: 0, failures: [{ id: 'x-1' }] });
		expect(runVectors(file('toString', {}, {})).passed).toBe(0);
	});

	it('fails a vector whose expected value differs, in depth', () => {
		const inputs = { invoices: [{ id: 'F', due: '2026-01-01', cents: 1 }], as_of: '2026-01-02' };
		expect(runVectors(file('kpi', inputs, { bucket: { F: '1-30' } })).passed).toBe(1);
		expect(runVectors(file('kpi', inputs, { bucket: { F: '31-60' } })).failures).toHaveLength(1);
		expect(runVectors(file('kpi', inputs, { bucket: {} })).failures).toHaveLength(1);
	});

	it('fails a key that the rule does not give, and inputs that it cannot read', () => {
		expect(runVectors(file('siren', { raw: '732829320' }, { colour: 'blue' })).failures).toHaveLength(1);
		expect(runVectors(file('siren', { raw: 7 }, { valid: true })).failures).toHaveLength(1);
	});

	it('prints each failing id with what was expected and got, then the counts', () => {
		const lines: string[] = [];
		const isGood = reportVectors(JSON.stringify(file('siren', { raw: '1' }, { valid: true })), (line) =>
			lines.push(line)
		);
		expect(isGood).toBe(false);
		expect(lines).toEqual([
			'x-1 (siren)',
			'  expected {"valid":true}',
			'  got      {"valid":false}',
			'0 passed, 1 failed'
		]);
		expect(reportVectors(JSON.stringify(file('siren', { raw: '1' }, { valid: false })), () => undefined)).toBe(true);
	});
});
