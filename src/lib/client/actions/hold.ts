// An act that can be taken back for a few seconds: noted whole and sealed at once, saved as it was noted; never money, never danger.
import * as v from 'valibot';
import { actOf } from '$lib/core/act';
import { integerSchema } from '$lib/core/body';
import type { Dossier } from '$lib/core/dossier';
import { dossierIdSchema } from '$lib/core/ids';
import { promiseMadeSchema, visitReportedSchema, type Body } from '$lib/core/operation';
import { refusal, type Refusal } from '$lib/core/refusal';
import { disputeReportedSchema, situationReportedSchema } from '$lib/core/report-bodies';
import { assertNever, err, ok, type Result } from '$lib/core/result';
import { instant, type Instant } from '$lib/core/time';
import { placeSchema } from '$lib/core/wire';
import { actLock } from '../local/device-lock';
import { HELD } from '../local/drafts';
import { foldPending } from '../local/fold';
import { standingOf } from '../local/pending';
import type { Phone } from '../local/phone';
import { isQuotaError } from '../local/room';
import { openJson, sealJson } from '../local/seal';
import { act, makeReady, type ActRequest } from './act';
import { forgetOverride } from './going';
import type { Saved } from './input';

const about = {
	dossier: dossierIdSchema,
	place: v.nullable(placeSchema),
	draft: v.nullable(v.string()),
	photos: v.boolean(),
	at: v.pipe(integerSchema, v.transform(instant))
};
const noteSchema = v.variant('kind', [
	v.strictObject({ ...about, kind: v.literal('visit.reported'), body: visitReportedSchema }),
	v.strictObject({ ...about, kind: v.literal('promise.made'), body: promiseMadeSchema }),
	v.strictObject({ ...about, kind: v.literal('situation.reported'), body: situationReportedSchema }),
	v.strictObject({ ...about, kind: v.literal('dispute.reported'), body: disputeReportedSchema })
]);
type Note = v.InferOutput<typeof noteSchema>;
/** What can be taken back: acts that move no money. */
export type HeldKind = Note['kind'];

/** What the screen shows of an act that can still be taken back. */
export type Held = {
	readonly kind: HeldKind;
	readonly at: Instant;
	/** The dossier as it will be once the act is saved. */
	readonly dossier: Dossier;
	/** The form that it came from, which is still as it was typed; null for none. */
	readonly draft: string | null;
};

const PLACE = 'draft:held';

/**
 * Notes an act in one strictly durable write, so that a phone that dies saves it at its next start. Refuses what saving it would
 * refuse, and `held-already` where another one waits: save that first.
 */
export async function hold<K extends HeldKind>(phone: Phone, request: ActRequest<K>): Promise<Result<Held, Refusal>> {
	return phone.ports.locks.hold(actLock(phone.user), async () => {
		const ready = await makeReady(phone, request);
		if (!ready.ok) return ready;
		const { operation, moment } = ready.value;
		const judged = actOf(operation);
		if (!judged.ok) return judged;
		if (!moment.dossier) return err(refusal('dossier-not-on-phone'));
		const { kind, draft, place, photos = false } = request;
		const note = { kind, dossier: moment.dossier.id, place, draft, photos, at: moment.at, body: operation.body };
		const sealed = await sealJson(phone.ports, phone.keys.outbox, PLACE, note);
		try {
			// Dies before: nothing happened, the form is there. Dies after: noted, and saved at the next start.
			await phone.db.drafts.add({ key: HELD, sealed });
		} catch (error) {
			if (isQuotaError(error)) return err(refusal('storage-full'));
			if (await phone.db.drafts.get(HELD)) return err(refusal('held-already'));
			throw error;
		}
		const dossier = foldPending(moment.dossier, [operation], standingOf(moment.device, moment.rules));
		return ok({ kind, at: moment.at, dossier, draft });
	});
}

/** Saves what was noted, with the time of the note; null when nothing waits. A note that cannot be read stays where it is. */
export async function saveHeld(phone: Phone): Promise<Result<Saved | null, Refusal>> {
	const note = await readNote(phone);
	if (!note?.ok) return note ?? ok(null);
	const saved = await saveNote(phone, note.value);
	if (!saved.ok) return saved.error.code === GONE ? ok(null) : saved;
	if (note.value.kind === 'visit.reported') await forgetOverride(phone, note.value.dossier);
	return saved;
}

/** Takes back what was noted; the form that it came from stays. False when it was saved before. */
export async function takeBack(phone: Phone): Promise<Result<boolean, Refusal>> {
	return phone.ports.locks.hold(actLock(phone.user), async () => {
		const isThere = (await phone.db.drafts.get(HELD)) !== undefined;
		await phone.db.drafts.delete(HELD);
		return ok(isThere);
	});
}

const GONE = 'held-gone';

function saveNote(phone: Phone, note: Note): Promise<Result<Saved, Refusal>> {
	const { dossier, place, draft, photos, at } = note;
	const save = <K extends HeldKind>(kind: K, body: Body<K>): Promise<Result<Saved, Refusal>> =>
		act(phone, {
			...{ kind, dossier, place, draft, photos, held: at },
			// Under the lock: taken back, or saved by another tab, it is not there any more.
			build: async () => {
				const still = await readNote(phone);
				return still?.ok && still.value.at === at ? ok({ body, receipt: null }) : err(refusal(GONE));
			}
		});
	switch (note.kind) {
		case 'visit.reported':
			return save(note.kind, note.body);
		case 'promise.made':
			return save(note.kind, note.body);
		case 'situation.reported':
			return save(note.kind, note.body);
		case 'dispute.reported':
			return save(note.kind, note.body);
		default:
			return assertNever(note);
	}
}

async function readNote(phone: Phone): Promise<Result<Note, Refusal> | null> {
	const stored = await phone.db.drafts.get(HELD);
	if (!stored) return null;
	if (!(stored.sealed instanceof Uint8Array)) return err(refusal('unreadable-record', { key: HELD }));
	return openJson(phone.ports, phone.keys.outbox, PLACE, stored.sealed, noteSchema);
}
