// What a group of vectors is to the runner: a function from raw inputs to an object that is compared with what is expected.
import * as v from 'valibot';

export type GroupFunction = (inputs: unknown) => object;
export type Groups = Readonly<Record<string, GroupFunction>>;

/** Reads the inputs of a vector before the rule sees them; inputs of another form throw, which the runner counts as a failure. */
export function group<Schema extends v.GenericSchema>(
	schema: Schema,
	rule: (inputs: v.InferOutput<Schema>) => object
): GroupFunction {
	return (inputs) => rule(v.parse(schema, inputs));
}
