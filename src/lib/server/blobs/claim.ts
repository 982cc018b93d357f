// Who may send a file: anyone signed in to the organisation that announced it, or the device whose stored operation did.
import * as v from 'valibot';
import { signedBytesOfUpload } from '$lib/core/blob';
import type { Bytes } from '$lib/core/chain';
import { toHex } from '$lib/core/chain';
import { deviceIdSchema, type DeviceId, type OrganisationId } from '$lib/core/ids';
import { fromBase64url } from '$lib/core/base64url';
import { refusal, type Refusal } from '$lib/core/refusal';
import { err, ok, type Result } from '$lib/core/result';
import { blobRefSchema } from '$lib/core/wire';
import type { SignedIn } from '../../../app';
import type { ServerContext } from '../context';
import { announcedByDeviceSchema, announcedSchema, selectAnnounced, selectAnnouncedByDevice } from '../db/blobs';
import type { Announced } from '../db/blobs';
import { readRows } from '../db/read-rows';
import { sha256, verifier } from '../signature';

/** Who asks, as far as the request says. */
export type Asker = {
	/** Session of either app; null for a deposit. */
	readonly signedIn: SignedIn | null;
	/** What the headers say: the device, and its signature over the request. */
	readonly device: string | null;
	readonly proof: string | null;
};

/** What was announced of a file, to whoever may send it. */
export type Claim = {
	readonly org: OrganisationId;
	readonly name: string;
	readonly announced: readonly Pick<Announced, 'size' | 'type' | 'received' | 'verifiedMs'>[];
};

/**
 * Finds what was announced of a file. `piece` is what a deposit must have signed: the piece that it sends, or null for a question.
 * Refuses `malformed`, `sign-in-needed` without session and signature, `not-found` for what was never announced, and
 * `proof-wrong` for a signature that is not the device's.
 */
export async function claimOf(
	ctx: ServerContext,
	asker: Asker,
	name: string,
	piece: { readonly offset: number; readonly bytes: Bytes } | null
): Promise<Result<Claim, Refusal>> {
	if (!v.is(blobRefSchema.entries.sha256, name)) return err(refusal('malformed'));
	if (asker.signedIn) return ofSession(ctx, asker.signedIn, name);
	if (asker.device === null || asker.proof === null) return err(refusal('sign-in-needed'));
	const device = v.safeParse(deviceIdSchema, asker.device);
	const proof = fromBase64url(asker.proof);
	if (!device.success || !proof) return err(refusal('malformed'));
	const signed = piece && { offset: piece.offset, sha256: toHex(await sha256(piece.bytes)) };
	return ofDevice(ctx, device.output, name, { proof, signed: signedBytesOfUpload(device.output, name, signed) });
}

async function ofSession(
	ctx: ServerContext,
	{ organisation, user }: SignedIn,
	name: string
): Promise<Result<Claim, Refusal>> {
	const [found] = await ctx.db.readBatch([selectAnnounced(organisation.id, name, user.id)]);
	const announced = readRows(found, announcedSchema);
	return announced.length === 0 ? err(refusal('not-found')) : ok({ org: organisation.id, name, announced });
}

/** A stranger learns nothing: what a device never announced is not found, whoever signed. */
async function ofDevice(
	ctx: ServerContext,
	device: DeviceId,
	name: string,
	{ proof, signed }: { readonly proof: Bytes; readonly signed: Bytes }
): Promise<Result<Claim, Refusal>> {
	const [found] = await ctx.db.readBatch([selectAnnouncedByDevice(device, name)]);
	const announced = readRows(found, announcedByDeviceSchema);
	const [first] = announced;
	if (!first) return err(refusal('not-found'));
	const isGenuine = await verifier()(first.publicKey, signed, proof);
	return isGenuine ? ok({ org: first.org, name, announced }) : err(refusal('proof-wrong'));
}
