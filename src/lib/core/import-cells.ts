// Reads the cells of an imported portfolio: French dates and amounts, the words people use for kinds, and texts made clean.
import { LIMITATION_KINDS, type LimitationKind } from './country/pack';
import { parseAmount } from './parse-amount';
import type { Currency } from './money';
import { err, ok, type Result } from './result';
import { dateParts, isLocalDate, type LocalDate } from './time';

export const CELL_CODES = [
	'missing',
	'too-long',
	'amount-malformed',
	'amount-ambiguous',
	'amount-too-precise',
	'amount-not-positive',
	'amount-out-of-range',
	'date-malformed',
	'date-century',
	'date-in-future',
	'currency-unknown',
	'company-id',
	'phone',
	'email',
	'debtor-kind-unknown',
	'claim-kind-unknown',
	'letter-incomplete',
	'letter-code'
] as const;
/** What may be wrong with one cell, whatever the rest of the portfolio says. */
export type CellCode = (typeof CELL_CODES)[number];

/** Largest amount of one component of a claim, in minor units, as on the wire. */
const MAX_MINOR = 100_000_000_000;
/** A claim older or further ahead than this many years is a slip of the century. */
const YEARS_BACK = 50;
const YEARS_AHEAD = 10;

/** Makes a cell clean: NFC, no control characters, single spaces, trimmed. */
export const cleanCell = (raw: string): string =>
	raw
		.normalize('NFC')
		.toWellFormed()
		.replace(/[\p{Cc}\p{Zs}]+/gu, ' ')
		.trim();

/** Lower case without accents nor punctuation, so that `Échéance :` and `ECHEANCE` are the same words. */
export const foldWords = (text: string): string =>
	text
		.normalize('NFD')
		.replace(/\p{M}/gu, '')
		.toLowerCase()
		.replace(/[^a-z0-9]+/g, ' ')
		.trim();

/** Reads an amount of the file; `positive` also refuses zero. */
export function readAmount(text: string, currency: Currency, positive: boolean): Result<number, CellCode> {
	const parsed = parseAmount(text, currency);
	if (!parsed.ok) return err(parsed.error.code === 'amount-empty' ? 'amount-malformed' : parsed.error.code);
	const { minor } = parsed.value;
	if (minor < 0 || (positive && minor === 0)) return err('amount-not-positive');
	return minor > MAX_MINOR ? err('amount-out-of-range') : ok(minor);
}

/**
 * Reads `31/03/2026`, `31.3.2026`, `31-03-2026` or `2026-03-31`, with or without a midnight that a spreadsheet added.
 * A year of two digits, or far from the present, is refused: nobody can tell its century.
 */
export function readDate(text: string, today: LocalDate): Result<LocalDate, CellCode> {
	const typed = text.replace(/[ T]00:00(:00(\.0+)?)?$/, '');
	const french = /^(\d{1,2})[/. -](\d{1,2})[/. -](\d{2,4})$/.exec(typed);
	const iso = /^(\d{4})[/.-](\d{1,2})[/.-](\d{1,2})$/.exec(typed);
	const [year, month, day] = french ? [french[3], french[2], french[1]] : [iso?.[1], iso?.[2], iso?.[3]];
	if (year === undefined || month === undefined || day === undefined) return err('date-malformed');
	const distance = Number(year) - dateParts(today).year;
	if (year.length < 4 || distance < -YEARS_BACK || distance > YEARS_AHEAD) return err('date-century');
	const written = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
	return isLocalDate(written) ? ok(written) : err('date-malformed');
}

const CONSUMER_WORDS = ['particulier', 'consommateur', 'personne physique', 'b2c', 'consumer', 'individual', 'part'];
const PROFESSIONAL_WORDS = [
	'professionnel',
	'pro',
	'entreprise',
	'societe',
	'personne morale',
	'b2b',
	'professional',
	'business',
	'company'
];

/** Reads who the debtor is; refuses a word it does not know rather than guess. */
export function readDebtorKind(text: string): Result<'consumer' | 'professional', CellCode> {
	const word = foldWords(text);
	if (CONSUMER_WORDS.includes(word)) return ok('consumer');
	if (PROFESSIONAL_WORDS.includes(word)) return ok('professional');
	return err('debtor-kind-unknown');
}

const CLAIM_KIND_WORDS: Readonly<Record<LimitationKind, readonly string[]>> = {
	'consumer-goods-services': ['consommation', 'vente', 'facture particulier', 'biens et services'],
	business: ['commerciale', 'facture', 'facture professionnelle', 'b2b', 'commerce'],
	civil: ['civile', 'civil', 'pret entre particuliers', 'droit commun'],
	'home-rent': ['loyer', 'loyers', 'bail d habitation', 'loyer et charges'],
	'co-ownership': ['copropriete', 'charges de copropriete'],
	telecom: ['telecom', 'telephonie', 'telephone', 'internet'],
	carriage: ['transport', 'fret'],
	'insurance-premium': ['assurance', 'prime d assurance', 'cotisation d assurance'],
	'consumer-credit': ['credit', 'credit a la consommation', 'pret personnel'],
	'cheque-bank': ['cheque', 'cheque impaye'],
	'court-title': ['titre', 'titre executoire', 'jugement']
};

/** Reads what a claim is, as far as its limitation goes: the product's own word or a usual French one. */
export function readClaimKind(text: string): Result<LimitationKind, CellCode> {
	const word = foldWords(text);
	const kind = LIMITATION_KINDS.find(
		(candidate) => foldWords(candidate) === word || CLAIM_KIND_WORDS[candidate].includes(word)
	);
	return kind ? ok(kind) : err('claim-kind-unknown');
}

/** Reads an e-mail address well enough to catch a slip; only sending proves one. */
export function readEmail(text: string): Result<string, CellCode> {
	const email = text.toLowerCase();
	return /^[^\s@,;<>"]+@[^\s@,;<>"]+\.[a-z0-9-]{2,}$/.test(email) && email.length <= 254 ? ok(email) : err('email');
}
