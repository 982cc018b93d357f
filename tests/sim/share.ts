// What a thread of the simulation is asked, and what it answers.

export type Failure = {
	readonly seed: string;
	readonly law: string;
	readonly message: string;
	readonly step: number;
	readonly of: number;
	/** The fewest steps found that break the same law. */
	readonly shrunken: readonly { readonly kind: string; readonly seed: string }[];
};

export type Share = {
	readonly schedules: number;
	readonly operations: number;
	readonly failures: readonly Failure[];
	readonly counts: readonly (readonly [what: string, times: number])[];
	/** What no schedule looks at, by invariant. */
	readonly unseen: readonly string[];
	/** Final state by seed, of those that were asked for. */
	readonly states: readonly (readonly [seed: string, state: string])[];
};

export type Wish = {
	readonly seeds: readonly string[];
	/** Stops after so many failures: each takes a while to shrink. */
	readonly mostFailures: number;
	/** Runs every n-th seed a second time: its final state must be the same, byte for byte. */
	readonly twiceEvery: number;
	/** False to report what fails as it is. */
	readonly shrinks: boolean;
	readonly crypto: 'simulated' | 'real';
	/** True to compare final states with those of the other kind of cryptography. */
	readonly shapes: boolean;
};
