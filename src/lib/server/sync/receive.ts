// One sync of a phone: what it pushes is checked, judged and stored in one write; what it may see comes back with the same answer.
import type { ResultSet } from '@libsql/client/http';
import * as v from 'valibot';
import { refusal, type Refusal } from '$lib/core/refusal';
import { err, ok, type Result } from '$lib/core/result';
import { parisDay, type Instant } from '$lib/core/time';
import { MAGIC, WIRE_VERSION, type Pull, type SyncAnswer } from '$lib/core/wire';
import type { SignedIn } from '../../../app';
import type { ServerContext } from '../context';
import { abortOf, type Statement } from '../db/connection';
import { readRow } from '../db/read-rows';
import { countersign, keepServerKey } from '../keys';
import { sha256, verifier } from '../signature';
import { admit, type Admission } from './admit';
import { envelopeSchema, isOwn, readArrivals, wantedBy, type Arrival, type Envelope, type Standing } from './arrival';
import { checksOf, rememberKey, type Checks } from './checks';
import { PULL_STATEMENTS, pullStatements, readPull, type PullAsked } from './changes';
import { judge, type Judgement } from './judge';
import { readForJudging, type Door, type Reading } from './reading';
import { epochAfterLoss, isGenuine, openEpoch, selectKeyOf } from './restore';
import { countScopeChanges, markDelivered, reconcileScope } from './scope';
import { guardEpoch, hasRows, nextRevision, noteSeen, noteTold, pushStatements } from './write';

const ATTEMPTS = 5;
/** With nothing else to write, a sync notes that the device was seen at most once in this time. */
const SEEN_EVERY_MS = 60_000;

/** A sync request with who sent it; it stays the same from attempt to attempt. */
type Sync = {
	readonly ctx: ServerContext;
	readonly envelope: Envelope;
	readonly arrivals: readonly Arrival[];
	readonly checks: Checks;
	readonly door: Door;
	readonly signedIn: SignedIn | null;
};

/** A sync as it was judged on what one read batch said. */
type Judged = {
	readonly now: Instant;
	readonly reading: Reading;
	readonly admission: Admission;
	readonly judgement: Judgement;
	/** The epoch to open because the server was restored from a backup; null otherwise. */
	readonly epoch: number | null;
	/** What the caller may see; null for a deposit, and while the phone has more to send. */
	readonly pull: PullAsked | null;
	/** True when his rounds changed what he may see. */
	readonly isScopeStale: boolean;
	/** The end of its chain as the phone tells it, where it is to be believed. */
	readonly told: number | null;
};

/**
 * Receives a sync. `signedIn` is the session of the field app; without the one of the device's user, operations that the
 * device signed are appended and nothing is told (a deposit), except that it was shut out, to who shows what the server last
 * signed for it. Content is never refused, only what is no sync at all: `wire-too-old` or `wire-too-new` for another version of
 * the wire, `malformed`, `sign-in-needed`, `not-found`, `device-revoked`, `user-disabled`, or `server-busy` when other writes were faster five times.
 */
export async function receive(
	ctx: ServerContext,
	signedIn: SignedIn | null,
	request: unknown
): Promise<Result<SyncAnswer, Refusal>> {
	const version = wireRefusal(request);
	if (version) return err(version);
	// 1. Read the envelope; operations are read one by one, so that a bad one blocks no other.
	const envelope = v.safeParse(envelopeSchema, request);
	const arrivals = envelope.success ? readArrivals(envelope.output.ops)?.toSorted(bySeq) : null;
	if (!envelope.success || !arrivals) return err(refusal('malformed'));
	const claimed = arrivals.find(({ operation }) => operation)?.operation?.header.org;
	const org = signedIn?.organisation.id ?? claimed ?? envelope.output.countersignature?.org;
	if (!org) return err(refusal('sign-in-needed'));
	const door = { org, device: envelope.output.device, actor: null };
	const checks = checksOf(arrivals, { sha256, verify: verifier() });
	const sync = { ctx, envelope: envelope.output, arrivals, checks, door, signedIn };
	// 2. Go through it until no other write comes between reading and writing.
	for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
		const answer = await goThrough(sync);
		if (answer !== 'stale') return answer;
	}
	return err(refusal('server-busy', { seconds: 1 }));
}

