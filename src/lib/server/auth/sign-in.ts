// Signs a person in: delays that grow per account and network, counted before any hashing, and the same answer and work for unknown users.
import * as v from 'valibot';
import type { ServerContext } from '../context';
import { acrossOrganisations, type Statement } from '../db/connection';
import { readRow } from '../db/read-rows';
import { organisationIdSchema, userIdSchema } from '$lib/core/ids';
import { refusal, type Refusal } from '$lib/core/refusal';
import { err, ok, type Result } from '$lib/core/result';
import { appOfRole } from '$lib/core/role';
import { sessionAnswerSchema, type SessionAnswer } from '$lib/core/wire';
import { sha256Hex } from './digest';
import { knownBrowser, proofOfBrowser } from './known-browser';
import { networkOf } from './network';
import { verifyPassword } from './password';
import { openSession } from './session';

export type SignInRequest = {
	readonly email: string;
	readonly password: string;
	/** The address the request came from; null when nothing in front of the server tells. */
	readonly address: string | null;
	/** What the browser shows to prove that this account was signed in on it before; see known-browser.ts. */
	readonly proof: string | null;
};

export type SignInRefusal = Refusal<'sign-in-failed' | 'sign-in-delayed' | 'server-busy'>;

export type OpenedSession = {
	readonly answer: SessionAnswer;
	/** For the cookie, and nowhere else. */
	readonly sessionId: string;
	readonly expiresMs: number;
	readonly proof: string;
};

/**
 * Opens a session for the right password. `sign-in-delayed` carries the seconds to wait; it never becomes a lock, and a browser on which
 * the account was signed in before has a count of its own, so nobody else can keep a collector out.
 */
export async function signIn(
	ctx: ServerContext,
	request: SignInRequest
): Promise<Result<OpenedSession, SignInRefusal>> {
	const counted = await countAttempt(ctx, request);
	if (!counted.ok) return counted;
	const { account, counter } = counted.value;
	const right = await verifyPassword(request.password, account?.hash ?? null);
	if (!right.ok) return right;
	if (!right.value || !account || account.disabled) {
		await ctx.db.writeBatch([audited(ctx, request.email, 'sign-in.failed', counter.network)]);
		return err(refusal('sign-in-failed'));
	}
	const { answer } = account;
	const session = await openSession(ctx, { id: answer.user.id, org: answer.organisation.id, app: answer.app }, [
		forget(counter),
		audited(ctx, request.email, 'sign-in.opened', counter.network)
	]);
	const proof = await proofOfBrowser(ctx, request.email);
	return ok({ answer, sessionId: session.id, expiresMs: session.expiresMs, proof });
}

/** Checks the password of someone who is signed in already, counted like a sign-in; for a change of password. */
export async function confirmPassword(
	ctx: ServerContext,
	request: SignInRequest
): Promise<Result<null, SignInRefusal>> {
	const counted = await countAttempt(ctx, request);
	if (!counted.ok) return counted;
	const right = await verifyPassword(request.password, counted.value.account?.hash ?? null);
	if (!right.ok) return right;
	if (!right.value) return err(refusal('sign-in-failed'));
	await ctx.db.writeBatch([forget(counted.value.counter)]);
	return ok(null);
}

/** How long the next attempt has to wait after so many failures, in milliseconds: nothing for three, then doubling up to a quarter of an hour. */
export const delayAfter = (failures: number): number =>
	failures <= FREE_FAILURES ? 0 : Math.min(FIRST_DELAY_MS * 2 ** (failures - FREE_FAILURES - 1), LONGEST_DELAY_MS);

const FREE_FAILURES = 3;
const FIRST_DELAY_MS = 2_000;
const LONGEST_DELAY_MS = 900_000;
/** A day after the last delay ended, an account starts again at nothing. */
const FORGET_AFTER_MS = 86_400_000;

type Counter = { readonly account: string; readonly network: string };
type Account = { readonly hash: string; readonly disabled: boolean; readonly answer: SessionAnswer };

const WHY = 'an e-mail address comes before its organisation, and unknown ones are counted alike';

