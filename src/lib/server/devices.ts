// Enrolment: a phone shows that it holds a new key, and gets a receipt series that no other device ever has.
import * as v from 'valibot';
import { signedBytesOfProof } from '$lib/core/chain';
import type { OrganisationId, UserId } from '$lib/core/ids';
import { fromBase64url } from '$lib/core/base64url';
import { refusal, type Refusal } from '$lib/core/refusal';
import { err, ok, type Result } from '$lib/core/result';
import { deviceRequestSchema, publicKeySchema, type DeviceAnswer } from '$lib/core/wire';
import type { SignedIn } from '../../app';
import { linkSessionToDevice } from './auth/session';
import type { ServerContext } from './context';
import { acrossOrganisations, statement, type Statement } from './db/connection';
import { jsonColumn, readRow, readRows } from './db/read-rows';
import { keepServerKey, selectServerKeys } from './keys';
import { verifier } from './signature';

type Request = v.InferOutput<typeof deviceRequestSchema>;
type Owner = { readonly org: OrganisationId; readonly user: UserId };

/**
 * Enrols a device for the signed-in collector; asked again with the same id and key it answers the same. A device that a
 * restore made the server forget gets its series back, unless another one has it by now. Refuses `malformed`,
 * `proof-wrong` when the key did not sign, `device-taken` when the id has another key or owner, and `device-revoked`.
 */
export async function enrol(
	ctx: ServerContext,
	signedIn: SignedIn,
	request: unknown
): Promise<Result<DeviceAnswer, Refusal>> {
	const read = v.safeParse(deviceRequestSchema, request);
	if (!read.success) return err(refusal('malformed'));
	const owner = { org: signedIn.organisation.id, user: signedIn.user.id };
	if (!(await holdsKey(read.output, owner.user))) return err(refusal('proof-wrong'));
	const known = await readEnrolment(ctx, owner, read.output);
	if (known) return known;
	await ctx.db.writeBatch(enrolment(ctx, signedIn, owner, read.output));
	const enrolled = await readEnrolment(ctx, owner, read.output);
	if (!enrolled) throw new Error('an enrolled device is missing');
	return enrolled;
}

async function holdsKey({ id, publicKey, proof }: Request, user: UserId): Promise<boolean> {
	const signature = fromBase64url(proof);
	return signature !== null && verifier()(publicKey, signedBytesOfProof(id, publicKey, user), signature);
}

const deviceRow = v.object({
	org: v.string(),
	user: v.nullable(v.string()),
	public_key: jsonColumn(publicKeySchema),
	series: v.string(),
	revoked_ms: v.nullable(v.number())
});
const metaRow = v.object({ epoch: v.number(), recovery_key: v.nullable(jsonColumn(publicKeySchema)) });
const keyRow = v.object({ kid: v.string(), public_key: jsonColumn(publicKeySchema) });

/** The answer of a device that is enrolled already, in one round trip; null when nobody has its id. */
async function readEnrolment(
	{ db, env }: ServerContext,
	{ org, user }: Owner,
	{ id, publicKey }: Request
): Promise<Result<DeviceAnswer, Refusal> | null> {
	const [found, metas, keys] = await db.readBatch([
		acrossOrganisations(
			'ids of devices are unique across organisations; only "taken" is told',
			'SELECT org, user, public_key, series, revoked_ms FROM device WHERE id = :id',
			{ id }
		),
		statement(org, 'SELECT epoch, recovery_key FROM meta WHERE org = :org'),
		selectServerKeys()
	]);
	const device = readRow(found, deviceRow);
	const meta = readRow(metas, metaRow);
	if (!meta) return err(refusal('not-found'));
	if (!device) return null;
	const { x, y } = device.public_key;
	if (device.org !== org || device.user !== user || x !== publicKey.x || y !== publicKey.y)
		return err(refusal('device-taken'));
	if (device.revoked_ms !== null) return err(refusal('device-revoked'));
	const serverKeys = readRows(keys, keyRow).map(({ kid, public_key }) => ({ kid, publicKey: public_key }));
	const { publicOrigin } = env;
	return ok({ series: device.series, epoch: meta.epoch, serverKeys, recoveryKey: meta.recovery_key, publicOrigin });
}

/** A device that came in between keeps its row, and a series that was skipped for it is simply never used. */
function enrolment(ctx: ServerContext, signedIn: SignedIn, owner: Owner, request: Request): readonly Statement[] {
	const { org, user } = owner;
	const { id, publicKey, name, series = null } = request;
	const now = ctx.now();
	return [
		statement(
			org,
			`INSERT OR IGNORE INTO device (id, org, user, kind, name, public_key, series, created_ms)
				SELECT :id, :org, :user, 'field', :name, :key,
					iif(:series IS NULL OR EXISTS (SELECT 1 FROM device WHERE org = :org AND series = :series),
						printf('T%02d', next_series), :series),
					:now FROM meta WHERE org = :org`,
			{ id, user, name, key: JSON.stringify(publicKey), series, now }
		),
		// A series that came back is never given again: the next one is beyond it.
		statement(org, 'UPDATE meta SET next_series = MAX(next_series, :returned) + 1 WHERE org = :org', {
			returned: series === null ? 0 : Number(series.slice(1))
		}),
		statement(
			org,
			`INSERT INTO audit (org, at_ms, actor, action, subject, detail)
				VALUES (:org, :now, :user, 'device.enrolled', :id, json_object('name', :name))`,
			{ now, user, id, name }
		),
		keepServerKey(ctx.env.serverKey, now),
		linkSessionToDevice(org, signedIn.sessionIdHash, id)
	];
}
