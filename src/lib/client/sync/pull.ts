// The way down: pages are staged, checked against count and digest, and swapped in at once with the cursor and `through`.
import * as v from 'valibot';
import { snapshotDigest } from '$lib/core/chain';
import { dossierIdSchema } from '$lib/core/ids';
import { addDays, epochDay, instant, parisDay } from '$lib/core/time';
import type { DecisionNotice, PublicKey, Pull, SyncAnswer } from '$lib/core/wire';
import type { StoredSnapshot, StoredStaging } from '../local/database';
import { deleteAll, putAll } from '../local/bulk';
import { readMeta, readMetas, writeMeta, writeMetas, type MetaOf } from '../local/meta';
import type { Phone } from '../local/phone';
import type { PullState, StagingState } from '../local/records';
import { sealDossier, sealRound } from '../local/snapshot';

/** Past rounds stay on the phone so long after their day. */
const ROUND_DAYS_KEPT = 30;
/** More decisions than any collector is given in the months that the server sends. */
const DECISIONS_KEPT = 500;

/** 'stored': the phone shows the new state; 'staged': more pages follow; 'mismatch': what came is not what the server has. */
export type PullResult = 'stored' | 'staged' | 'mismatch';

/** Where the next request continues: in the middle of a staged answer, or from the last complete one. */
export function pullCursor(pull: PullState, staging: StagingState | null, rules: MetaOf<'rules'>): PullState['cursor'] {
	// Without the approved parameters (an older version, a broken record) a delta would not bring them: start afresh.
	const needsSnapshot = rules === null;
	const goesOn = staging?.epoch === pull.epoch && (staging.mode === 'snapshot' || !needsSnapshot);
	if (staging && goesOn) return staging.cursor;
	return needsSnapshot ? null : pull.cursor;
}

/** Stores one page. A page that is the whole answer is stored at once; others wait for the last one. */
export async function applyPull(
	phone: Phone,
	epoch: number,
	answer: Pick<SyncAnswer, 'now'> & { readonly pull: Pull }
): Promise<PullResult> {
	const { pull } = answer;
	const rows = await sealPage(phone, pull, answer.now);
	const staging = await readMeta(phone.db, 'staging');
	// A page of another mode or epoch than the staged ones starts over: half of an older answer is worth nothing.
	const before = staging && staging.epoch === epoch && staging.mode === pull.mode ? staging : null;
	const through = Math.min(before?.through ?? pull.through, pull.through);
	if (pull.more) {
		await stagePage(phone, rows, { mode: pull.mode, epoch, cursor: pull.cursor, through }, before === null);
		return 'staged';
	}
	const staged = before ? await phone.db.staging.toArray() : [];
	const merged = new Map([...staged, ...rows].map((row) => [`${row.kind} ${row.id}`, row]));
	return swapIn(phone, { epoch, through, pull, nowMs: answer.now, rows: [...merged.values()] });
}

/** Forgets a half-staged answer and asks for a fresh snapshot next; what is on the screen stays until it is complete. */
export async function startOver(phone: Phone, epoch: number, through: number): Promise<void> {
	const { db } = phone;
	const pull = await readMeta(db, 'pull');
	await db.transaction('rw', [db.staging, db.meta], async () => {
		await db.staging.clear();
		await writeMetas(db, { staging: null, pull: { ...pull, epoch, cursor: null, through } });
	});
}

/** Sealing comes first: no cryptography inside a transaction. A round of somebody else is one that was taken away. */
async function sealPage(phone: Phone, pull: Pull, nowMs: number): Promise<readonly StoredStaging[]> {
	const rows: StoredStaging[] = pull.removed.map((id) => ({ kind: 'removed', ...emptyRow(id) }));
	for (const dossier of pull.dossiers) rows.push({ kind: 'dossier', ...(await sealDossier(phone, dossier)) });
	const oldest = addDays(parisDay(instant(nowMs)), -ROUND_DAYS_KEPT);
	for (const round of pull.rounds) {
		const kept = round.collector === phone.user && epochDay(round.day) >= epochDay(oldest);
		if (kept) rows.push({ kind: 'round', ...(await sealRound(phone, round)) });
		else rows.push({ kind: 'removed', ...emptyRow(round.id) });
	}
	return rows;
}

const emptyRow = (id: string): StoredSnapshot => ({ id, rev: 0, sealed: new Uint8Array() });

