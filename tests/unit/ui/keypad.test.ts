// The number pad can only write amounts that can be read back.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseAmount } from '$lib/core/parse-amount';
import { afterKey, type KeypadKey } from '$lib/ui/keypad';

const KEYS: readonly KeypadKey[] = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', ',', 'erase'];
const typed = (keys: readonly KeypadKey[], decimals = 2) =>
	keys.reduce((text, key) => afterKey(text, key, decimals), '');

describe('the number pad', () => {
	test('writes an amount with its cents', () => {
		expect(typed(['1', '2', '8', '0', ',', '7', '1'])).toBe('1280,71');
	});

	test('takes no third decimal and no second comma', () => {
		expect(typed(['5', ',', '1', ',', '2', '3'])).toBe('5,12');
	});

	test('starts with a zero when the comma comes first, and a leading zero gives way', () => {
		expect(typed([',', '5'])).toBe('0,5');
		expect(typed(['0', '7'])).toBe('7');
	});

	test('has no comma in a currency without decimals', () => {
		expect(typed(['5', '0', ',', '0'], 0)).toBe('500');
	});

	test('erases the last character, down to nothing', () => {
		expect(typed(['4', ',', 'erase', 'erase', 'erase'])).toBe('');
	});

	test('never writes what cannot be read as an amount', () => {
		fc.assert(
			fc.property(fc.array(fc.constantFrom(...KEYS), { maxLength: 14 }), (keys) => {
				const text = typed(keys);
				return text === '' || parseAmount(text, 'EUR', 'fr').ok;
			})
		);
	});
});
