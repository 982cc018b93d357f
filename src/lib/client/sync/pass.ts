// One sync pass, from top to bottom: what goes up, what the answer means, what comes down. Each step says what a death there costs.
import type { OperationId } from '$lib/core/ids';
import { refusal, type Refusal } from '$lib/core/refusal';
import { err, ok, type Result } from '$lib/core/result';
import {
	MAX_PUSH_OPERATIONS,
	READS,
	syncAnswerSchema,
	WIRE_VERSION,
	type Countersignature,
	type SyncAnswer,
	type SyncRequest
} from '$lib/core/wire';
import { syncLock } from '../local/device-lock';
import { readMeta, readMetas, writeMeta, type MetaOf } from '../local/meta';
import { needDevice, type Phone } from '../local/phone';
import { SHUT_OUT, type DeviceRecord, type ShutOut, type SyncState } from '../local/records';
import { pruneOutbox } from './prune';
import { applyPull, pullCursor, startOver } from './pull';
import { checkCountersignature, isOnChain, markForked, markOutcomes, nextChunk, reopenAfter } from './push';
import { call, type Sent } from './transport';

export type PassReport = {
	/** Null when everything went up and down. */
	readonly error: Refusal | null;
	/** How long the server asked to wait; null when it did not say. */
	readonly retryAfterMs: number | null;
	/** Something was stored: screens and other tabs read again. */
	readonly stored: boolean;
};

/** More requests than any honest backlog takes; a pass that needs more has found a bug, and stops. */
const MAX_REQUESTS = 200;

/** What a link that broke under a request is given first; each answer lets the next one be so many times larger. */
const FIRST_OPERATIONS = 25;
const GROWTH = 4;
const BROKEN_LINK: readonly string[] = ['network', 'timeout'];

type Reach = {
	/** The last own seq that the server has, as far as the phone knows. */
	readonly serverSeq: number;
	/** How many operations the next request may hold. */
	readonly most: number;
};

/** What a pass carries from one request to the next. */
type Progress = {
	/** Where the next request goes on; null at the start: as the signed head and the last pass say. */
	readonly reach: Reach | null;
	/** Restores of the server and mismatches seen in this pass; each may happen once. */
	readonly restarts: number;
	readonly sent: Sent<SyncAnswer> | null;
	/** What the last answer says of the session; null where it says nothing, in the middle of a backlog. */
	readonly session: SyncState['session'] | null;
	readonly done: boolean;
};

type Failure = { readonly refusal: Refusal; readonly retryAfterMs: number | null };
type Step = Result<Progress, Failure>;

/** Runs one pass, alone across the tabs of this browser; 'busy' when another tab is at it. Acts go on meanwhile. */
export async function syncPass(
	phone: Phone,
	onSending: (ids: ReadonlySet<OperationId>) => void
): Promise<PassReport | 'busy'> {
	const device = await needDevice(phone);
	if (!device.ok) return { error: device.error, retryAfterMs: null, stored: false };
	const report = await phone.ports.locks.tryHold(syncLock(device.value.id), async () => {
		const passed = await passWithFiles(phone, onSending);
		const isWiped = passed.error !== null && (await wipeWhereShutOut(phone));
		return isWiped ? { ...passed, stored: true } : passed;
	});
	return report ?? 'busy';
}

/** Also when this pass did not get through: what the server said before still holds, and now nobody may be typing any more. */
async function wipeWhereShutOut(phone: Phone): Promise<boolean> {
	if ((await readMeta(phone.db, 'sync')).shutOut === null) return false;
	const { wipe } = await import('../local/wipe');
	return wipe(phone);
}

/** A phone that may no longer read still sends: its signature says whose file it is. */
const SENDS_ALL_THE_SAME: readonly string[] = ['session-expired', ...SHUT_OUT];

