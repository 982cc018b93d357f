// Changes the password of someone who is signed in: confirmed by the current one, audited, and every other session ends.
import type { SignedIn } from '../../../app';
import type { ServerContext } from '../context';
import { statement } from '../db/connection';
import { refusal, type Refusal } from '$lib/core/refusal';
import { err, ok, type Result } from '$lib/core/result';
import { hashPassword, judgeNewPassword } from './password';
import { revokeSessions } from './session';
import { confirmPassword } from './sign-in';

export type PasswordChange = {
	readonly current: string;
	readonly fresh: string;
	readonly address: string | null;
	readonly proof: string | null;
};

export type PasswordRefusal = Refusal<
	| 'sign-in-failed'
	| 'sign-in-delayed'
	| 'server-busy'
	| 'password-too-short'
	| 'password-too-long'
	| 'password-is-email'
	| 'password-of-demo'
>;

/** Stores the new password; wrong current ones are counted and delayed like sign-ins. */
export async function changePassword(
	ctx: ServerContext,
	who: SignedIn,
	change: PasswordChange
): Promise<Result<null, PasswordRefusal>> {
	const org = who.organisation.id;
	if (who.organisation.demo) return err(refusal('password-of-demo'));
	const fresh = judgeNewPassword(change.fresh, who.user.email);
	if (!fresh.ok) return fresh;
	const { address, proof } = change;
	const confirmed = await confirmPassword(ctx, { email: who.user.email, password: change.current, address, proof });
	if (!confirmed.ok) return confirmed;
	const hash = await hashPassword(fresh.value);
	if (!hash.ok) return hash;
	const user = who.user.id;
	await ctx.db.writeBatch([
		statement(org, 'UPDATE user SET password_hash = :hash WHERE org = :org AND id = :user', { hash: hash.value, user }),
		revokeSessions(org, user, who.sessionIdHash),
		statement(
			org,
			"INSERT INTO audit (org, at_ms, actor, action, subject) VALUES (:org, :now, :user, 'password.changed', :user)",
			{ now: ctx.now(), user }
		)
	]);
	return ok(null);
}
