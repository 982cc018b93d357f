// Sessions: lucia behind our own adapter, which keeps only the SHA-256 of a session's id and never moves its end.
import { Lucia, type Adapter, type DatabaseSession, type DatabaseUser } from 'lucia';
import * as v from 'valibot';
import type { SignedIn } from '../../../app';
import type { ServerContext } from '../context';
import { acrossOrganisations, statement, type Statement } from '../db/connection';
import { readRows } from '../db/read-rows';
import type { DeviceId, OrganisationId, UserId } from '$lib/core/ids';
import { toBase64url } from '$lib/core/base64url';
import { appOfRole } from '$lib/core/role';
import { sessionAnswerSchema } from '$lib/core/wire';
import { sha256Hex } from './digest';

export type App = 'field' | 'office';
export type SessionIds = Readonly<Record<App, string | undefined>>;

/** The name of each app's cookie: a collector and a manager can be signed in side by side in one browser. */
export const SESSION_COOKIE: Readonly<Record<App, string>> = { field: 'tournee_field', office: 'tournee_office' };

/** How long a session lasts, in milliseconds, whatever is done meanwhile: 30 days in the field, 12 hours in the office. */
export const SESSION_MS: Readonly<Record<App, number>> = { field: 30 * 86_400_000, office: 12 * 3_600_000 };

/** Who is behind the cookies of a request, in at most one read: none without a cookie. A session opens only its own app. */
export async function readSessions(
	ctx: ServerContext,
	ids: SessionIds
): Promise<Readonly<Record<App, SignedIn | null>>> {
	const adapter = sessionAdapter(ctx, []);
	await adapter.load([ids.field, ids.office].filter((id) => id !== undefined));
	const read = async (app: App): Promise<SignedIn | null> => {
		const id = ids[app];
		if (id === undefined) return null;
		const { session, user } = await luciaOf(adapter).validateSession(id);
		return session && session.app === app ? user.signedIn : null;
	};
	return { field: await read('field'), office: await read('office') };
}

/** Opens a session and stores what goes with it in the same write; the id is known to the cookie alone. */
export async function openSession(
	ctx: ServerContext,
	user: { readonly id: UserId; readonly org: OrganisationId; readonly app: App },
	alongside: readonly Statement[]
): Promise<{ readonly id: string; readonly expiresMs: number }> {
	const expiresMs = ctx.now() + SESSION_MS[user.app];
	const attributes = { org: user.org, app: user.app, expiresMs };
	const lucia = luciaOf(sessionAdapter(ctx, alongside));
	const session = await lucia.createSession(user.id, attributes, { sessionId: toBase64url(ctx.random(32)) });
	return { id: session.id, expiresMs };
}

/** Ends one session, e.g. at sign-out; an unknown id changes nothing. */
export async function closeSession(ctx: ServerContext, id: string): Promise<void> {
	await luciaOf(sessionAdapter(ctx, [])).invalidateSession(id);
}

/** Ends every session of a user on every device, but the one that asks if it is given. */
export const revokeSessions = (org: OrganisationId, user: UserId, exceptIdHash: string | null = null): Statement =>
	statement(org, 'DELETE FROM session WHERE org = :org AND user = :user AND id_hash IS NOT :except', {
		user,
		except: exceptIdHash
	});

/** Ends every session that was opened from a device, e.g. when it is revoked. */
export const revokeDeviceSessions = (org: OrganisationId, device: DeviceId): Statement =>
	statement(org, 'DELETE FROM session WHERE org = :org AND device = :device', { device });

/** Ties a session to the device that was enrolled with it. */
export const linkSessionToDevice = (org: OrganisationId, idHash: string, device: DeviceId): Statement =>
	statement(org, 'UPDATE session SET device = :device WHERE org = :org AND id_hash = :idHash', { idHash, device });

type SessionAttributes = { org: OrganisationId; app: App; expiresMs: number };
type UserAttributes = { signedIn: SignedIn };

declare module 'lucia' {
	interface Register {
		Lucia: ReturnType<typeof luciaOf>;
		DatabaseSessionAttributes: SessionAttributes;
		DatabaseUserAttributes: UserAttributes;
	}
}

const rowSchema = v.object({
	id_hash: v.string(),
	app: v.picklist(['field', 'office']),
	expires_ms: v.number(),
	user: v.string(),
	user_name: v.string(),
	email: v.string(),
	role: sessionAnswerSchema.entries.role,
	org: v.string(),
	org_name: v.string(),
	siren: v.string(),
	address: v.string(),
	phone: v.string(),
	demo: v.number()
});

