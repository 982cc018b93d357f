// Amounts as people read them, in French and in English, without the locale data of the machine.
import { CURRENCY_EXPONENT, type Currency, type Money } from './money';

/** The languages of the product. */
export type Language = 'fr' | 'en';

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
