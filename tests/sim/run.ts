// Runs a share of the schedules in one thread, and shrinks what fails to the fewest steps that still break the same law.
import { installPlatform } from './platform';
import { makeMorning, runSchedule, stepsOf, type Morning, type Outcome, type Step } from './schedule';
import type { Failure, Share, Wish } from './share';
import { watchStorage } from './tab';

let prepared: Promise<Morning> | null = null;

/** Runs the schedules of a share. */
export async function runShare({ seeds, mostFailures, twiceEvery, isReal = false }: Wish): Promise<Share> {
	prepared ??= prepare(isReal);
	const morning = await prepared;
	const counts = new Map<string, number>();
	const failures: Failure[] = [];
	const states: (readonly [string, string])[] = [];
	let operations = 0;
	let schedules = 0;
	for (const [index, seed] of seeds.entries()) {
		const steps = stepsOf(seed);
		const wantsState = index % twiceEvery === 0;
		const outcome = await runSchedule(morning, seed, steps, { isReal, counts, wantsState });
		schedules += 1;
		operations += outcome.operations;
		if (outcome.violation) failures.push(await shrink(morning, seed, steps, outcome, isReal));
		else if (wantsState) {
			const again = await runSchedule(morning, seed, steps, { isReal, counts: new Map(), wantsState });
			if (again.state !== outcome.state) failures.push(unlike(seed, steps, outcome.state, again.state));
			states.push([seed, outcome.state]);
		}
		if (failures.length >= mostFailures) break;
	}
	return { schedules, operations, failures, counts: [...counts], states };
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

/** Leaves out step after step, from the end, as long as the same law stays broken. */
async function shrink(
	morning: Morning,
	seed: string,
	steps: readonly Step[],
	outcome: Outcome,
	isReal: boolean
): Promise<Failure> {
	const { violation } = outcome;
	if (!violation) throw new Error('nothing to shrink');
	const { law, message, step } = violation;
	let shrunken = steps;
	for (let index = steps.length - 1; index >= 0; index -= 1) {
		const left = shrunken.filter((candidate) => candidate !== steps[index]);
		const again = await runSchedule(morning, seed, left, { isReal, counts: new Map(), wantsState: false });
		if (again.violation?.law === law) shrunken = left;
	}
	return { seed, law, message, step, of: steps.length, shrunken };
}