async function stagePage(
	phone: Phone,
	rows: readonly StoredStaging[],
	state: StagingState,
	fresh: boolean
): Promise<void> {
	const { db } = phone;
	// Dies before: the page is asked for again. Dies after: the next pass continues behind it.
	await db.transaction('rw', [db.staging, db.meta], async () => {
		if (fresh) await db.staging.clear();
		await putAll(db.staging, rows);
		await writeMeta(db, 'staging', state);
	});
}

type Swap = {
	readonly epoch: number;
	readonly through: number;
	readonly nowMs: number;
	readonly pull: Pull;
	readonly rows: readonly StoredStaging[];
};

async function swapIn(phone: Phone, swap: Swap): Promise<PullResult> {
	const { db } = phone;
	const { pull, rows } = swap;
	const snapshot = pull.mode === 'snapshot';
	const dossiers = rows.filter((row) => row.kind === 'dossier').map(withoutKind);
	const rounds = rows.filter((row) => row.kind === 'round').map(withoutKind);
	const arrived = new Set([...dossiers, ...rounds].map((row) => row.id));
	const removed = rows.filter((row) => row.kind === 'removed' && !arrived.has(row.id)).map((row) => row.id);
	const [kept, meta] = await db.transaction('r', [db.dossiers, db.meta], () =>
		Promise.all([snapshot ? [] : db.dossiers.toArray(), readMetas(db, ['rules', 'decisions'])])
	);
	const gone = new Set([...removed, ...arrived]);
	const all = [...kept.filter((row) => !gone.has(row.id)), ...dossiers];
	if (all.length !== pull.count || (await digestOf(phone, all)) !== pull.digest) return 'mismatch';
	const { epoch, through, nowMs } = swap;
	const known = meta('rules');
	const decisions = pull.decisions && withDecisions(meta('decisions'), pull.decisions);
	const rules = { parameters: pull.parameters ?? known?.parameters ?? [], insuredUntil: pull.insuredUntil };
	const state: PullState = { epoch, cursor: pull.cursor, through, count: pull.count, digest: pull.digest, atMs: nowMs };
	// Dies after: the cursor has not moved, and the same key comes again.
	if (pull.recoveryKey !== undefined) await keepRecoveryKey(phone, pull.recoveryKey);
	// Rows, cursor and `through` change together: dies before, the old state is whole; dies after, the new one is. The outbox
	// is not part of this transaction, so that no pull can touch it (I13).
	await db.transaction('rw', [db.dossiers, db.rounds, db.staging, db.meta], async () => {
		if (snapshot) await Promise.all([db.dossiers.clear(), db.rounds.clear()]);
		await Promise.all([deleteAll(db.dossiers, removed), deleteAll(db.rounds, removed)]);
		await Promise.all([
			putAll(db.dossiers, dossiers),
			putAll(db.rounds, rounds),
			db.staging.clear(),
			writeMetas(db, {
				staging: null,
				rules,
				pull: state,
				...(decisions ? { decisions } : {}),
				...(pull.cash ? { cash: pull.cash } : {})
			})
		]);
	});
	return 'stored';
}

/** What black boxes are sealed to from now on. */
async function keepRecoveryKey({ db }: Phone, recoveryKey: PublicKey | null): Promise<void> {
	await db.transaction('rw', db.device, async () => {
		const device = await db.device.get('device');
		if (device) await db.device.put({ ...device, recoveryKey });
	});
}

/** The last word on an operation is the one that holds; what is older than the phone keeps operations is let go. */
function withDecisions(known: readonly DecisionNotice[], news: readonly DecisionNotice[]): DecisionNotice[] {
	const all = new Map([...known, ...news].map((decision) => [decision.operation, decision]));
	return [...all.values()].toSorted((a, b) => a.atMs - b.atMs).slice(-DECISIONS_KEPT);
}

const withoutKind = ({ id, rev, sealed }: StoredStaging): StoredSnapshot => ({ id, rev, sealed });

/** What the server says the phone must have: the digest of ids and revisions. */
export function digestOf(phone: Phone, rows: readonly Pick<StoredSnapshot, 'id' | 'rev'>[]): Promise<string> {
	const dossiers = rows.map(({ id, rev }) => ({ id: v.parse(dossierIdSchema, id), rev }));
	return snapshotDigest(dossiers, phone.ports.crypto.sha256);
}
