// Saves an act: whole or not at all. "Saved" is said only when one strictly durable transaction holds operation, head and counter.
import * as v from 'valibot';
import { actOf } from '$lib/core/act';
import { canonicalBytes } from '$lib/core/canonical';
import { buildOperation, type BuildPorts } from '$lib/core/chain';
import { decide, preventing, type Standing } from '$lib/core/decide';
import type { Dossier } from '$lib/core/dossier';
import { operationIdSchema, uuidV7, type DossierId } from '$lib/core/ids';
import { BODY_SCHEMAS, type Act, type Body, type OperationKind } from '$lib/core/operation';
import { formatReceiptNumber, issueReceipt, type ReceiptNumber } from '$lib/core/receipt-number';
import { refusal, type Refusal } from '$lib/core/refusal';
import { err, ok, type Result } from '$lib/core/result';
import { parisDay, parisOffsetMinutes, type Instant, type LocalDate } from '$lib/core/time';
import { headerSchema, jsonSchema, MAX_BODY_BYTES, type Operation, type Place } from '$lib/core/wire';
import { draftBlobs, draftOwner, forgetBlobs } from '../local/blob-rows';
import { deleteAll, putAll } from '../local/bulk';
import { actLock } from '../local/device-lock';
import { HELD } from '../local/drafts';
import { sealOperation } from '../local/outbox';
import { standingOf } from '../local/pending';
import { correctedTime, type Phone } from '../local/phone';
import { isQuotaError } from '../local/room';
import type { StoredBlob, StoredOutbox } from '../local/database';
import type { DeviceRecord } from '../local/records';
import { readGrounds, type Grounds } from './grounds';
import type { Saved } from './input';
import { toWireText } from './wire-text';

/** What an act may look at while it builds its body: all of it read under the lock. */
export type Moment = Grounds & {
	readonly at: Instant;
	readonly day: LocalDate;
	/** The next receipt of this phone, should this act need one. */
	readonly receipt: ReceiptNumber;
};

export type ActRequest<K extends OperationKind> = {
	readonly kind: K;
	readonly dossier: DossierId | null;
	readonly place: Place | null;
	/** The draft that this act takes the place of; null for none. */
	readonly draft: string | null;
	/** True to announce the photos that were taken for that draft; they go with it otherwise. */
	readonly photos?: boolean;
	/**
	 * When it was noted, for an act that could be taken back until now: judged then, so that nothing stops it any more. It takes
	 * the place of the note.
	 */
	readonly held?: Instant;
	readonly build: (moment: Moment) => Promise<Result<Built<K>, Refusal>>;
};

/** The body, and the receipt that it used up. */
export type Built<K extends OperationKind> = { readonly body: Body<K>; readonly receipt: ReceiptNumber | null };

/** Another tab moved the head between reading and writing; the act is judged again on what is there now, as after making room. */
class StaleHead extends Error {}

const ATTEMPTS = 5;

/** Judges, signs and saves one act of this phone; refuses what the judge prevents and what this phone cannot store. */
export async function act<K extends OperationKind>(
	phone: Phone,
	request: ActRequest<K>
): Promise<Result<Saved, Refusal>> {
	return phone.ports.locks.hold(actLock(phone.user), async () => {
		for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
			const saved = await attemptAct(phone, request);
			if (saved !== 'stale') return saved;
		}
		return err(refusal('phone-busy'));
	});
}

