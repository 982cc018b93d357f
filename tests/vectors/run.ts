// Runs a file of rule vectors: each vector passes when every key it expects equals what the rule gives.
import { isDeepStrictEqual } from 'node:util';
import * as v from 'valibot';
import type { VectorGroup } from './fields';
import { GROUPS_A } from './groups-a';
import { GROUPS_B } from './groups-b';

export type Groups = Readonly<Record<string, VectorGroup>>;

/** Every group of vectors that the program answers. */
export const GROUPS: Groups = { ...GROUPS_A, ...GROUPS_B };

const vectorSchema = v.object({
	id: v.string(),
	inputs: v.unknown(),
	expected: v.record(v.string(), v.unknown())
});
export const vectorFileSchema = v.object({ groups: v.record(v.string(), v.array(vectorSchema)) });
export type Vector = v.InferOutput<typeof vectorSchema>;

export type VectorFailure = {
	readonly group: string;
	readonly id: string;
	readonly expected: unknown;
	readonly got: unknown;
};
export type VectorReport = { readonly passed: number; readonly failures: readonly VectorFailure[] };

/** Runs all vectors of a parsed file; a group that nobody knows fails for each of its vectors. */
export function runVectors(file: unknown, groups: Groups = GROUPS): VectorReport {
	const failures: VectorFailure[] = [];
	let passed = 0;
	for (const [group, vectors] of Object.entries(v.parse(vectorFileSchema, file).groups)) {
		for (const vector of vectors) {
			const failure = runVector(group, vector, groups);
			if (failure === null) passed += 1;
			else failures.push(failure);
		}
	}
	return { passed, failures };
}

/** Runs one vector; null when it passes. Only the keys that are expected are compared, each in depth. */
export function runVector(group: string, vector: Vector, groups: Groups = GROUPS): VectorFailure | null {
	const { id, inputs, expected } = vector;
	if (!Object.hasOwn(groups, group)) return { group, id, expected, got: `unknown group: ${group}` };
	const answer = answerOf(groups, group, inputs);
	if (answer instanceof Error) return { group, id, expected, got: `${answer.name}: ${answer.message}` };
	const got = Object.fromEntries(Object.keys(expected).map((key) => [key, answer.get(key)]));
	// JSON has no undefined: what a rule leaves out and what it answers as undefined are the same.
	return isDeepStrictEqual(plain(got), plain(expected)) ? null : { group, id, expected, got };
}

/** Runs a file's text and writes what failed and the counts; says whether all passed. */
export function reportVectors(text: string, write: (line: string) => void): boolean {
	const { passed, failures } = runVectors(JSON.parse(text));
	for (const { group, id, expected, got } of failures) {
		write(`${id} (${group})`);
		write(`  expected ${JSON.stringify(expected)}`);
		write(`  got      ${JSON.stringify(got)}`);
	}
	write(`${passed} passed, ${failures.length} failed`);
	return failures.length === 0;
}

function answerOf(groups: Groups, group: string, inputs: unknown): ReadonlyMap<string, unknown> | Error {
	try {
		return new Map(Object.entries(groups[group]?.(inputs) ?? {}));
	} catch (cause) {
		return cause instanceof Error ? cause : new Error(String(cause));
	}
}

const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
