// What a mutant is: one small change of the source that makes the product lose, double or believe something.

export type Mutant = {
	/** What is broken, as one would say it. */
	readonly name: string;
	readonly file: string;
	/** Found exactly once in the file, or the mutant no longer applies and the run fails. */
	readonly find: string;
	readonly replace: string;
	/** Test files that judge this part, asked when the simulation noticed nothing. */
	readonly tests: readonly string[];
};
