// Dossiers and rounds as the server gave them: sealed rows, opened once per revision.
import * as v from 'valibot';
import { dossierSchema, type Dossier } from '$lib/core/dossier';
import { refusal, type Refusal } from '$lib/core/refusal';
import { err, type Result } from '$lib/core/result';
import { roundSchema, type Round } from '$lib/core/round';
import type { StoredSnapshot } from './database';
import type { Phone } from './phone';
import { dossierRecordSchema, roundRecordSchema } from './records';
import { openJson, sealJson } from './seal';

const dossierPlace = (id: string, rev: number): string => `dossier:${id}:${rev}`;
const roundPlace = (id: string, rev: number): string => `round:${id}:${rev}`;

/** A pulled dossier as it is stored; the same bytes are staged and swapped in. */
export async function sealDossier(phone: Phone, dossier: Dossier): Promise<StoredSnapshot> {
	const { id, rev } = dossier;
	return { id, rev, sealed: await sealJson(phone.ports, phone.keys.snapshots, dossierPlace(id, rev), dossier) };
}

/** A pulled round as it is stored. */
export async function sealRound(phone: Phone, round: Round): Promise<StoredSnapshot> {
	const { id, rev } = round;
	return { id, rev, sealed: await sealJson(phone.ports, phone.keys.snapshots, roundPlace(id, rev), round) };
}

/** Opens a stored dossier; refuses what cannot be read and leaves it as it is. */
export async function openDossier(phone: Phone, stored: StoredSnapshot): Promise<Result<Dossier, Refusal>> {
	const record = v.safeParse(dossierRecordSchema, stored);
	if (!record.success) return err(refusal('unreadable-record', { key: String(stored.id) }));
	const { id, rev, sealed } = record.output;
	return openJson(phone.ports, phone.keys.snapshots, dossierPlace(id, rev), sealed, dossierSchema);
}

/** Opens a stored round; refuses what cannot be read and leaves it as it is. */
export async function openRound(phone: Phone, stored: StoredSnapshot): Promise<Result<Round, Refusal>> {
	const record = v.safeParse(roundRecordSchema, stored);
	if (!record.success) return err(refusal('unreadable-record', { key: String(stored.id) }));
	const { id, rev, sealed } = record.output;
	return openJson(phone.ports, phone.keys.snapshots, roundPlace(id, rev), sealed, roundSchema);
}
