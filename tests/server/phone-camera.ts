// Photos in tests: the real phone on its round, a bucket behind the line, pictures, and the forms that announce them.
import type { PaymentInput, VisitInput } from '../../src/lib/client/actions/input';
import { keepForDraft } from '../../src/lib/client/local/blobs';
import type { StoredBlob } from '../../src/lib/client/local/database';
import { type Phone } from '../../src/lib/client/local/phone';
import type { DossierId } from '../../src/lib/core/ids';
import { at, company } from './fixture';
import { random } from './phone';
import { open, profileOf, sync } from './phone-profile';
import { bucket } from './platform';

export function picture(size: number): Uint8Array<ArrayBuffer> {
	const bytes = new Uint8Array(size);
	for (let start = 0; start < size; start += 65_536) bytes.set(random(Math.min(65_536, size - start)), start);
	bytes.set([0xff, 0xd8, 0xff, 0xe0]);
	return bytes;
}

/** Ana's phone with every dossier on today's round, and a bucket behind the line. */
export async function onRound(size = 1) {
	const c = await company(size);
	await c.publish(c.ana, c.dossiers);
	const profile = profileOf(c, c.ana);
	profile.line.store = bucket();
	const phone = await open(profile);
	await sync(phone);
	return { c, phone, profile, line: profile.line, dossier: at(c.dossiers) };
}

export const visit = (dossier: DossierId, draft: string): VisitInput => ({
	...{ dossier, draft, round: null, place: null, outcome: 'met', cause: null, note: null, next: null, openedAt: null }
});

export const cheque = (dossier: DossierId, draft: string, minor = 5_000): PaymentInput => ({
	...{ dossier, draft, round: null, place: null, minor, payer: null, directedTo: null, acceptCredit: false },
	detail: { means: 'cheque', number: '1234567', bank: 'Banque', drawer: 'Paul Durand' }
});

export async function keep(phone: Phone, draft: string, bytes: Uint8Array<ArrayBuffer>): Promise<StoredBlob> {
	const kept = await keepForDraft(phone, draft, bytes);
	if (!kept.ok) throw new Error(kept.error.code);
	return kept.value;
}

export const files = (phone: Phone) => phone.db.blobs.orderBy('sha256').toArray();
export const states = async (phone: Phone) => (await files(phone)).map(({ state }) => state);
export const puts = (log: readonly string[]) =>
	log.filter((line) => line.startsWith('PUT')).map((line) => line.slice(15, 23));
