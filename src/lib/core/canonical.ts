// Canonical JSON (RFC 8785) restricted to what the wire allows: safe integers, well-formed NFC strings, no floats.

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** Serialises a value so that equal values give equal bytes; throws on a float, a lone surrogate or a non-NFC string. */
export function canonical(value: Json): string {
	if (typeof value === 'string') return canonicalString(value);
	if (typeof value === 'number') return canonicalNumber(value);
	if (value === null || typeof value === 'boolean') return String(value);
	if (isArray(value)) return `[${value.map(canonical).join(',')}]`;
	// One growing text: every operation of a backlog comes through here three times.
	let members = '';
	for (const key of Object.keys(value).sort()) {
		const member = value[key];
		if (member === undefined) throw new TypeError(`no value for key ${key}`);
		members += `${members === '' ? '' : ','}${canonicalString(key)}:${canonical(member)}`;
	}
	return `{${members}}`;
}

/** The UTF-8 bytes of the canonical form, as they are hashed and signed. */
export function canonicalBytes(value: Json): Uint8Array<ArrayBuffer> {
	return ENCODER.encode(canonical(value));
}

/** Says whether a text may cross the network: well formed and in Unicode normal form C. */
export const isWireText = (text: string): boolean =>
	IS_ASCII.test(text) || (text.isWellFormed() && text === text.normalize('NFC'));

/** Most texts are: they are in every normal form, and asking costs a tenth. */
const IS_ASCII = /^[\u0020-\u007e]*$/;

const ENCODER = new TextEncoder();

function canonicalNumber(value: number): string {
	if (!Number.isSafeInteger(value)) throw new TypeError(`not a safe integer: ${value}`);
	return Object.is(value, -0) ? '0' : String(value);
}

/** Most texts stand for themselves: nothing to escape, and in every normal form. */
const IS_PLAIN = /^[ !#-[\]-~]*$/;

function canonicalString(value: string): string {
	if (IS_PLAIN.test(value)) return `"${value}"`;
	if (!isWireText(value)) throw new TypeError('text is not well formed or not in NFC');
	return JSON.stringify(value);
}

function isArray(value: Json): value is readonly Json[] {
	return Array.isArray(value);
}
