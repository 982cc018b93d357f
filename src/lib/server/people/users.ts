// Users and phones as an admin manages them; every change is audited, ends the sessions it concerns, and reaches the phones.
import * as v from 'valibot';
import { userIdSchema, uuidV7, type DeviceId, type UserId } from '$lib/core/ids';
import { textSchema } from '$lib/core/operation';
import { refusal, type Refusal } from '$lib/core/refusal';
import { err, ok, type Result } from '$lib/core/result';
import { ROLES } from '$lib/core/role';
import type { SignedIn } from '../../../app';
import { hashPassword } from '../auth/password';
import { revokeDeviceSessions, revokeSessions } from '../auth/session';
import type { ServerContext } from '../context';
import { statement, type Statement } from '../db/connection';
import { debtsOf } from '../db/phone-debts';

export const newUserSchema = v.object({
	email: v.pipe(v.string(), v.trim(), v.toLowerCase(), v.email(), v.maxLength(254)),
	name: v.pipe(v.string(), v.trim(), v.normalize(), textSchema(120, 1)),
	role: v.picklist(ROLES),
	phone: v.pipe(v.string(), v.trim(), v.maxLength(30)),
	cardNumber: v.pipe(v.string(), v.trim(), v.maxLength(30))
});
export type NewUser = v.InferOutput<typeof newUserSchema>;

/** Letters and digits that nobody confuses when reading them aloud. */
const ALPHABET = 'abcdefghjkmnpqrstuvwxyz23456789';
const PASSWORD_LENGTH = 16;

/** A password to hand over once; the person changes it after signing in. */
export function temporaryPassword(ctx: Pick<ServerContext, 'random'>): string {
	const letters: string[] = [];
	while (letters.length < PASSWORD_LENGTH)
		for (const byte of ctx.random(PASSWORD_LENGTH))
			// Bytes beyond a whole number of alphabets are left out, so that every letter is as likely as any other.
			if (byte < 256 - (256 % ALPHABET.length)) letters.push(ALPHABET.charAt(byte % ALPHABET.length));
	return letters
		.slice(0, PASSWORD_LENGTH)
		.join('')
		.replace(/(.{4})(?=.)/g, '$1-');
}

/** Creates a user and answers the temporary password; `email-taken` when the address is known anywhere. */
export async function createUser(ctx: ServerContext, by: SignedIn, user: NewUser): Promise<Result<string, Refusal>> {
	const password = temporaryPassword(ctx);
	const hash = await hashPassword(password);
	if (!hash.ok) return hash;
	const org = by.organisation.id;
	const id = v.parse(userIdSchema, uuidV7(ctx.now(), ctx.random));
	try {
		await ctx.db.writeBatch([
			statement(
				org,
				`INSERT INTO user (id, org, email, name, role, card_number, phone, password_hash, created_ms)
					VALUES (:id, :org, :email, :name, :role, :cardNumber, :phone, :hash, :now)`,
				{ id, ...user, hash: hash.value, now: ctx.now() }
			),
			audited(ctx, by, 'user.created', id, { role: user.role })
		]);
	} catch (failure) {
		if (failure instanceof Error && /UNIQUE constraint failed: user\.email/.test(failure.message))
			return err(refusal('email-taken'));
		throw failure;
	}
	return ok(password);
}

/** Gives a new temporary password and ends every session of the user. */
export async function resetPassword(ctx: ServerContext, by: SignedIn, user: UserId): Promise<Result<string, Refusal>> {
	if (by.organisation.demo) return err(refusal('password-of-demo'));
	const password = temporaryPassword(ctx);
	const hash = await hashPassword(password);
	if (!hash.ok) return hash;
	const org = by.organisation.id;
	const [changed] = await ctx.db.writeBatch([
		statement(org, `UPDATE user SET password_hash = :hash WHERE org = :org AND id = :user RETURNING id`, {
			user,
			hash: hash.value
		}),
		revokeSessions(org, user),
		audited(ctx, by, 'password.reset', user, {})
	]);
	return changed && changed.rows.length > 0 ? ok(password) : err(refusal('not-found'));
}

/**
 * Closes or reopens an account. What a closed one still sends is kept and quarantined; nobody closes his own. `phone-owes` while a
 * phone of his still owes something and `isConfirmed` does not say that this is known.
 */
export async function setUserDisabled(
	ctx: ServerContext,
	by: SignedIn,
	user: UserId,
	isDisabled: boolean,
	isConfirmed = false
): Promise<Result<null, Refusal>> {
	if (user === by.user.id) return err(refusal('own-account'));
	const org = by.organisation.id;
	if (isDisabled && !isConfirmed && (await debtsOf(ctx.db, org, { user })).length > 0)
		return err(refusal('phone-owes'));
	const [changed] = await ctx.db.writeBatch([
		statement(org, `UPDATE user SET disabled_ms = :disabled WHERE org = :org AND id = :user RETURNING id`, {
			user,
			disabled: isDisabled ? ctx.now() : null
		}),
		...(isDisabled ? [revokeSessions(org, user)] : []),
		audited(ctx, by, isDisabled ? 'user.disabled' : 'user.enabled', user, {})
	]);
	return changed && changed.rows.length > 0 ? ok(null) : err(refusal('not-found'));
}

/**
 * Takes a phone out of service for good: its sessions end, and what it still sends is kept and quarantined. `phone-owes` while it
 * still owes something and `isConfirmed` does not say that this is known.
 */
export async function revokeDevice(
	ctx: ServerContext,
	by: SignedIn,
	device: DeviceId,
	isConfirmed = false
): Promise<Result<null, Refusal>> {
	const org = by.organisation.id;
	if (!isConfirmed && (await debtsOf(ctx.db, org, { device })).length > 0) return err(refusal('phone-owes'));
	const [changed] = await ctx.db.writeBatch([
		statement(
			org,
			`UPDATE device SET revoked_ms = COALESCE(revoked_ms, :now) WHERE org = :org AND id = :device AND kind = 'field'
				RETURNING id`,
			{ device, now: ctx.now() }
		),
		revokeDeviceSessions(org, device),
		audited(ctx, by, 'device.revoked', device, {})
	]);
	return changed && changed.rows.length > 0 ? ok(null) : err(refusal('not-found'));
}

/** Writes the audit only when the subject is the organisation's own. */
function audited(
	ctx: ServerContext,
	by: SignedIn,
	action: string,
	subject: string,
	detail: Readonly<Record<string, string>>
): Statement {
	return statement(
		by.organisation.id,
		`INSERT INTO audit (org, at_ms, actor, action, subject, detail)
			SELECT :org, :now, :actor, :action, :subject, :detail
			WHERE EXISTS (SELECT 1 FROM user WHERE org = :org AND id = :subject
				UNION ALL SELECT 1 FROM device WHERE org = :org AND id = :subject)`,
		{ now: ctx.now(), actor: by.user.id, action, subject, detail: JSON.stringify(detail) }
	);
}
