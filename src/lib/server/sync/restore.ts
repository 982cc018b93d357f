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

const keyRow = v.object({ public_key: jsonColumn(publicKeySchema) });

/** The public key that a countersignature names. */
export const selectKeyOf = (countersignature: Countersignature | null): Statement =>
	acrossOrganisations('server keys belong to the deployment', 'SELECT public_key FROM server_key WHERE kid = :kid', {
		kid: countersignature?.kid ?? ''
	});

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
	if (!countersignature || !isAhead(countersignature, reading)) return null;
	const known = readRow(key, keyRow);
	const signature = fromBase64url(countersignature.sig);
	if (!known || !signature) return null;
	const isOurs = await verify(known.public_key, signedBytesOfCountersignature(countersignature), signature);
	return isOurs ? Math.max(countersignature.epoch, reading.epoch) + 1 : null;
}

/** Opens an epoch: from here on every phone starts with a fresh snapshot and sends again what the server has not. */
export const openEpoch = (org: OrganisationId, epoch: number): Statement =>
	statement(org, 'UPDATE meta SET epoch = :epoch WHERE org = :org', { epoch });

function isAhead({ org, device, epoch, seq }: Countersignature, reading: Reading): boolean {
	if (org !== reading.device.org || device !== reading.device.id) return false;
	return epoch > reading.epoch || (epoch === reading.epoch && seq > reading.device.head.seq);
}
