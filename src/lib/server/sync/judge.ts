// Judges the next operations of a chain in memory and collects the rows that they make; the database is not touched here.
import { decide, type Standing } from '$lib/core/decide';
import type { HeldCheque } from '$lib/core/decide-cash';
import type { Dossier } from '$lib/core/dossier';
import { uuidV7, type DossierId, type OperationId, type RandomBytes, type RoundId } from '$lib/core/ids';
import type { Act } from '$lib/core/operation';
import { mayAct } from '$lib/core/role';
import { dayAtOffset, instant, type Instant } from '$lib/core/time';
import type { Operation, OperationOutcome } from '$lib/core/wire';
import type { Admission, Checked } from './admit';
import { outcomeOfForgery } from './admit';
import { isLetterProof } from '../letter-code';
import { judgeReview, type ReviewChange } from './judge-review';
import { applyCash, barCash, isCashAct, type ChequeChange, type DepositChange } from './judge-cash';
import { judgeRound, type RoundChange } from './judge-round';
import { takeEffect } from './take-effect';
import { projectCash, projectCheque, projectPayment, type PaymentChange } from './project';
import type { Reading, RoundRow } from './reading';
import { noRows, type Rows } from './rows';
import { wasInScope } from './scope';

/** A receipt number above all: what is asked of a series that has moved on to a later year. */
const SERIES_MOVED_ON = 999_999;
const CLOCK_TOLERANCE_MS = 5 * 60_000;
const CLOCK_LIMIT_MS = 24 * 3_600_000;

export type Judgement = {
	readonly rows: Rows;
	/** Outcomes in the order of seq; `rev` is known once the write batch has run. */
	readonly outcomes: readonly OperationOutcome[];
	/** Dossiers that got a new state, with the revision that was judged. */
	readonly dossiers: readonly { readonly before: Dossier; readonly after: Dossier }[];
	/** Dossiers whose scope was asked: the revision of its last event, for the guard. */
	readonly scopeAsked: readonly DossierId[];
	readonly payments: readonly PaymentChange[];
	readonly cheques: readonly ChequeChange[];
	readonly deposits: readonly DepositChange[];
	readonly handOversDeposited: readonly { readonly handOver: OperationId; readonly deposit: OperationId }[];
	readonly rounds: readonly RoundChange[];
	readonly reviews: readonly ReviewChange[];
	readonly receipt: { readonly year: number; readonly number: number };
	readonly skew: number | null;
};

export type JudgePorts = { readonly now: Instant; readonly random: RandomBytes };

/** The state of the work while a push is judged, operation after operation. */
export type Work = {
	readonly reading: Reading;
	readonly ports: JudgePorts;
	readonly rows: Rows;
	readonly outcomes: OperationOutcome[];
	readonly dossiers: Map<DossierId, Dossier>;
	readonly scopeAsked: Set<DossierId>;
	readonly payments: PaymentChange[];
	/** Cheques that this push takes, and what becomes of those and of others. */
	readonly chequesTaken: HeldCheque[];
	readonly cheques: ChequeChange[];
	readonly deposits: DepositChange[];
	readonly handOversDeposited: { readonly handOver: OperationId; readonly deposit: OperationId }[];
	readonly rounds: Map<RoundId, RoundRow | null>;
	readonly roundChanges: RoundChange[];
	readonly reviews: ReviewChange[];
	receipt: { readonly year: number; readonly number: number };
	skew: number | null;
};

type Verdict = { readonly outcome: 'applied' | 'flagged' | 'quarantined'; readonly codes: readonly string[] };

