// What a key of the number pad does to the text of an amount, so that the pad can never make an unreadable one.

export type KeypadKey = '0' | '1' | '2' | '3' | '4' | '5' | '6' | '7' | '8' | '9' | ',' | 'erase';

/** Digits before the decimal mark that an amount may have. */
const MAX_WHOLE = 8;

/** The amount text after a key, written with a decimal comma; `decimals` is the exponent of the currency. */
export function afterKey(text: string, key: KeypadKey, decimals: number): string {
	if (key === 'erase') return text.slice(0, -1);
	const [whole = '', fraction] = text.replace('.', ',').split(',');
	if (key === ',') return decimals === 0 || fraction !== undefined ? text : `${whole === '' ? '0' : whole},`;
	if (fraction !== undefined) return fraction.length >= decimals ? text : `${whole},${fraction}${key}`;
	if (whole === '0') return key;
	return whole.length >= MAX_WHOLE ? text : whole + key;
}
