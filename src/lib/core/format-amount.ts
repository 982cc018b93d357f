// Amounts as people write and read them, in French and in English, without the locale data of the machine.
import { CURRENCY_EXPONENT, type Currency, type Money } from './money';
import { refusal, type Refusal } from './refusal';
import { err, ok, type Result } from './result';

/** The languages of the product. */
export type Language = 'fr' | 'en';

export type AmountRefusal = Refusal<
	'amount-empty' | 'amount-malformed' | 'amount-ambiguous' | 'amount-too-precise' | 'amount-out-of-range'
>;

const NARROW_SPACE = '\u202F';
const NO_BREAK_SPACE = '\u00A0';

const SYMBOLS: Readonly<Record<Currency, { readonly fr: string; readonly en: string }>> = {
	EUR: { fr: '€', en: '€' },
	XOF: { fr: `F${NARROW_SPACE}CFA`, en: `F${NARROW_SPACE}CFA` },
	XAF: { fr: 'FCFA', en: 'FCFA' },
	MAD: { fr: 'MAD', en: 'MAD' },
	TND: { fr: 'TND', en: 'TND' },
	CHF: { fr: 'CHF', en: 'CHF' },
	USD: { fr: '$US', en: 'US$' },
	GBP: { fr: '£GB', en: '£' }
};

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
 * Writes an amount with its currency: `1 280,71 €` in French (U+202F between groups, U+00A0 before the symbol),
 * `€1,280.71` in English. Any number of minor units is accepted, also a negative one.
 */
export function formatAmount(amount: Money, language: Language = 'fr'): string {
	const number = formatNumber(amount, language);
	const symbol = SYMBOLS[amount.currency][language];
	if (language === 'fr') return `${number}${NO_BREAK_SPACE}${symbol}`;
	const sign = number.startsWith('-') ? '-' : '';
	const gap = /[A-Z]$/.test(symbol) ? NO_BREAK_SPACE : '';
	return `${sign}${symbol}${gap}${number.slice(sign.length)}`;
}

/** The same amount without its currency: `1 280,71` or `1,280.71`. */
export function formatNumber(amount: Money, language: Language = 'fr'): string {
	const exponent = CURRENCY_EXPONENT[amount.currency];
	const digits = String(Math.abs(amount.minor)).padStart(exponent + 1, '0');
	const whole = digits.slice(0, digits.length - exponent);
	const grouped = whole.replace(/\B(?=(\d{3})+$)/g, language === 'fr' ? NARROW_SPACE : ',');
	const decimals = exponent === 0 ? '' : (language === 'fr' ? ',' : '.') + digits.slice(-exponent);
	return `${amount.minor < 0 ? '-' : ''}${grouped}${decimals}`;
}

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
