// Reads the rows of an answer through a schema, so that what leaves the database has a known shape.
import * as v from 'valibot';

type Rows = { readonly rows: readonly unknown[] };

/** Every row through the schema; throws when a row does not fit, which is a bug of the query. */
export function readRows<const Schema extends v.GenericSchema>(
	result: Rows | undefined,
	schema: Schema
): readonly v.InferOutput<Schema>[] {
	return (result?.rows ?? []).map((row) => v.parse(schema, row));
}

/** The first row through the schema, or null when there is none. */
export function readRow<const Schema extends v.GenericSchema>(
	result: Rows | undefined,
	schema: Schema
): v.InferOutput<Schema> | null {
	const [row] = result?.rows ?? [];
	return row === undefined ? null : v.parse(schema, row);
}

/** A column that holds JSON, read through the schema of what it holds. */
export const jsonColumn = <const Schema extends v.GenericSchema>(schema: Schema): JsonColumn<Schema> =>
	v.pipe(v.string(), v.parseJson(), schema);

type JsonColumn<Schema extends v.GenericSchema> = v.SchemaWithPipe<
	readonly [v.StringSchema<undefined>, v.ParseJsonAction<string, undefined, undefined>, Schema]
>;