/** Judges what was admitted, in the order of the chain. */
export function judge(admission: Admission, reading: Reading, ports: JudgePorts): Judgement {
	const work: Work = {
		reading,
		ports,
		rows: noRows(),
		outcomes: [],
		dossiers: new Map(reading.dossiers),
		scopeAsked: new Set(),
		payments: [],
		chequesTaken: [],
		cheques: [],
		deposits: [],
		handOversDeposited: [],
		rounds: new Map(reading.rounds),
		roundChanges: [],
		reviews: [],
		receipt: reading.device.receipt,
		skew: null
	};
	for (const checked of admission.next) judgeNext(work, checked);
	for (const { arrival, standing } of admission.aside) {
		const { id, seq, hash, raw } = arrival;
		work.rows.forkedOperation.push({
			device: reading.device.id,
			seq,
			operation: id,
			hash,
			verbatim: JSON.stringify(raw),
			receivedMs: ports.now,
			standing
		});
	}
	return {
		rows: work.rows,
		outcomes: work.outcomes,
		dossiers: changedDossiers(work),
		scopeAsked: [...work.scopeAsked],
		payments: work.payments,
		cheques: work.cheques,
		deposits: work.deposits,
		handOversDeposited: work.handOversDeposited,
		rounds: work.roundChanges,
		reviews: work.reviews,
		receipt: work.receipt,
		skew: work.skew
	};
}

function judgeNext(work: Work, checked: Checked): void {
	const { arrival, standing } = checked;
	const { operation, act } = arrival;
	if (standing !== 'ok' || !operation) {
		refuse(work, checked);
		return;
	}
	work.skew = operation.header.at.skew;
	const barred = barrier(work) ?? (act.ok ? bar(work, operation, act.value) : act.error.code);
	const verdict = barred !== null ? quarantined(barred) : act.ok ? apply(work, operation, act.value) : null;
	if (!verdict) throw new Error('an act without a verdict');
	storeOperation(work, operation, arrival.bodyText, verdict);
	if (act.ok) projectReceipt(work, operation, act.value, verdict);
}

/** Why the author may not act at all: he or his device was shut out. */
function barrier({ reading }: Work): string | null {
	if (reading.device.isRevoked) return 'device-revoked';
	return reading.author.isDisabled ? 'user-disabled' : null;
}

/** Why this act has no effect: the role forbids it, or its dossier was not in the author's scope. A foreign id is a missing one. */
function bar(work: Work, { header }: Operation, act: Act): string | null {
	const { reading, scopeAsked } = work;
	if (!mayAct(reading.author.role, act.kind)) return 'role-not-allowed';
	if (act.kind === 'round.published' || act.kind === 'round.started' || act.kind === 'round.closed')
		return judgeRound(work, act);
	if (act.kind === 'review.decided') return judgeReview(work, act);
	if (isCashAct(act)) return barCash(work, act);
	if (act.dossier === null) return 'dossier-missing';
	if (reading.author.role === 'collector') {
		scopeAsked.add(act.dossier);
		const history = reading.scope.get(act.dossier) ?? [];
		if (!wasInScope(history, header.base, reading.epoch)) return 'out-of-scope';
	}
	return reading.dossiers.has(act.dossier) ? null : 'dossier-missing';
}

function apply(work: Work, operation: Operation, act: Act): Verdict {
	const dossier = act.dossier === null ? null : (work.dossiers.get(act.dossier) ?? null);
	const decision = decide(dossier, act, standingOf(work, act));
	if (dossier) takeEffect(work, act, dossier, decision);
	const onCash = isCashAct(act) ? applyCash(work, act) : [];
	const codes = [...decision.anomalies, ...onCash].map(({ code }) => code);
	if (isCodeWrong(dossier, act)) codes.push('letter-code-wrong');
	if (isClockOff(operation, work.ports.now)) codes.push('clock-skew');
	return { outcome: codes.length > 0 ? 'flagged' : 'applied', codes: [...new Set(codes)] };
}

function standingOf({ reading, receipt }: Work, act: Act): Standing {
	const year = act.kind === 'payment.recorded' ? act.body.receipt.year : 0;
	const lastReceipt = year > receipt.year ? 0 : year === receipt.year ? receipt.number : SERIES_MOVED_ON;
	return { role: reading.author.role, series: reading.device.series, lastReceipt, ...reading.rules };
}