/** Operations first, and again whenever one was saved while files went up: money never waits behind a photo. */
async function passWithFiles(phone: Phone, onSending: (ids: ReadonlySet<OperationId>) => void): Promise<PassReport> {
	for (;;) {
		const report = await runPass(phone, onSending);
		if (report.error && !SENDS_ALL_THE_SAME.includes(report.error.code)) return report;
		if ((await phone.db.blobs.where('state').anyOf('waiting', 'sending').count()) === 0) return report;
		const { uploadFiles } = await import('./upload');
		const sent = await uploadFiles(phone);
		if (sent.end !== 'interrupted' || report.error) return { ...report, ...sent.failure, stored: true };
	}
}

async function runPass(phone: Phone, onSending: (ids: ReadonlySet<OperationId>) => void): Promise<PassReport> {
	let progress: Progress = { reach: null, restarts: 0, sent: null, session: null, done: false };
	let failure: Failure | null = null;
	let requests = 0;
	while (!progress.done && !failure) {
		requests += 1;
		const step: Step = requests > MAX_REQUESTS ? stop('sync-too-long') : await oneRequest(phone, progress, onSending);
		onSending(new Set());
		if (step.ok) progress = step.value;
		else failure = step.error;
	}
	await recordPass(phone, progress, failure);
	return {
		error: failure?.refusal ?? null,
		retryAfterMs: failure?.retryAfterMs ?? null,
		stored: progress.sent !== null || failure?.refusal.code === 'forked'
	};
}

/** Step by step through one request and its answer. */
async function oneRequest(
	phone: Phone,
	progress: Progress,
	onSending: (ids: ReadonlySet<OperationId>) => void
): Promise<Step> {
	// 1. Collect. Acts may be saved from here on; the next request takes them. Dies: nothing happened.
	const [read, meta] = await readState(phone);
	if (!read.ok) return stop(read.error.code, read.error.data);
	const device = read.value;
	const pull = meta('pull');
	const reach = progress.reach ?? reachOf(device, meta('ack'), meta('sync'));
	const chunk = await nextChunk(phone, device, reach.serverSeq, reach.most);
	const unreadable = chunk.ok ? null : chunk.error;
	const ops = chunk.ok ? chunk.value.ops : [];
	const request: SyncRequest = {
		wire: WIRE_VERSION,
		device: device.id,
		epoch: pull.epoch,
		head: device.head,
		countersignature: meta('ack').countersignature,
		ops: [...ops],
		cursor: pullCursor(pull, meta('staging'), meta('rules')),
		reads: [...READS]
	};
	// 2. Send. Dies or is cut here: the server has them or not; the same operations go again, and give the same outcomes.
	if (chunk.ok) onSending(chunk.value.ids);
	const sent = await call(phone.ports, { method: 'POST', path: '/api/sync', body: request }, syncAnswerSchema);
	if (!sent.ok)
		return sent.error.refusal.code === 'not-found' ? comeBack(phone, progress, sent.error) : err(sent.error);
	const answer = sent.value.value;
	if (answer.device !== device.id) return stop('unexpected-answer', { at: 'device' });
	// 3. A restored server: ask for everything anew, and send again what it lost.
	if (answer.epoch !== pull.epoch) return restart(phone, device, answer, { ...progress, reach });
	// 4. A chain that was continued elsewhere is never continued here.
	if (answer.push === 'forked' || !(await isOnChain(phone, device, answer.head))) {
		await markForked(phone, device);
		return stop('forked');
	}
	// 5. Believe the signature, then mark. Dies before: sent again, same outcomes. Dies after: they are marked.
	const signed = await genuine(phone, device, answer);
	if (!signed.ok) return signed;
	await markOutcomes(phone, device, answer, signed.value);
	// 6. Store what came down; whole or not at all.
	const more = await takePull(phone, device, answer, progress);
	if (!more.ok) return more;
	// 7. Go on while there is something to send or to fetch, and the last request moved something.
	const moved = answer.head.seq !== reach.serverSeq;
	const rest = answer.head.seq < (await currentSeq(phone, device));
	const next: Progress = {
		reach: { serverSeq: answer.head.seq, most: Math.min(GROWTH * reach.most, MAX_PUSH_OPERATIONS) },
		restarts: more.value.restarts,
		sent: sent.value,
		session: sessionAfter(answer, request),
		done: false
	};
	if (unreadable) return err({ refusal: unreadable, retryAfterMs: null });
	if (rest && !moved && ops.length > 0) return stop('stopped', { push: answer.push });
	// 8. Shut out: the server keeps apart what it is sent. That is said; own operations stay here.
	// Who is given a pull is let in again: the outcomes may be of before.
	const shutOut = rest || answer.pull ? null : shutOutBy(answer);
	if (shutOut) return stop(shutOut);
	return ok({ ...next, done: !rest && !more.value.more });
}