async function goThrough(sync: Sync): Promise<Result<SyncAnswer, Refusal> | 'stale'> {
	const { ctx, door, arrivals, checks, signedIn } = sync;
	const now = ctx.now();
	// 3. One read batch: what judging needs and, when nothing was pushed, already the pull.
	const wanted = arrivals.length === 0 ? null : wantedBy(arrivals);
	const early = wanted ? null : pullOf(sync, now);
	const [{ reading, more }] = await Promise.all([
		readForJudging(ctx.db, door, wanted, questions(sync, now, early)),
		// Meanwhile what can be checked is checked; a stranger's signatures wait until it is known that there is such a device.
		signedIn ? checks.ahead(door.device) : null
	]);
	const refused = await refusalOf(sync, reading, more[KEY_AT]);
	if (refused || !reading) return err(refused ?? refusal('not-found'));
	rememberKey(reading.device);
	// 4. Check every operation, find its place in the chain, judge what comes next.
	const judged = await judgeSync(sync, reading, more, now);
	// 5. One write batch when there is anything to write, ending with the pull.
	const results = await store(sync, judged, more, early);
	if (results === 'stale') return results;
	// 6. Answer with the outcomes, the countersigned head and the pull.
	const { head } = judged.admission;
	const pull = judged.pull && (await readPull(results.slice(-PULL_STATEMENTS), judged.pull, head.seq, sha256));
	const rev = hasRows(judged) ? (readRow(results[REVISION_AT], revisionRow)?.rev ?? null) : null;
	return ok(await answerOf(sync, judged, pull, rev));
}

const versionSchema = v.object({ wire: v.pipe(v.number(), v.safeInteger()) });

/** A request of another version is refused as a whole, before anything of it is read: the phone keeps everything and says what to do. */
function wireRefusal(request: unknown): Refusal | null {
	const asked = v.safeParse(versionSchema, request);
	if (!asked.success || asked.output.wire === WIRE_VERSION) return null;
	const { wire } = asked.output;
	return refusal(wire < WIRE_VERSION ? 'wire-too-old' : 'wire-too-new', { wire, server: WIRE_VERSION });
}

const bySeq = (a: Arrival, b: Arrival): number => a.seq - b.seq;

/** What the read batch asks beside what judging needs; `judgeSync` reads the answers by these places. */
const KEY_AT = 0;
const SCOPE_AT = 1;
const PULL_AT = 2;

function questions({ envelope, door, signedIn }: Sync, now: Instant, early: PullAsked | null): readonly Statement[] {
	const user = signedIn?.user.id ?? null;
	return [
		selectKeyOf(envelope.countersignature),
		countScopeChanges(door.org, user, parisDay(now)),
		...(early ? pullStatements(early) : [])
	];
}

/** The pull that the session allows and the envelope asks for; whether the device is the session's own is judged later. */
function pullOf({ door, envelope, signedIn }: Sync, now: Instant): PullAsked | null {
	if (!signedIn) return null;
	const { cursor, reads = [] } = envelope;
	return { org: door.org, user: signedIn.user.id, cursor, today: parisDay(now), reads };
}

/** Why there is nothing to go through: no such device, or nobody who may read and nothing to append. */
async function refusalOf(
	{ arrivals, signedIn, envelope }: Sync,
	reading: Reading | null,
	key: ResultSet | undefined
): Promise<Refusal | null> {
	if (!reading || reading.device.kind !== 'field') return refusal(signedIn ? 'not-found' : 'sign-in-needed');
	if (arrivals.length > 0) return null;
	const shutOut = isShutOut(reading) ? refusal(reading.device.isRevoked ? 'device-revoked' : 'user-disabled') : null;
	if (signedIn) return signedIn.user.id === reading.author.id ? shutOut : refusal('not-found');
	const { countersignature } = envelope;
	const isItself =
		countersignature?.device === reading.device.id && (await isGenuine(countersignature, key, verifier()));
	return isItself && shutOut ? shutOut : refusal('sign-in-needed');
}

const isShutOut = ({ device, author }: Reading): boolean => device.isRevoked || author.isDisabled;

async function judgeSync(sync: Sync, reading: Reading, more: readonly ResultSet[], now: Instant): Promise<Judged> {
	const { ctx, envelope, signedIn } = sync;
	const arrivals = readable(sync, reading);
	const isOwner = signedIn?.user.id === reading.author.id;
	const mayRead = isOwner && !isShutOut(reading);
	const checked = await Promise.all(
		arrivals.map(async (arrival) => ({ arrival, standing: await standingOf(sync, arrival, reading) }))
	);
	const admission = admit(checked, reading, isOwner);
	const epoch = await epochAfterLoss(envelope.countersignature, reading, more[KEY_AT], verifier());
	return {
		now,
		reading,
		admission,
		judgement: judge(admission, reading, { now, random: ctx.random }),
		epoch,
		pull: mayRead && !isMoreToCome(sync, admission) ? validPull(sync, reading, epoch, now) : null,
		isScopeStale: isOwner && (readRow(more[SCOPE_AT], countRow)?.changes ?? 0) > 0,
		// A stranger who sends again what he caught says nothing of the phone.
		told: isOwner || admission.next.length > 0 ? Math.max(envelope.head.seq, admission.head.seq) : null
	};
}

/** What is stored in this place was checked when it came; all else, and what was refused there, by the key and the names in the device's row. */
async function standingOf({ checks }: Sync, arrival: Arrival, { device, author, known }: Reading): Promise<Standing> {
	const stored = known.find(({ isOwn, seq }) => isOwn && seq === arrival.seq);
	if (stored?.hash === arrival.hash && stored.outcome !== 'refused') return 'ok';
	const authenticity = await checks.by(device.publicKey, arrival);
	return authenticity !== 'ok' || isOwn(arrival, device, author.id) ? authenticity : 'foreign-identity';
}