/** A receipt was handed out whatever its payment became: it is listed, its cash is held, and its number is used. */
function projectReceipt(work: Work, operation: Operation, act: Act, { outcome }: Verdict): void {
	if (act.kind !== 'payment.recorded') return;
	projectPayment(work, operation, act, outcome === 'quarantined');
	const { minor, currency, detail, receipt } = act.body;
	if (detail.means === 'cheque') projectCheque(work, act);
	if (detail.means === 'cash') projectCash(work, act, { holder: act.actor, minor, currency });
	const { year, number } = receipt;
	const isLater = year > work.receipt.year || (year === work.receipt.year && number > work.receipt.number);
	if (isLater && receipt.series === work.reading.device.series) work.receipt = { year, number };
}

/** A name typed instead of a signature counts with the code of the debtor's letter; what the phone proved is checked again. */
const isCodeWrong = (dossier: Dossier | null, act: Act): boolean =>
	act.kind === 'protocol.signed' &&
	act.body.typed !== undefined &&
	!isLetterProof(act.body.typed.proof, dossier?.facts.letterCheck);

/** Time never refuses: a clock that is off by a day, ahead of the server, or at odds with its own day is flagged. */
function isClockOff({ header: { at } }: Operation, now: Instant): boolean {
	const corrected = instant(at.ms - (at.skew ?? 0));
	return (
		Math.abs(at.skew ?? 0) >= CLOCK_LIMIT_MS ||
		corrected > now + CLOCK_TOLERANCE_MS ||
		!isPlausible(corrected) ||
		dayAtOffset(corrected, at.utcOffset) !== at.day
	);
}

/** Civil dates exist from 1900 to 2199; a clock beyond them is off without asking for the day. */
const isPlausible = (at: Instant): boolean => at > Date.UTC(1901, 0) && at < Date.UTC(2199, 0);

function refuse({ rows, reading, outcomes, ports }: Work, checked: Checked): void {
	const { id, seq, hash, raw } = checked.arrival;
	const outcome = outcomeOfForgery(checked);
	outcomes.push(outcome);
	rows.refusedOperation.push({
		device: reading.device.id,
		seq,
		id,
		hash,
		codes: JSON.stringify(outcome.codes),
		verbatim: JSON.stringify(raw),
		receivedMs: ports.now
	});
}

const quarantined = (code: string): Verdict => ({ outcome: 'quarantined', codes: [code] });

function storeOperation(work: Work, operation: Operation, bodyText: string, { outcome, codes }: Verdict): void {
	const { rows, reading, ports } = work;
	const { header, hash, sig, bodySalt, place, placeSalt } = operation;
	const { id, seq, at, dossier } = header;
	work.outcomes.push({ id, seq, outcome, codes: [...codes], rev: null });
	rows.operation.push({
		id,
		actor: header.actor,
		device: header.device,
		seq,
		prev: header.prev,
		hash,
		sig,
		v: header.v,
		kind: header.kind,
		dossier,
		baseEpoch: header.base.epoch,
		baseRev: header.base.rev,
		atMs: at.ms,
		utcOffset: at.utcOffset,
		day: at.day,
		skew: at.skew,
		placeHash: header.placeHash,
		bodyHash: header.bodyHash,
		blobs: JSON.stringify(header.blobs),
		outcome,
		codes: JSON.stringify(codes),
		epoch: reading.epoch,
		receivedMs: ports.now
	});
	rows.operationBody.push({ operation: id, salt: bodySalt, body: bodyText });
	if (place) rows.operationPlace.push({ operation: id, salt: placeSalt ?? '', place: JSON.stringify(place) });
	for (const { sha256, size, type } of header.blobs) rows.blob.push({ sha256, operation: id, size, type });
	if (outcome !== 'applied')
		rows.review.push({
			id: uuidV7(ports.now, ports.random),
			operation: id,
			dossier,
			codes: JSON.stringify(codes),
			openedMs: ports.now
		});
}

function changedDossiers({ reading, dossiers, rows }: Work): Judgement['dossiers'] {
	const changed = [];
	for (const [id, before] of reading.dossiers) {
		const after = dossiers.get(id) ?? before;
		if (after === before || after.state === before.state) continue;
		changed.push({ before, after });
		rows.change.push({ subject: 'dossier', id });
	}
	return changed;
}
