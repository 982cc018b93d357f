// Amounts as people type and paste them, in French and in English: one that could mean two is refused, never guessed.
import type { Language } from './format-amount';
import { CURRENCY_EXPONENT, type Currency, type Money } from './money';
import { refusal, type Refusal } from './refusal';
import { err, ok, type Result } from './result';

export type AmountRefusal = Refusal<
	'amount-empty' | 'amount-malformed' | 'amount-ambiguous' | 'amount-too-precise' | 'amount-out-of-range'
>;

/** What a person may type beside the digits of an amount, in lower case without spaces. */
const TYPED_SYMBOLS: Readonly<Record<Currency, readonly string[]>> = {
	EUR: ['€', 'eur', 'euros', 'euro'],
	XOF: ['fcfa', 'xof', 'cfa'],
	XAF: ['fcfa', 'xaf', 'cfa'],
	MAD: ['mad', 'dh', 'dhs'],
	TND: ['tnd', 'dt'],
	CHF: ['chf', 'fr.'],
	USD: ['us$', '$us', '$', 'usd'],
	GBP: ['£gb', '£', 'gbp']
};

/**
 * Reads an amount that a person typed or pasted: `1280,71`, `1.280,71`, `1 280.71`, with any kind of space and with or
 * without the symbol. Refuses what could mean two amounts (`1,280` in French) rather than guess.
 */
export function parseAmount(
	text: string,
	currency: Currency = 'EUR',
	language: Language = 'fr'
): Result<Money, AmountRefusal> {
	const typed = text.trim().replace(/\s+/g, ' ').toLowerCase();
	// The sign may stand before the symbol (-€5) or after it (€-5), not on both sides.
	const sign = signOf(typed);
	const unsigned = withoutSymbol(typed.slice(sign.length).trim(), currency);
	const innerSign = signOf(unsigned);
	const body = unsigned.slice(innerSign.length).trim();
	if (body === '') return err(refusal('amount-empty'));
	if (!/^[\d .,'’]*\d[\d .,'’]*$/.test(body) || (sign !== '' && innerSign !== ''))
		return err(refusal('amount-malformed'));
	const split = splitDecimals(body, CURRENCY_EXPONENT[currency], language);
	if (!split.ok) return split;
	const { whole, decimals } = split.value;
	const negative = /[-−]/.test(sign + innerSign);
	if (!/^(\d+|\d{1,3}(([ .,'’])\d{3})(\3\d{3})*)$/.test(whole)) return err(refusal('amount-malformed'));
	const minor = Number(whole.replace(/\D/g, '') + decimals.padEnd(CURRENCY_EXPONENT[currency], '0'));
	if (!Number.isSafeInteger(minor)) return err(refusal('amount-out-of-range'));
	return ok({ minor: negative && minor !== 0 ? -minor : minor, currency });
}

const signOf = (text: string): string => (/^[-−+]/.test(text) ? text.charAt(0) : '');

type Split = { readonly whole: string; readonly decimals: string };

/** Cuts a typed number at its decimal mark, when it has one. */
function splitDecimals(body: string, exponent: number, language: Language): Result<Split, AmountRefusal> {
	const at = Math.max(body.lastIndexOf(','), body.lastIndexOf('.'));
	const mark = body.charAt(at);
	const repeated = at !== -1 && body.indexOf(mark) !== at;
	const other = mark === ',' ? '.' : ',';
	if (at === -1 || (repeated && !body.includes(other))) return ok({ whole: body, decimals: '' });
	const whole = body.slice(0, at);
	const decimals = body.slice(at + 1);
	if (!/^\d*$/.test(decimals)) return err(refusal('amount-malformed'));
	const groupedBefore = /[ .,'’]/.test(whole);
	const isNative = mark === (language === 'fr' ? ',' : '.');
	if (!groupedBefore && decimals.length === 3 && /^\d{1,3}$/.test(whole)) {
		// Three digits after a single mark are thousands in one habit and decimals in the other.
		if (!isNative && exponent < 3) return ok({ whole: body, decimals: '' });
		if (!isNative || exponent < 3) return err(refusal('amount-ambiguous'));
	}
	if (decimals.length > exponent) return err(refusal('amount-too-precise', { decimals: exponent }));
	return ok({ whole: whole === '' ? '0' : whole, decimals });
}

function withoutSymbol(text: string, currency: Currency): string {
	for (const symbol of TYPED_SYMBOLS[currency]) {
		const spaced = [symbol, symbol.replace('fcfa', 'f cfa')];
		for (const form of spaced) {
			if (text.endsWith(form)) return text.slice(0, -form.length).trim();
			if (text.startsWith(form)) return text.slice(form.length).trim();
		}
	}
	return text;
}
