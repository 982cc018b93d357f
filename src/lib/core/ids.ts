// Identifiers: UUIDv7 made where the act happens, one brand per concept; they double as idempotency keys.
import * as v from 'valibot';

const UUID_V7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

export const uuidSchema = v.pipe(v.string(), v.regex(UUID_V7));

const branded = <const Name extends string>(name: Name) => v.pipe(v.string(), v.regex(UUID_V7), v.brand(name));

export const organisationIdSchema = branded('OrganisationId');
export const userIdSchema = branded('UserId');
export const deviceIdSchema = branded('DeviceId');
export const operationIdSchema = branded('OperationId');
export const dossierIdSchema = branded('DossierId');
export const debtorIdSchema = branded('DebtorId');
export const creditorIdSchema = branded('CreditorId');
export const mandateIdSchema = branded('MandateId');
export const claimIdSchema = branded('ClaimId');
export const roundIdSchema = branded('RoundId');
export const partyIdSchema = branded('PartyId');

export type OrganisationId = v.InferOutput<typeof organisationIdSchema>;
export type UserId = v.InferOutput<typeof userIdSchema>;
export type DeviceId = v.InferOutput<typeof deviceIdSchema>;
export type OperationId = v.InferOutput<typeof operationIdSchema>;
export type DossierId = v.InferOutput<typeof dossierIdSchema>;
export type DebtorId = v.InferOutput<typeof debtorIdSchema>;
export type CreditorId = v.InferOutput<typeof creditorIdSchema>;
export type MandateId = v.InferOutput<typeof mandateIdSchema>;
export type ClaimId = v.InferOutput<typeof claimIdSchema>;
export type RoundId = v.InferOutput<typeof roundIdSchema>;
export type PartyId = v.InferOutput<typeof partyIdSchema>;

/** A source of random bytes, injected; production gives `crypto.getRandomValues`. */
export type RandomBytes = (length: number) => Uint8Array<ArrayBuffer>;

/** Makes a UUIDv7 (RFC 9562 §5.7) from a time in milliseconds and ten random bytes. */
export function uuidV7(milliseconds: number, random: RandomBytes): string {
	const bytes = new Uint8Array(16);
	bytes.set(random(10), 6);
	const time = BigInt(Math.max(0, Math.min(milliseconds, 2 ** 48 - 1)));
	for (let index = 0; index < 6; index += 1) bytes[index] = Number((time >> BigInt(40 - 8 * index)) & 0xffn);
	const view = new DataView(bytes.buffer);
	view.setUint8(6, (view.getUint8(6) & 0x0f) | 0x70);
	view.setUint8(8, (view.getUint8(8) & 0x3f) | 0x80);
	const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
	return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