const READ = `SELECT s.id_hash, s.app, s.expires_ms, u.id AS user, u.name AS user_name, u.email, u.role, o.id AS org,
	o.name AS org_name, o.siren, o.address, o.phone, o.demo FROM session s
	JOIN user u ON u.id = s.user AND u.org = s.org AND u.disabled_ms IS NULL
	JOIN organisation o ON o.id = s.org
	WHERE s.id_hash IN (SELECT value FROM json_each(:hashes)) AND s.expires_ms > :now`;

/**
 * Lucia reads the clock of the machine and would slide the end of a session; the adapter has already judged it by the injected clock,
 * so it shows lucia an end that never comes near. The true one is an attribute.
 */
const FAR_AWAY = new Date(8_000_000_000_000_000);

const luciaOf = (adapter: Adapter) =>
	new Lucia(adapter, {
		getSessionAttributes: ({ app, expiresMs }: SessionAttributes) => ({ app, expiresMs }),
		getUserAttributes: ({ signedIn }: UserAttributes) => ({ signedIn })
	});

type Found = readonly [session: DatabaseSession, user: DatabaseUser];
type SessionAdapter = Adapter & { readonly load: (ids: readonly string[]) => Promise<void> };

/** `load` reads all sessions of a request at once; `alongside` is what is written together with a new session. */
function sessionAdapter(ctx: ServerContext, alongside: readonly Statement[]): SessionAdapter {
	const found = new Map<string, Found>();
	const load = async (ids: readonly string[]) => {
		if (ids.length === 0) return;
		const byHash = new Map(await Promise.all(ids.map(async (id) => [await sha256Hex(id), id] as const)));
		const args = { hashes: JSON.stringify([...byHash.keys()]), now: ctx.now() };
		const [result] = await ctx.db.readBatch([
			acrossOrganisations('a cookie comes before its organisation', READ, args)
		]);
		for (const row of readRows(result, rowSchema)) {
			const id = byHash.get(row.id_hash);
			const pair = id === undefined ? null : foundOf(id, row);
			if (id !== undefined && pair) found.set(id, pair);
		}
	};
	const remove = async (sql: string, args: Statement['args']) => {
		await ctx.db.writeBatch([acrossOrganisations('an id or a user names its organisation', sql, args)]);
	};
	return {
		load,
		getSessionAndUser: async (id) => {
			if (!found.has(id)) await load([id]);
			const pair = found.get(id);
			return pair ? [pair[0], pair[1]] : [null, null];
		},
		getUserSessions: async () => [],
		setSession: async (session) => {
			await ctx.db.writeBatch([await insertion(ctx, session), ...alongside]);
		},
		updateSessionExpiration: async () => {},
		deleteSession: async (id) => remove('DELETE FROM session WHERE id_hash = :hash', { hash: await sha256Hex(id) }),
		deleteUserSessions: (user) => remove('DELETE FROM session WHERE user = :user', { user }),
		deleteExpiredSessions: () => remove('DELETE FROM session WHERE expires_ms <= :now', { now: ctx.now() })
	};
}

async function insertion(ctx: ServerContext, { id, userId, attributes }: DatabaseSession): Promise<Statement> {
	return statement(
		attributes.org,
		`INSERT INTO session (id_hash, org, user, app, created_ms, expires_ms)
			VALUES (:idHash, :org, :user, :app, :createdMs, :expiresMs)`,
		{
			idHash: await sha256Hex(id),
			user: userId,
			app: attributes.app,
			createdMs: ctx.now(),
			expiresMs: attributes.expiresMs
		}
	);
}

/** Null when the user's role has moved to the other app since the session was opened. */
function foundOf(id: string, row: v.InferOutput<typeof rowSchema>): Found | null {
	if (appOfRole(row.role) !== row.app) return null;
	const answer = v.parse(sessionAnswerSchema, {
		user: { id: row.user, name: row.user_name, email: row.email },
		role: row.role,
		app: row.app,
		organisation: {
			id: row.org,
			name: row.org_name,
			siren: row.siren,
			address: row.address,
			phone: row.phone,
			demo: row.demo === 1
		}
	});
	const signedIn: SignedIn = { ...answer, sessionIdHash: row.id_hash, expiresMs: row.expires_ms };
	const attributes = { org: answer.organisation.id, app: row.app, expiresMs: row.expires_ms };
	return [
		{ id, userId: answer.user.id, expiresAt: FAR_AWAY, attributes },
		{ id: answer.user.id, attributes: { signedIn } }
	];
}
