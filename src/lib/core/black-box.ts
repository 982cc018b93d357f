// The black box: what a phone still owes, in one text file that only the holder of the organisation's recovery key can open.
import * as v from 'valibot';
import { canonical, canonicalBytes } from './canonical';
import { deviceIdSchema, organisationIdSchema } from './ids';
import { refusal, type Refusal } from './refusal';
import { err, ok, type Result } from './result';
import { blobRefSchema, headSchema, publicKeySchema } from './wire';

/*
 * The file, version 1, UTF-8 text with these lines and nothing else:
 *
 *   TOURNEE BLACK BOX 1
 *   {"count":3,"device":…,…}       the header below, as canonical JSON on one line
 *   <base64, 76 characters a line> the sealed content
 *   END
 *
 * Key: ECDH P-256 of `ephemeral` with `recovery`, 256 bits; then HKDF-SHA-256 with `blackBoxSalt(header)` and BLACK_BOX_INFO to
 * an AES-256-GCM key. Sealed: AES-GCM with `iv`, additional data `blackBoxAad(header)`, the tag (16 bytes) at the end. Content:
 * gzip of the JSON of `blackBoxContentSchema`, its operations exactly as they would have been pushed, its files beside them.
 */

export const BLACK_BOX_VERSION = 1;
export const BLACK_BOX_INFO = 'tournee black box 1';
/** A phone keeps a few thousand operations at most; a longer file is none of ours. */
export const MAX_BLACK_BOX_CHARACTERS = 32_000_000;
/** What the content may be once inflated. */
export const MAX_BLACK_BOX_BYTES = 64_000_000;
/** Files that go into one black box, in bytes; operations come first, and what has no room is said. */
export const MAX_BLACK_BOX_FILES = 18_000_000;

const TITLE = 'TOURNEE BLACK BOX';
const END = 'END';
const LINE_LENGTH = 76;
const TAG_BYTES = 16;

const counterSchema = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

export const blackBoxHeaderSchema = v.strictObject({
	org: organisationIdSchema,
	device: deviceIdSchema,
	/** Receipt series of the phone, e.g. T03: what people call it. */
	series: v.pipe(v.string(), v.regex(/^T\d{2,6}$/)),
	/** How many operations are inside (0 where only files are owed), and the places of the first and the last in the phone's chain. */
	count: counterSchema,
	first: counterSchema,
	last: counterSchema,
	/** When the file was made, on the phone's clock. */
	madeMs: counterSchema,
	/** The recovery key that it is sealed to, and the key made for this file alone. */
	recovery: publicKeySchema,
	ephemeral: publicKeySchema,
	/** 12 random bytes, base64url. */
	iv: v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{16}$/))
});
export type BlackBoxHeader = v.InferOutput<typeof blackBoxHeaderSchema>;

export const blackBoxContentSchema = v.strictObject({
	/** Epoch of the server as the phone last knew it, and the end of its chain. */
	epoch: counterSchema,
	head: headSchema,
	/** In the order of the chain; each is read and judged by the server like one that was pushed. */
	operations: v.array(v.unknown()),
	/** Photos and documents that the server does not have whole, in base64url; these operations or earlier ones announced them. */
	files: v.optional(v.array(v.strictObject({ ...blobRefSchema.entries, content: v.string() })), [])
});
export type BlackBoxContent = v.InferOutput<typeof blackBoxContentSchema>;

export type BlackBoxProblem = 'black-box-unreadable' | 'black-box-newer' | 'black-box-truncated';

/** Writes the file. */
export function writeBlackBox(header: BlackBoxHeader, sealed: Uint8Array): string {
	const lines = toBase64(sealed).match(BASE64_LINE) ?? [];
	return [`${TITLE} ${BLACK_BOX_VERSION}`, canonical(header), ...lines, END, ''].join('\n');
}

/**
 * Reads the file without opening it. Mail and messengers change line ends and add blanks: those are let pass. Refuses
 * `black-box-unreadable` for any other file, `black-box-newer` for a version to come, `black-box-truncated` when its end is missing.
 */
export function readBlackBox(
	text: string
): Result<{ readonly header: BlackBoxHeader; readonly sealed: Uint8Array<ArrayBuffer> }, Refusal<BlackBoxProblem>> {
	if (text.length > MAX_BLACK_BOX_CHARACTERS) return err(refusal('black-box-unreadable'));
	const lines = text
		.replace(/^\uFEFF/, '')
		.split(/[\r\n]+/)
		.map((line) => line.trim())
		.filter((line) => line !== '');
	const version = TITLE_LINE.exec(lines[0] ?? '')?.[1];
	if (version === undefined) return err(refusal('black-box-unreadable'));
	if (Number(version) !== BLACK_BOX_VERSION) return err(refusal('black-box-newer', { version: Number(version) }));
	if (lines.at(-1) !== END) return err(refusal('black-box-truncated'));
	const header = v.safeParse(headerLine, lines[1]);
	const sealed = fromBase64(lines.slice(2, -1).join(''));
	if (!header.success || !sealed) return err(refusal('black-box-unreadable'));
	if (sealed.length <= TAG_BYTES) return err(refusal('black-box-truncated'));
	return ok({ header: header.output, sealed });
}

/** The additional data of the seal: a header that was touched opens nothing. */
export const blackBoxAad = (header: BlackBoxHeader): Uint8Array<ArrayBuffer> => canonicalBytes(header);

/** The salt of HKDF: both public keys. */
export const blackBoxSalt = ({ ephemeral, recovery }: BlackBoxHeader): Uint8Array<ArrayBuffer> =>
	canonicalBytes({ ephemeral, recovery });

/** What the file is called, e.g. `tournee-T03-2026-11-20.txt`. */
export const blackBoxName = (series: string, day: string): string => `tournee-${series}-${day}.txt`;

const TITLE_LINE = new RegExp(`^${TITLE} (\\d{1,6})$`);
const BASE64_LINE = new RegExp(`.{1,${LINE_LENGTH}}`, 'g');
const headerLine = v.pipe(v.string(), v.parseJson(), blackBoxHeaderSchema);

function toBase64(bytes: Uint8Array): string {
	let binary = '';
	for (const byte of bytes) binary += String.fromCharCode(byte);
	return btoa(binary);
}

function fromBase64(text: string): Uint8Array<ArrayBuffer> | null {
	if (!/^[A-Za-z0-9+/]*={0,2}$/.test(text) || text.length % 4 !== 0) return null;
	const binary = atob(text);
	const bytes = new Uint8Array(binary.length);
	for (let index = 0; index < binary.length; index += 1) bytes[index] = binary.charCodeAt(index);
	return bytes;
}
