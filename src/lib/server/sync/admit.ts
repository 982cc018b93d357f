// Where each arrival belongs in the device's chain: already known, next in line, on another branch, or beyond a gap.
import type { Head, OperationOutcome } from '$lib/core/wire';
import type { Arrival, Standing } from './arrival';
import type { Known, Reading } from './reading';

export type Checked = { readonly arrival: Arrival; readonly standing: Standing };

export type Admission = {
	readonly push: 'ok' | 'gap' | 'forked' | 'stopped';
	/** Outcomes that are known without judging: what was stored before, and forgeries that fit nowhere in the chain. */
	readonly answered: readonly OperationOutcome[];
	/** The next operations of the chain, without a hole, to be judged and stored. */
	readonly next: readonly Checked[];
	/** Kept verbatim, never acknowledged: the other branch of a chain that was continued twice, and forgeries that fit nowhere. */
	readonly aside: readonly Checked[];
	/** True when this push shows for the first time that the chain has two branches. */
	readonly forks: boolean;
	/** The head once `next` is stored. */
	readonly head: Head;
};

type Place =
	{ readonly kind: 'known'; readonly known: Known } | { readonly kind: 'next' | 'branch' | 'forged' | 'gap' };

/**
 * Sorts checked arrivals, in the order of seq. With a session a forged operation takes its place in the chain, so that it blocks
 * nothing; without one (`isTrusted` false) it stops the push, so that a stranger cannot move the head.
 */
export function admit(checked: readonly Checked[], reading: Reading, isTrusted: boolean): Admission {
	const inOrder = [...checked].sort((a, b) => a.arrival.seq - b.arrival.seq);
	const answered: OperationOutcome[] = [];
	const next: Checked[] = [];
	const admitted = new Set<string>();
	const aside: Checked[] = [];
	let head = reading.device.head;
	let push: Admission['push'] = reading.device.isForked ? 'forked' : 'ok';
	let forks = false;
	for (const item of inOrder) {
		const { arrival } = item;
		if (admitted.has(arrival.hash)) continue;
		const place = placeOf(item, head, reading);
		if (place.kind === 'known') {
			const { id, seq, outcome, codes, rev } = place.known;
			answered.push({ id, seq, outcome, codes, rev });
		} else if (item.standing !== 'ok' && !isTrusted) {
			push = 'stopped';
			break;
		} else if (place.kind === 'gap') {
			push = 'gap';
			break;
		} else if (place.kind === 'branch') {
			aside.push(item);
			push = 'forked';
			forks = true;
		} else if (place.kind === 'forged') {
			aside.push(item);
			answered.push(outcomeOfForgery(item));
		} else {
			next.push(item);
			admitted.add(arrival.hash);
			head = { seq: arrival.seq, hash: arrival.hash };
		}
	}
	return { push, answered, next, aside, forks: forks && !reading.device.isForked, head };
}

/** The outcome of an operation that is not authentic. */
export const outcomeOfForgery = ({ arrival, standing }: Checked): OperationOutcome => ({
	id: arrival.id,
	seq: arrival.seq,
	outcome: 'refused',
	codes: [standing],
	rev: null
});

function placeOf({ arrival, standing }: Checked, head: Head, { device, known }: Reading): Place {
	const { id, seq, hash, operation } = arrival;
	const stored = known.find((entry) => entry.isOwn && entry.seq === seq);
	const isAuthentic = standing === 'ok';
	// What was refused under this hash was a forgery of it: the authentic one came too late for its place, and is not lost.
	const isForgedBefore = stored?.outcome === 'refused' && isAuthentic;
	if (stored && stored.hash === hash && !isForgedBefore) return { kind: 'known', known: stored };
	if (stored || seq <= head.seq) return { kind: isAuthentic ? 'branch' : 'forged' };
	if (device.isForked) return { kind: isAuthentic ? 'branch' : 'forged' };
	if (known.some((entry) => entry.id === id)) return { kind: isAuthentic ? 'branch' : 'forged' };
	if (seq > head.seq + 1) return { kind: 'gap' };
	if (isAuthentic && operation?.header.prev !== head.hash) return { kind: 'branch' };
	return { kind: 'next' };
}