/** Why the server has no more to do with this phone or its user, as its outcomes say; null when it has. */
const shutOutBy = ({ outcomes }: SyncAnswer): ShutOut['code'] | null =>
	SHUT_OUT.find((code) => outcomes.some(({ codes }) => codes.includes(code))) ?? null;

/** The signature over the head, judged; null when there is none to believe yet. A forged one voids the whole answer. */
async function genuine(
	phone: Phone,
	device: DeviceRecord,
	answer: SyncAnswer
): Promise<Result<Countersignature | null, Failure>> {
	const { countersignature, head } = answer;
	if (!countersignature) return ok(null);
	if (countersignature.epoch !== answer.epoch || countersignature.seq > head.seq)
		return stop('countersignature-forged');
	const verdict = await checkCountersignature(phone, device, countersignature);
	if (verdict === 'genuine') return ok(countersignature);
	if (verdict === 'forged') return stop('countersignature-forged');
	// The server has a new key: learn it for the next pass. Until then the operations are 'sent', not 'confirmed'.
	const { announceAgain } = await import('../local/enrol');
	await announceAgain(phone);
	return ok(null);
}

type Taken = { readonly more: boolean; readonly restarts: number };

async function takePull(
	phone: Phone,
	device: DeviceRecord,
	answer: SyncAnswer,
	progress: Progress
): Promise<Result<Taken, Failure>> {
	// Null: more is to be sent before, or deposited without a session. Capture and deposit go on, nothing comes down.
	if (!answer.pull) return ok({ more: false, restarts: progress.restarts });
	const result = await applyPull(phone, answer.epoch, { now: answer.now, pull: answer.pull });
	if (result !== 'mismatch') return ok({ more: result === 'staged', restarts: progress.restarts });
	// What is stored and what the server says differ: one fresh snapshot, and the old state stays on the screen until then.
	if (progress.restarts > 1) return stop('snapshot-mismatch');
	const { through } = await readMeta(phone.db, 'pull');
	await startOver(phone, answer.epoch, Math.min(through, device.head.seq));
	return ok({ more: true, restarts: progress.restarts + 1 });
}

/** A server that was restored from before this phone's enrolment does not know it: it makes itself known, and sends again. */
async function comeBack(phone: Phone, progress: Progress, refused: Failure): Promise<Step> {
	if (progress.restarts > 1) return err(refused);
	const { announceAgain } = await import('../local/enrol');
	const isBack = await announceAgain(phone);
	return isBack ? ok({ ...progress, restarts: progress.restarts + 1 }) : err(refused);
}