async function attemptAct<K extends OperationKind>(
	phone: Phone,
	request: ActRequest<K>
): Promise<Result<Saved, Refusal> | 'stale'> {
	// Dies before the transaction: nothing happened, the draft is still there.
	const ready = await makeReady(phone, request);
	if (!ready.ok) return ready;
	const { operation, moment, receipt, photos } = ready.value;
	const sealed = await sealOperation(phone, operation);
	const { device, at, day } = moment;
	try {
		// Dies inside: IndexedDB keeps all or nothing. Dies after: saved, and the next opening shows and sends it.
		await store(phone, sealed, device, receipt, {
			draft: request.draft,
			photos,
			money: isMoney(request.kind),
			isHeld: request.held !== undefined
		});
	} catch (error) {
		if (error instanceof StaleHead) return 'stale';
		if (isQuotaError(error)) return (await madeRoom()) ? 'stale' : err(refusal('storage-full'));
		throw error;
	}
	const { id, seq } = operation.header;
	return ok({ id, seq, at, day, receipt: writeReceipt(moment, receipt) });
}

/** An act that was judged and signed, and is not stored yet. */
export type Ready = {
	readonly operation: Operation;
	readonly moment: Moment;
	readonly receipt: ReceiptNumber | null;
	/** Photos that it announces; null when it announces none. */
	readonly photos: readonly StoredBlob[] | null;
};

/** All of an act but its storing; under the lock of the device. */
export async function makeReady<K extends OperationKind>(
	phone: Phone,
	request: ActRequest<K>
): Promise<Result<Ready, Refusal>> {
	const moment = await readMoment(phone, request.dossier, request.held ?? phone.ports.now());
	if (!moment.ok) return moment;
	const built = await request.build(moment.value);
	if (!built.ok) return built;
	const photos = request.photos && request.draft !== null ? await draftBlobs(phone.db, request.draft) : null;
	const operation = await prepare(phone, request, { ...moment.value, photos: photos ?? [] }, built.value);
	if (!operation.ok) return operation;
	return ok({ operation: operation.value, moment: moment.value, receipt: built.value.receipt, photos });
}

async function readMoment(phone: Phone, dossierId: DossierId | null, at: Instant): Promise<Result<Moment, Refusal>> {
	const grounds = await readGrounds(phone, dossierId);
	if (!grounds.ok) return grounds;
	const { device, pull, skewMs } = grounds.value;
	const day = parisDay(correctedTime(at, skewMs, pull.atMs));
	const { year, last } = device.receipt;
	const { receipt } = issueReceipt({ device: device.series, year, last }, day);
	return ok({ ...grounds.value, at, day, receipt });
}

/** Judges the body and signs it. Everything asynchronous that is not IndexedDB ends here, before the transaction. */
async function prepare<K extends OperationKind>(
	phone: Phone,
	request: ActRequest<K>,
	moment: Moment & { readonly photos: readonly StoredBlob[] },
	built: Built<K>
): Promise<Result<Operation, Refusal>> {
	const { device, at, day, dossier, pull, skewMs, photos } = moment;
	const body = v.safeParse(BODY_SCHEMAS[request.kind], toWireText(built.body));
	if (!body.success) return err(refusal('act-invalid', { at: v.getDotPath(body.issues[0]) }));
	if (request.dossier && !dossier && request.held === undefined) return err(refusal('dossier-not-on-phone'));
	const json = v.parse(jsonSchema, body.output);
	if (canonicalBytes(json).length > MAX_BODY_BYTES) return err(refusal('act-too-large', { max: MAX_BODY_BYTES }));
	const blobs = v.safeParse(headerSchema.entries.blobs, photos.map(refOf));
	if (!blobs.success) return err(refusal('act-invalid', { at: 'blobs' }));
	const unsigned = {
		id: v.parse(operationIdSchema, uuidV7(at, phone.ports.random)),
		org: device.organisation.id,
		actor: device.user.id,
		device: device.id,
		head: device.head,
		kind: request.kind,
		dossier: request.dossier,
		base: { epoch: pull.epoch, rev: pull.cursor?.rev ?? 0 },
		at: { ms: at, utcOffset: parisOffsetMinutes(correctedTime(at, skewMs, null)), day, skew: skewMs },
		body: json,
		place: request.place,
		blobs: blobs.output
	};
	const operation = await buildOperation(unsigned, signingPorts(phone, device));
	// It happened when it was noted: what changed since is for the server to flag.
	if (request.held !== undefined) return ok(operation);
	const judged = actOf(operation);
	if (!judged.ok) return judged;
	const anomaly = judge(dossier, judged.value, standingFor(moment, built.receipt));
	return anomaly ? err(anomaly) : ok(operation);
}

