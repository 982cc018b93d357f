// The token behind a receipt's QR: a few fields and a device signature over them, checkable before the payment is synced.
import { fromBase64url, toBase64url } from './base64url';
import { CURRENCIES, type Currency } from './money';
import { dateFromParts, dateParts, isLocalDate, type LocalDate } from './time';

export type ReceiptClaim = {
	readonly device: string;
	readonly year: number;
	readonly number: number;
	readonly minor: number;
	readonly currency: Currency;
	readonly day: LocalDate;
	/** Eight random bytes, so that a receipt cannot be guessed from its number. */
	readonly nonce: Uint8Array<ArrayBuffer>;
};

const TOKEN_VERSION = 1;
const SIGNED_LENGTH = 46;
const SIGNATURE_LENGTH = 64;

/** The 46 bytes that the device signs: version, device, year, number, amount, currency, day, nonce. */
export function receiptTokenBytes(claim: ReceiptClaim): Uint8Array<ArrayBuffer> {
	const bytes = new Uint8Array(SIGNED_LENGTH);
	const view = new DataView(bytes.buffer);
	const day = dateParts(claim.day);
	bytes[0] = TOKEN_VERSION;
	bytes.set(uuidToBytes(claim.device), 1);
	view.setUint16(17, claim.year);
	view.setUint32(19, claim.number);
	view.setBigUint64(23, BigInt(claim.minor));
	bytes.set(new TextEncoder().encode(claim.currency), 31);
	view.setUint32(34, day.year * 10_000 + day.month * 100 + day.day);
	bytes.set(claim.nonce.subarray(0, 8), 38);
	return bytes;
}

/** Joins the signed bytes and the signature into the text of the QR. */
export function encodeReceiptToken(signed: Uint8Array, signature: Uint8Array): string {
	const bytes = new Uint8Array(signed.length + signature.length);
	bytes.set(signed);
	bytes.set(signature, signed.length);
	return toBase64url(bytes);
}

/** Reads a token; null for anything that no device of the product could have written. */
export function decodeReceiptToken(token: string): {
	readonly claim: ReceiptClaim;
	readonly signed: Uint8Array<ArrayBuffer>;
	readonly signature: Uint8Array<ArrayBuffer>;
} | null {
	const bytes = fromBase64url(token);
	if (!bytes || bytes.length !== SIGNED_LENGTH + SIGNATURE_LENGTH || bytes[0] !== TOKEN_VERSION) return null;
	const view = new DataView(bytes.buffer);
	const text = new TextDecoder().decode(bytes.subarray(31, 34));
	const currency = CURRENCIES.find((candidate) => candidate === text);
	const day = dayOfNumber(view.getUint32(34));
	const minor = view.getBigUint64(23);
	if (!currency || !day || minor > BigInt(Number.MAX_SAFE_INTEGER)) return null;
	return {
		claim: {
			device: bytesToUuid(bytes.subarray(1, 17)),
			year: view.getUint16(17),
			number: view.getUint32(19),
			minor: Number(minor),
			currency,
			day,
			nonce: bytes.slice(38, 46)
		},
		signed: bytes.slice(0, SIGNED_LENGTH),
		signature: bytes.slice(SIGNED_LENGTH)
	};
}

function dayOfNumber(number: number): LocalDate | null {
	const [year, month, day] = [Math.floor(number / 10_000), Math.floor(number / 100) % 100, number % 100];
	const text = `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
	return isLocalDate(text) ? dateFromParts(year, month, day) : null;
}

function uuidToBytes(uuid: string): Uint8Array {
	const hex = uuid.replaceAll('-', '');
	return Uint8Array.from({ length: 16 }, (_, index) => Number.parseInt(hex.slice(index * 2, index * 2 + 2), 16));
}

function bytesToUuid(bytes: Uint8Array): string {
	const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
	return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
