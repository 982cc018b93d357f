// Makes an operation of this phone: hashes with fresh salts, header, chain, signature of the device key.
import * as v from 'valibot';
import { canonicalBytes, type Json } from '$lib/core/canonical';
import type { DossierId, OperationId } from '$lib/core/ids';
import { toBase64url } from '$lib/core/receipt-token';
import { jsonSchema, WIRE_VERSION, type Header, type Operation, type Place } from '$lib/core/wire';
import { concatBytes, toHex } from '../local/bytes';
import type { DeviceRecord } from '../local/records';
import type { Ports } from '../ports';

const SALT_BYTES = 16;

export type Unsigned = {
	readonly id: OperationId;
	readonly kind: string;
	readonly dossier: DossierId | null;
	readonly base: Header['base'];
	readonly at: Header['at'];
	readonly place: Place | null;
	readonly body: unknown;
};

/** Chains and signs what a person did; throws when the body is no wire JSON, which its schema has already excluded. */
export async function signOperation(
	ports: Pick<Ports, 'crypto' | 'random'>,
	device: DeviceRecord,
	unsigned: Unsigned
): Promise<Operation> {
	const { id, kind, dossier, base, at, place } = unsigned;
	const body = v.parse(jsonSchema, unsigned.body);
	const hashedBody = await saltedHash(ports, body);
	const hashedPlace = place ? await saltedHash(ports, place) : null;
	const header: Header = {
		v: WIRE_VERSION,
		id,
		org: device.organisation.id,
		actor: device.user.id,
		device: device.id,
		seq: device.head.seq + 1,
		prev: device.head.hash,
		kind,
		dossier,
		base,
		at,
		placeHash: hashedPlace?.hash ?? null,
		bodyHash: hashedBody.hash,
		blobs: []
	};
	const signed = canonicalBytes(header);
	return {
		header,
		hash: toHex(await ports.crypto.sha256(signed)),
		sig: toBase64url(await ports.crypto.sign(device.signingKey, signed)),
		body,
		bodySalt: hashedBody.salt,
		place,
		placeSalt: hashedPlace?.salt ?? null
	};
}

/** SHA-256(salt ‖ canonical JSON): the header says what was signed without saying what it is. */
async function saltedHash(
	ports: Pick<Ports, 'crypto' | 'random'>,
	value: Json
): Promise<{ readonly hash: string; readonly salt: string }> {
	const salt = ports.random(SALT_BYTES);
	const hash = toHex(await ports.crypto.sha256(concatBytes(salt, canonicalBytes(value))));
	return { hash, salt: toBase64url(salt) };
}
