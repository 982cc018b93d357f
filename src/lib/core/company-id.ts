// Identifiers of companies and of their establishments (SIREN and SIRET in France, La Poste included) and the VAT number.
import type { IdentifiersSection } from './country/pack';
import { refusal, type Refusal } from './refusal';
import { err, ok, type Result } from './result';

export type CompanyIdRefusal = Refusal<'company-id-length' | 'company-id-key'>;

type Rules = Pick<IdentifiersSection, 'company' | 'establishment' | 'digitSumException' | 'vatPrefix'>;

/** Reads a company number (SIREN: nine digits, Luhn); separators are dropped. */
export function parseCompanyId(raw: string, rules: Rules): Result<string, CompanyIdRefusal> {
	const digits = compact(raw);
	if (!isNumberOf(digits, rules.company.digits))
		return err(refusal('company-id-length', { expected: rules.company.digits }));
	return isLuhn(digits) ? ok(digits) : err(refusal('company-id-key'));
}

/**
 * Reads an establishment number (SIRET: fourteen digits, Luhn, starting with its company's number). One company, La Poste
 * in France, may have establishments whose digits only add up to a multiple of the modulus (INSEE).
 */
export function parseEstablishmentId(raw: string, rules: Rules): Result<string, CompanyIdRefusal> {
	const digits = compact(raw);
	if (!isNumberOf(digits, rules.establishment.digits))
		return err(refusal('company-id-length', { expected: rules.establishment.digits }));
	const { company, modulus } = rules.digitSumException;
	if (digits.startsWith(company) && sumOfDigits(digits) % modulus === 0) return ok(digits);
	const owner = digits.slice(0, rules.company.digits);
	return isLuhn(digits) && isLuhn(owner) ? ok(digits) : err(refusal('company-id-key'));
}

/** The VAT number of a company number: key = (12 + 3 × (SIREN mod 97)) mod 97. Refuses what is no company number. */
export function vatNumberOf(companyId: string, rules: Rules): Result<string, CompanyIdRefusal> {
	const parsed = parseCompanyId(companyId, rules);
	if (!parsed.ok) return parsed;
	const key = (12 + 3 * (Number(parsed.value) % 97)) % 97;
	return ok(`${rules.vatPrefix}${String(key).padStart(2, '0')}${parsed.value}`);
}

/** Reads a VAT number and checks its company number and its key. */
export function parseVatNumber(raw: string, rules: Rules): Result<string, CompanyIdRefusal> {
	const text = compact(raw).toUpperCase();
	const expected = vatNumberOf(text.slice(-rules.company.digits), rules);
	if (!expected.ok) return expected;
	return expected.value === text ? expected : err(refusal('company-id-key'));
}

/** `732829320` → `732 829 320`; `73282932000074` → `732 829 320 00074`. */
export function formatCompanyId(digits: string): string {
	return digits.replace(/^(\d{3})(\d{3})(\d{3})(\d{5})?$/, '$1 $2 $3 $4').trim();
}

const compact = (raw: string): string => raw.replace(/[\s.-]/g, '');

const isNumberOf = (text: string, length: number): boolean => text.length === length && /^\d+$/.test(text);

const sumOfDigits = (digits: string): number => Array.from(digits).reduce((sum, digit) => sum + Number(digit), 0);

function isLuhn(digits: string): boolean {
	const sum = Array.from(digits)
		.reverse()
		.reduce((total, digit, index) => {
			const value = Number(digit) * (index % 2 === 1 ? 2 : 1);
			return total + (value > 9 ? value - 9 : value);
		}, 0);
	return sum % 10 === 0;
}
