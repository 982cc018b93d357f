// A database restored from a backup has forgotten what it once acknowledged: the phone's last countersignature proves it.
import type { ResultSet } from '@libsql/client/http';
import * as v from 'valibot';
import { signedBytesOfCountersignature, type Verify } from '$lib/core/chain';
import type { OrganisationId } from '$lib/core/ids';
import { fromBase64url } from '$lib/core/base64url';
import { publicKeySchema, type Countersignature } from '$lib/core/wire';
import { acrossOrganisations, statement, type Statement } from '../db/connection';
import { jsonColumn, readRow } from '../db/read-rows';
import type { Reading } from './reading';

const keyRow = v.object({ public_key: jsonColumn(publicKeySchema), stored: v.nullable(v.string()) });

/** The public key that a countersignature names, and the hash of what is stored where it was given. */
export const selectKeyOf = (countersignature: Countersignature | null): Statement =>
	acrossOrganisations(
		'server keys belong to the deployment',
		`SELECT public_key, (SELECT hash FROM operation WHERE org = :org AND device = :device AND seq = :seq) AS stored
			FROM server_key WHERE kid = :kid`,
		{
			kid: countersignature?.kid ?? '',
			org: countersignature?.org ?? '',
			device: countersignature?.device ?? '',
			seq: countersignature?.seq ?? 0
		}
	);

/**
 * The epoch to open when the server once acknowledged more than it has now; null when it has lost nothing, or when the
 * countersignature is not its own. `key` is the result of `selectKeyOf`.
 */
export async function epochAfterLoss(
	countersignature: Countersignature | null,
	reading: Reading,
	key: ResultSet | undefined,
	verify: Verify
): Promise<number | null> {
	const known = readRow(key, keyRow);
	if (!countersignature || !known || !hasLost(countersignature, reading, known.stored)) return null;
	const isOurs = await isGenuine(countersignature, key, verify);
	return isOurs ? Math.max(countersignature.epoch, reading.epoch) + 1 : null;
}

/** Whether this server signed it, by the key that `selectKeyOf` found: only the phone itself, and who copied it, can show it. */
export async function isGenuine(
	countersignature: Countersignature,
	key: ResultSet | undefined,
	verify: Verify
): Promise<boolean> {
	const known = readRow(key, keyRow);
	const signature = fromBase64url(countersignature.sig);
	if (!known || !signature) return false;
	return verify(known.public_key, signedBytesOfCountersignature(countersignature), signature);
}

/** Opens an epoch: from here on every phone starts with a fresh snapshot and sends again what the server has not. */
export const openEpoch = (org: OrganisationId, epoch: number): Statement =>
	statement(org, 'UPDATE meta SET epoch = :epoch WHERE org = :org', { epoch });

/** Signed for and gone: beyond the head, or overgrown since by another branch, which a copy of the phone sent first. */
function hasLost(
	{ org, device, epoch, seq, hash }: Countersignature,
	reading: Reading,
	stored: string | null
): boolean {
	if (org !== reading.device.org || device !== reading.device.id) return false;
	if (epoch !== reading.epoch) return epoch > reading.epoch;
	return seq > reading.device.head.seq || (stored !== null && stored !== hash);
}