const signingPorts = ({ ports }: Phone, device: DeviceRecord): BuildPorts => ({
	sha256: ports.crypto.sha256,
	random: ports.random,
	sign: (bytes) => ports.crypto.sign(device.signingKey, bytes)
});

function judge(dossier: Dossier | null, judged: Act, standing: Standing): Refusal | undefined {
	const anomaly = preventing(decide(dossier, judged, standing));
	return anomaly && (anomaly.data ? refusal(anomaly.code, anomaly.data) : refusal(anomaly.code));
}

/** A counter of an earlier year says nothing of this year's numbers. */
function standingFor({ device, rules }: Moment, receipt: ReceiptNumber | null): Standing {
	const sameYear = receipt !== null && receipt.year === device.receipt.year;
	return standingOf(device, rules, sameYear ? device.receipt.last : 0);
}

async function store(
	phone: Phone,
	sealed: StoredOutbox,
	read: DeviceRecord,
	receipt: ReceiptNumber | null,
	{ draft, photos, money, isHeld }: Taken
): Promise<void> {
	const { db } = phone;
	await db.transaction('rw', [db.device, db.outbox, db.drafts, db.blobs, db.blobChunks], async () => {
		const [current, taken, note] = await Promise.all([
			db.device.get('device'),
			draft === null ? [] : draftBlobs(db, draft),
			isHeld ? db.drafts.get(HELD) : null
		]);
		if (
			!current ||
			current.id !== read.id ||
			current.series !== read.series ||
			current.head.seq !== read.head.seq ||
			current.head.hash !== read.head.hash
		)
			throw new StaleHead();
		if (photos && !areSame(photos, taken)) throw new StaleHead();
		// Taken back by another tab since it was read.
		if (note === undefined) throw new StaleHead();
		// Contents are stored since the photo was taken: only whose they are changes here.
		const owned = (photos ?? []).map((photo) => ({ ...photo, owner: sealed.id, state: 'waiting', money }) as const);
		// Asked for at once: what one of them waits for the other, a phone waits at the door.
		await Promise.all([
			db.outbox.add(sealed),
			db.device.put({
				...current,
				head: { seq: sealed.seq, hash: sealed.hash },
				receipt: receipt ? { year: receipt.year, last: receipt.number } : current.receipt
			}),
			putAll(db.blobs, owned),
			deleteAll(db.drafts, [...(isHeld ? [HELD] : []), ...(draft === null ? [] : [draft])])
		]);
		if (draft !== null && taken.length > 0) await forgetBlobs(db, draftOwner(draft));
	});
}

/** The draft that an act takes the place of, and the photos of it that the operation announced; null when it announces none. */
type Taken = {
	readonly draft: string | null;
	readonly photos: readonly StoredBlob[] | null;
	readonly money: boolean;
	readonly isHeld: boolean;
};

const refOf = ({ sha256, size, type }: StoredBlob) => ({ sha256, size, type });

const isMoney = (kind: OperationKind): boolean => kind.startsWith('payment.');

/** Whether a photo was added or removed since the operation was signed. */
const areSame = (announced: readonly StoredBlob[], stored: readonly StoredBlob[]): boolean =>
	announced.length === stored.length && announced.every(({ sha256 }, index) => stored[index]?.sha256 === sha256);

const writeReceipt = ({ rules }: Moment, receipt: ReceiptNumber | null): string | null =>
	receipt && formatReceiptNumber(receipt, rules.pack.receipt);

/** What makes way for an act: the reserve, and files that a network brings back. */
async function madeRoom(): Promise<boolean> {
	const { makeRoom } = await import('../local/reserve');
	return makeRoom();
}
