// Bank accounts: IBAN (ISO 13616) with its mask, and the French RIB key.
import { refusal, type Refusal } from './refusal';
import { err, ok, type Result } from './result';

export type BankAccountRefusal = Refusal<'iban-malformed' | 'iban-length' | 'iban-key' | 'rib-malformed' | 'rib-key'>;

/** Length of an IBAN by country (ISO 13616 registry): SEPA, and the countries of the supported currencies. */
// prettier-ignore
const IBAN_LENGTHS: Readonly<Record<string, number>> = {
	AD: 24,
	AT: 20,
	BE: 16,
	BF: 28,
	BG: 22,
	BJ: 28,
	CF: 27,
	CG: 27,
	CH: 21,
	CI: 28,
	CM: 27,
	CY: 28,
	CZ: 24,
	DE: 22,
	DK: 18,
	DZ: 26,
	EE: 20,
	ES: 24,
	FI: 18,
	FR: 27,
	GA: 27,
	GB: 22,
	GI: 23,
	GQ: 27,
	GR: 27,
	GW: 25,
	HR: 21,
	HU: 28,
	IE: 22,
	IS: 26,
	IT: 27,
	LI: 21,
	LT: 20,
	LU: 20,
	LV: 21,
	MA: 28,
	MC: 27,
	ML: 28,
	MT: 31,
	NE: 28,
	NL: 18,
	NO: 15,
	PL: 28,
	PT: 25,
	RO: 24,
	SE: 24,
	SI: 19,
	SK: 24,
	SM: 27,
	SN: 28,
	TD: 27,
	TG: 28,
	TN: 24,
	VA: 22
};

/** Reads an IBAN; spaces and case do not matter. Gives it compact and in capitals. */
export function parseIban(raw: string): Result<string, BankAccountRefusal> {
	const iban = raw.replace(/[\s.-]/g, '').toUpperCase();
	if (!/^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/.test(iban)) return err(refusal('iban-malformed'));
	const length = IBAN_LENGTHS[iban.slice(0, 2)];
	if (length !== undefined && iban.length !== length) return err(refusal('iban-length', { expected: length }));
	if (mod97(iban.slice(4) + iban.slice(0, 4)) !== 1) return err(refusal('iban-key'));
	return ok(iban);
}

/** `FR7630006000011234567890189` → `FR76 3000 6000 0112 3456 7890 189`. */
export const formatIban = (iban: string): string => iban.replace(/(.{4})(?=.)/g, '$1 ');

/** What a screen shows of an account: country, key and the last three characters. */
export const maskIban = (iban: string): string => `${iban.slice(0, 4)} •••• ${iban.slice(-3)}`;

/** A French RIB without its key: bank (5 digits), branch (5 digits), account (11 characters). */
export type Rib = { readonly bank: string; readonly branch: string; readonly account: string };

/** The key of a RIB: 97 − ((89·bank + 15·branch + 3·account) mod 97), letters of the account read as digits. */
export function ribKey(rib: Rib): Result<string, BankAccountRefusal> {
	const account = rib.account.toUpperCase();
	if (!/^\d{5}$/.test(rib.bank) || !/^\d{5}$/.test(rib.branch) || !/^[A-Z0-9]{11}$/.test(account))
		return err(refusal('rib-malformed'));
	const digits = BigInt(Array.from(account, ribDigit).join(''));
	const sum = 89n * BigInt(rib.bank) + 15n * BigInt(rib.branch) + 3n * digits;
	return ok(String(97n - (sum % 97n)).padStart(2, '0'));
}

/** The IBAN of a French RIB; refuses a wrong key. */
export function ibanOfRib(rib: Rib, key: string): Result<string, BankAccountRefusal> {
	const expected = ribKey(rib);
	if (!expected.ok) return expected;
	if (expected.value !== key) return err(refusal('rib-key'));
	const national = `${rib.bank}${rib.branch}${rib.account.toUpperCase()}${key}`;
	const check = 98 - mod97(`${national}FR00`);
	return ok(`FR${String(check).padStart(2, '0')}${national}`);
}

/** Remainder by 97 of a text whose letters stand for 10 to 35, digit by digit so that no integer overflows. */
function mod97(text: string): number {
	return Array.from(text).reduce((rest, character) => {
		const value = Number.parseInt(character, 36);
		return (rest * (value > 9 ? 100 : 10) + value) % 97;
	}, 0);
}

/** A–I are 1–9, J–R are 1–9, S–Z are 2–9. */
function ribDigit(character: string): string {
	const index = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'.indexOf(character);
	if (index === -1) return character;
	return String(index < 18 ? (index % 9) + 1 : index - 16);
}
