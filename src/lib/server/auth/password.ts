// Hashes passwords with scrypt, at most two at once in an isolate, with the parameters kept in the hash.
import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { fromBase64url, toBase64url } from '$lib/core/base64url';
import { err, ok, type Result } from '$lib/core/result';
import { refusal, type Refusal } from '$lib/core/refusal';

export const PASSWORD_MIN = 12;
export const PASSWORD_MAX = 256;

/** Turns a password into a self-describing hash: `scrypt$ln=14,r=8,p=5$salt$key` (base64url). Refuses only when too many wait. */
export async function hashPassword(password: string): Promise<Result<string, Refusal<'server-busy'>>> {
	const salt = randomBytes(SALT_BYTES);
	const key = await derive(password, salt, CURRENT, KEY_BYTES);
	if (!key.ok) return key;
	const { logN, r, p } = CURRENT;
	return ok(`scrypt$ln=${logN},r=${r},p=${p}$${toBase64url(salt)}$${toBase64url(key.value)}`);
}

/**
 * Says whether a password is the one behind a hash. A null hash (unknown user) costs the same work and is never right;
 * comparison takes the same time wherever the keys differ.
 */
export async function verifyPassword(
	password: string,
	stored: string | null
): Promise<Result<boolean, Refusal<'server-busy'>>> {
	const parsed = parseHash(stored ?? DECOY);
	if (!parsed) throw new Error('a stored password hash cannot be read');
	const key = await derive(password, parsed.salt, parsed.cost, parsed.key.length);
	if (!key.ok) return key;
	return ok(timingSafeEqual(key.value, parsed.key) && stored !== null);
}

/** Says why a new password cannot be taken, or that it can: long enough, and not the e-mail address. */
export function judgeNewPassword(
	password: string,
	email: string
): Result<string, Refusal<'password-too-short' | 'password-too-long' | 'password-is-email'>> {
	if (password.length < PASSWORD_MIN) return err(refusal('password-too-short', { min: PASSWORD_MIN }));
	if (password.length > PASSWORD_MAX) return err(refusal('password-too-long', { max: PASSWORD_MAX }));
	if (password.trim().toLowerCase() === email.trim().toLowerCase()) return err(refusal('password-is-email'));
	return ok(password);
}

type Cost = { readonly logN: number; readonly r: number; readonly p: number };

const CURRENT: Cost = { logN: 14, r: 8, p: 5 };
const SALT_BYTES = 16;
const KEY_BYTES = 32;
/** What an unknown user's password is compared with: a hash of today's cost whose key is no one's. */
const DECOY = `scrypt$ln=14,r=8,p=5$${'A'.repeat(22)}$${'A'.repeat(43)}`;
const PATTERN = /^scrypt\$ln=(\d{1,2}),r=(\d{1,2}),p=(\d{1,2})\$([\w-]{16,})\$([\w-]{32,})$/;

const AT_ONCE = 2;
const POLL_MS = 20;
const WAIT_AT_MOST_MS = 15_000;
/** A request that the edge cancelled never gives its place back; after this long it is taken from it. */
const PLACE_LOST_MS = 10_000;

/**
 * When each running computation began. It belongs to the isolate, not to a user: memory is what it protects. Waiting is by polling,
 * because a promise made in one request must not be settled by another.
 */
const running = new Set<{ readonly sinceMs: number }>();

async function derive(
	password: string,
	salt: Uint8Array,
	cost: Cost,
	bytes: number
): Promise<Result<Uint8Array, Refusal<'server-busy'>>> {
	const place = await takePlace();
	if (!place) return err(refusal('server-busy'));
	try {
		return ok(await scryptKey(password.normalize('NFC'), salt, cost, bytes));
	} finally {
		running.delete(place);
	}
}

async function takePlace(): Promise<{ readonly sinceMs: number } | null> {
	for (let waited = 0; waited <= WAIT_AT_MOST_MS; waited += POLL_MS) {
		const nowMs = Date.now();
		for (const other of running) if (nowMs - other.sinceMs > PLACE_LOST_MS) running.delete(other);
		if (running.size < AT_ONCE) {
			const place = { sinceMs: nowMs };
			running.add(place);
			return place;
		}
		await new Promise((resolve) => setTimeout(resolve, POLL_MS));
	}
	return null;
}

function scryptKey(password: string, salt: Uint8Array, { logN, r, p }: Cost, bytes: number): Promise<Uint8Array> {
	const N = 2 ** logN;
	return new Promise((resolve, reject) => {
		scrypt(password, salt, bytes, { N, r, p, maxmem: 128 * (N + p + 2) * r + 1_048_576 }, (error, key) =>
			error ? reject(error) : resolve(key)
		);
	});
}

type Parsed = { readonly cost: Cost; readonly salt: Uint8Array; readonly key: Uint8Array };

function parseHash(stored: string): Parsed | null {
	const [, logN, r, p, salt = '', key = ''] = PATTERN.exec(stored) ?? [];
	const bytes = { salt: fromBase64url(salt), key: fromBase64url(key) };
	if (logN === undefined || !bytes.salt || !bytes.key) return null;
	return { cost: { logN: Number(logN), r: Number(r), p: Number(p) }, salt: bytes.salt, key: bytes.key };
}