/** An attempt counts as a failure until it succeeds; two at the same moment cannot both slip through. */
const COUNT = `INSERT INTO sign_in_delay (account_hash, network_hash, failures, until_ms) VALUES (:account, :network, 1, :now)
	ON CONFLICT (account_hash, network_hash) DO UPDATE SET
		failures = CASE WHEN until_ms + ${FORGET_AFTER_MS} < :now THEN 1 ELSE failures + 1 END,
		until_ms = :now + CASE
			WHEN until_ms + ${FORGET_AFTER_MS} < :now OR failures < ${FREE_FAILURES} THEN 0
			ELSE MIN(${FIRST_DELAY_MS} * (1 << MIN(failures - ${FREE_FAILURES}, 20)), ${LONGEST_DELAY_MS}) END
	WHERE until_ms <= :now
	RETURNING failures`;
const WAIT = 'SELECT until_ms FROM sign_in_delay WHERE account_hash = :account AND network_hash = :network';
const FIND = `SELECT u.id, u.name, u.email, u.role, u.password_hash, u.disabled_ms, o.id AS org, o.name AS org_name, o.siren, o.address,
	o.phone, o.demo FROM user u JOIN organisation o ON o.id = u.org WHERE u.email = :email`;

const waitSchema = v.object({ until_ms: v.number() });
const accountSchema = v.object({
	id: userIdSchema,
	name: v.string(),
	email: v.string(),
	role: sessionAnswerSchema.entries.role,
	password_hash: v.string(),
	disabled_ms: v.nullable(v.number()),
	org: organisationIdSchema,
	org_name: v.string(),
	siren: v.string(),
	address: v.string(),
	phone: v.string(),
	demo: v.number()
});

async function countAttempt(
	ctx: ServerContext,
	request: SignInRequest
): Promise<Result<{ readonly account: Account | null; readonly counter: Counter }, SignInRefusal>> {
	const browser = await knownBrowser(ctx, request.email, request.proof);
	const counter: Counter = {
		account: await sha256Hex(`account ${normalized(request.email)}`),
		network: await sha256Hex(browser === null ? `network ${networkOf(request.address)}` : `browser ${browser}`)
	};
	const [counted, wait, found] = await ctx.db.writeBatch([
		acrossOrganisations(WHY, COUNT, { ...counter, now: ctx.now() }),
		acrossOrganisations(WHY, WAIT, counter),
		acrossOrganisations(WHY, FIND, { email: normalized(request.email) })
	]);
	if (counted?.rows.length === 0) {
		const until = readRow(wait, waitSchema)?.until_ms ?? ctx.now();
		return err(refusal('sign-in-delayed', { seconds: Math.max(1, Math.ceil((until - ctx.now()) / 1000)) }));
	}
	const row = readRow(found, accountSchema);
	return ok({ account: row && accountOf(row), counter });
}

const normalized = (email: string): string => email.trim().toLowerCase();

function accountOf(row: v.InferOutput<typeof accountSchema>): Account {
	return {
		hash: row.password_hash,
		disabled: row.disabled_ms !== null,
		answer: {
			user: { id: row.id, name: row.name, email: row.email },
			role: row.role,
			app: appOfRole(row.role),
			organisation: {
				id: row.org,
				name: row.org_name,
				siren: row.siren,
				address: row.address,
				phone: row.phone,
				demo: row.demo === 1
			}
		}
	};
}

const forget = (counter: Counter): Statement =>
	acrossOrganisations(
		WHY,
		'DELETE FROM sign_in_delay WHERE account_hash = :account AND network_hash = :network',
		counter
	);

/** One write whether the account exists or not, so that the time says nothing; an unknown one leaves no row. */
function audited(ctx: ServerContext, email: string, action: string, network: string): Statement {
	return acrossOrganisations(
		WHY,
		`INSERT INTO audit (org, at_ms, actor, action, subject, detail)
			SELECT org, :now, id, :action, id, :detail FROM user WHERE email = :email`,
		{ now: ctx.now(), action, detail: JSON.stringify({ network: network.slice(0, 16) }), email: normalized(email) }
	);
}
