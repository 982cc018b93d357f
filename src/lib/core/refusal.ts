// Why something was refused, as a code with data; i18n words it and one file of the server maps it to HTTP.

/** A refusal: a stable code and the data that its message needs. Codes are message keys `refusal_<code>` with `-` as `_`. */
export type Refusal<Code extends string = string> = {
	readonly code: Code;
	readonly data?: Readonly<Record<string, string | number | boolean | null>>;
};

/** Builds a refusal. */
export function refusal<const Code extends string>(code: Code, data?: Refusal['data']): Refusal<Code> {
	return data === undefined ? { code } : { code, data };
}