/** Dies in here: the next pass meets the same epoch again and does the same. */
async function restart(
	phone: Phone,
	device: DeviceRecord,
	answer: SyncAnswer,
	progress: Progress & { readonly reach: Reach }
): Promise<Step> {
	if (progress.restarts > 1) return stop('epoch-unstable');
	const { through } = await readMeta(phone.db, 'pull');
	// Where the server's chain is another one, nothing that was confirmed before the restore is known to be there.
	const seq = (await isOnChain(phone, device, answer.head)) ? answer.head.seq : 0;
	await reopenAfter(phone, device, seq);
	await writeMeta(phone.db, 'ack', { countersignature: null });
	await startOver(phone, answer.epoch, Math.min(through, seq));
	const reach = { ...progress.reach, serverSeq: seq };
	return ok({ ...progress, reach, restarts: progress.restarts + 1, sent: null, session: null });
}

/** What the screens say of this pass. Dies before: they say less than is true, and the next pass says it. */
async function recordPass(phone: Phone, progress: Progress, failure: Failure | null): Promise<void> {
	const { db } = phone;
	const { sent } = progress;
	await db.transaction('rw', db.meta, async () => {
		const before = await readMeta(db, 'sync');
		const answered = sent ? afterAnswer(before, sent, progress.session, failure) : before;
		const signedOut = failure?.refusal.code === 'session-expired';
		await writeMeta(db, 'sync', {
			...answered,
			session: signedOut ? 'expired' : answered.session,
			shutOut: shutOutAfter(before, progress, failure, phone.ports.now()),
			error: failure?.refusal ?? null
		});
	});
	if (sent && !failure) await pruneOutbox(phone, sent.value.now);
}

/** Only who may read is given a pull: then it is over. Nothing else that goes wrong says anything of it. */
function shutOutAfter(
	{ shutOut }: SyncState,
	{ session }: Progress,
	failure: Failure | null,
	nowMs: number
): ShutOut | null {
	const code = SHUT_OUT.find((one) => one === failure?.refusal.code);
	if (code) return { sinceMs: nowMs, wiped: false, ...shutOut, code };
	return session === 'valid' ? null : shutOut;
}

/** Only a session is given a pull; while the phone has more to send none is due, and a push that stops is a deposit. */
function sessionAfter({ pull, push, head }: SyncAnswer, { ops, head: own }: SyncRequest): Progress['session'] {
	if (pull) return 'valid';
	return push === 'stopped' || ops.length === 0 || head.seq >= own.seq ? 'expired' : null;
}

function afterAnswer(
	before: SyncState,
	sent: Sent<SyncAnswer>,
	session: Progress['session'],
	failure: Failure | null
): SyncState {
	const { now, pull } = sent.value;
	const middle = (sent.startedMs + sent.endedMs) / 2;
	return {
		...before,
		lastUpMs: failure ? before.lastUpMs : now,
		lastDownMs: pull && !pull.more && !failure ? now : before.lastDownMs,
		skewMs: Math.round(middle - now),
		session: session ?? before.session
	};
}

const STATE = ['pull', 'ack', 'staging', 'rules', 'sync'] as const;

/** What a request goes by, as it stood at one moment: a transaction for each record takes a phone longer than the reading. */
const readState = (phone: Phone) =>
	phone.db.transaction('r', [phone.db.device, phone.db.meta], () =>
		Promise.all([needDevice(phone), readMetas(phone.db, STATE)])
	);

/** From the last own seq that the server signed for; in small steps where the last pass broke on the way. */
function reachOf(device: DeviceRecord, { countersignature }: MetaOf<'ack'>, { error }: SyncState): Reach {
	return {
		serverSeq: countersignature?.device === device.id ? countersignature.seq : 0,
		most: BROKEN_LINK.includes(error?.code ?? '') ? FIRST_OPERATIONS : MAX_PUSH_OPERATIONS
	};
}

async function currentSeq(phone: Phone, device: DeviceRecord): Promise<number> {
	const now = await needDevice(phone);
	return now.ok && now.value.id === device.id ? now.value.head.seq : 0;
}

function stop(code: string, data?: Refusal['data']): { readonly ok: false; readonly error: Failure } {
	return err({ refusal: data ? refusal(code, data) : refusal(code), retryAfterMs: null });
}
