// Runs a share of the schedules in one thread, and shrinks what fails to the fewest steps that still break the same law.
import { installPlatform } from './platform';
import { makeMorning, runSchedule, stepsOf, type Morning, type Outcome, type Step } from './schedule';
import { LAWS } from './laws';
import type { Failure, Share, Wish } from './share';
import { watchStorage } from './tab';

let prepared: Promise<Morning> | null = null;

/** What no schedule looks at, by invariant. */
const unseen = (): readonly string[] =>
	Object.entries(LAWS).flatMap(([law, { missing }]) => (missing === null ? [] : [`${law}: ${missing}`]));

/** Runs the schedules of a share. */
export async function runShare({ seeds, mostFailures, twiceEvery, shrinks, crypto }: Wish): Promise<Share> {
	prepared ??= prepare(crypto === 'real');
	const morning = await prepared;
	const counts = new Map<string, number>();
	const failures: Failure[] = [];
	const states: (readonly [string, string])[] = [];
	let operations = 0;
	for (const [index, seed] of seeds.entries()) {
		const steps = stepsOf(seed);
		// A remainder of 0 by Infinity is 0: the first one would always run twice.
		const isTwice = Number.isFinite(twiceEvery) && index % twiceEvery === 0;
		const options = { isReal: false, counts, state: isTwice ? 'bytes' : 'none' } as const;
		const outcome = await runSchedule(morning, seed, steps, options);
		operations += outcome.operations;
		if (outcome.violation) failures.push(await failureOf(morning, seed, steps, outcome, shrinks));
		else if (isTwice) {
			const again = await runSchedule(morning, seed, steps, { ...options, counts: new Map() });
			if (again.state !== outcome.state) failures.push(unlike(seed, steps, outcome.state, again.state));
			states.push([seed, outcome.state]);
		}
		if (failures.length >= mostFailures)
			return { schedules: index + 1, operations, failures, counts: [...counts], states, unseen: unseen() };
	}
	return { schedules: seeds.length, operations, failures, counts: [...counts], states, unseen: unseen() };
}

/**
 * The final states of schedules with one kind of cryptography, but for what chance makes in the real one. Two tabs at once are
 * left out: their order is the platform's where cryptography has threads.
 */
export async function runShapes({ seeds, crypto }: Wish): Promise<Share> {
	const isReal = crypto === 'real';
	prepared ??= prepare(isReal);
	const morning = await prepared;
	const states: (readonly [string, string])[] = [];
	for (const seed of seeds) {
		const steps = stepsOf(seed).filter(({ kind }) => kind !== 'two-tabs');
		const options = { isReal, counts: new Map<string, number>(), state: 'shape' } as const;
		const { violation, state } = await runSchedule(morning, seed, steps, options);
		states.push([seed, violation ? `${violation.law}: ${violation.message}` : state]);
	}
	return { schedules: seeds.length, operations: 0, failures: [], counts: [], states, unseen: [] };
}

function prepare(isReal: boolean): Promise<Morning> {
	installPlatform(isReal);
	watchStorage();
	return makeMorning(isReal);
}

const unlike = (seed: string, steps: readonly Step[], first: string, second: string): Failure => ({
	seed,
	law: 'determinism',
	message: `the same seed ended as ${first} and as ${second}`,
	step: steps.length,
	of: steps.length,
	shrunken: steps
});

/** What failed; shrunken, step after step is left out from the end, as long as the same law stays broken. */
async function failureOf(
	morning: Morning,
	seed: string,
	steps: readonly Step[],
	{ violation }: Outcome,
	shrinks: boolean
): Promise<Failure> {
	if (!violation) throw new Error('nothing failed');
	const { law, message, step } = violation;
	let shrunken = steps;
	for (let index = steps.length - 1; shrinks && index >= 0; index -= 1) {
		const left = shrunken.filter((candidate) => candidate !== steps[index]);
		const again = await runSchedule(morning, seed, left, { isReal: false, counts: new Map(), state: 'none' });
		if (again.violation?.law === law) shrunken = left;
	}
	return { seed, law, message, step, of: steps.length, shrunken };
}