/** The arrivals before the first one whose dossier was not read; the phone sends the others again behind the head it is told. */
function readable({ arrivals }: Sync, { unread }: Reading): readonly Arrival[] {
	if (unread.size === 0) return arrivals;
	const end = arrivals.findIndex(({ act }) => act.ok && act.value.dossier !== null && unread.has(act.value.dossier));
	return end === -1 ? arrivals : arrivals.slice(0, end);
}

/**
 * A phone in the middle of its backlog gets its pull with the last request: until then each answer would bring the dossiers
 * that the next one changes again. A sync without operations always pulls, also when the phone cannot send what it has.
 */
const isMoreToCome = ({ envelope, arrivals }: Sync, { head }: Admission): boolean =>
	arrivals.length > 0 && envelope.head.seq > head.seq;

/** The pull with its cursor, or from the start when the cursor counts revisions that this database never made. */
function validPull(sync: Sync, reading: Reading, epoch: number | null, now: Instant): PullAsked | null {
	const { envelope } = sync;
	const asked = pullOf(sync, now);
	if (!asked?.cursor) return asked;
	const isKnown = epoch === null && envelope.epoch === reading.epoch && asked.cursor.rev <= reading.rev;
	return isKnown ? asked : { ...asked, cursor: null };
}

const REVISION_AT = 1;

/** The statements that store a judged sync; none when nothing changed and the device was seen a moment ago. */
function writesOf({ ctx, door: { org } }: Sync, judged: Judged): readonly Statement[] {
	const { reading, pull, now, epoch, isScopeStale, told } = judged;
	const owed = told === null ? [] : [noteTold(reading, told, now)];
	const delivered = pull?.cursor ? [markDelivered(org, pull.user, pull.cursor.rev)] : [];
	if (!hasRows(judged) && epoch === null && !(pull && isScopeStale)) {
		const isSeenLately = reading.device.lastSeenMs !== null && now - reading.device.lastSeenMs < SEEN_EVERY_MS;
		const isTold = told === null || told === reading.device.toldSeq;
		if (!isTold) return [noteSeen(reading, now), ...owed, ...delivered];
		return isSeenLately || !pull ? [] : [noteSeen(reading, now), ...delivered];
	}
	return [
		guardEpoch(org, reading.epoch),
		nextRevision(org),
		...(epoch === null ? [] : [openEpoch(org, epoch)]),
		...pushStatements(judged),
		...owed,
		...(pull ? reconcileScope(org, pull.user, pull.today) : []),
		...delivered,
		keepServerKey(ctx.env.serverKey, now)
	];
}

/** Writes, or reads the pull where nothing is to be written and the first read did not bring it. */
async function store(
	sync: Sync,
	judged: Judged,
	more: readonly ResultSet[],
	early: PullAsked | null
): Promise<readonly ResultSet[] | 'stale'> {
	const { db } = sync.ctx;
	const writes = writesOf(sync, judged);
	const select = judged.pull ? pullStatements(judged.pull) : [];
	if (writes.length === 0 && early && early.cursor === judged.pull?.cursor) return more.slice(PULL_AT);
	if (writes.length === 0) return select.length === 0 ? [] : db.readBatch(select);
	try {
		return await db.writeBatch([...writes, ...select]);
	} catch (failure) {
		if (abortOf(failure)?.startsWith('stale-')) return 'stale';
		throw failure;
	}
}

const countRow = v.object({ changes: v.number() });
const revisionRow = v.object({ rev: v.number() });

async function answerOf(
	{ ctx, envelope, door, signedIn }: Sync,
	judged: Judged,
	pull: Pull | null,
	rev: number | null
): Promise<SyncAnswer> {
	const { reading, admission, judgement, now } = judged;
	const epoch = judged.epoch ?? reading.epoch;
	const isOwner = signedIn?.user.id === reading.author.id;
	const judgedNow = judgement.outcomes.map((outcome) => ({
		...outcome,
		rev: outcome.outcome === 'refused' ? null : rev
	}));
	const outcomes = [...admission.answered, ...judgedNow].sort((a, b) => a.seq - b.seq);
	const isBehind = judged.epoch !== null && envelope.head.seq > admission.head.seq;
	return {
		wire: WIRE_VERSION,
		magic: MAGIC,
		device: door.device,
		epoch,
		head: admission.head,
		push: isBehind && admission.push === 'ok' ? 'gap' : admission.push,
		// A deposit is told that it arrived, never what became of it.
		outcomes: isOwner ? outcomes : outcomes.map(({ id, seq, outcome }) => ({ id, seq, outcome, codes: [], rev: null })),
		// Also over an empty chain: it is what a phone shows once it has no session any more.
		countersignature:
			admission.head.seq === 0 && !isOwner
				? null
				: await countersign(ctx.env.serverKey, { org: door.org, device: door.device, epoch, ...admission.head }),
		now,
		pull
	};
}
