// Judges what happens to rounds: published or changed by the office, started and closed by their collector.
import type { DossierId, RoundId } from '$lib/core/ids';
import type { Act } from '$lib/core/operation';
import { assertNever } from '$lib/core/result';
import type { RoundRow } from './reading';
import type { Work } from './judge';

/** A round's new status; the round itself stays as its last publication made it. */
export type RoundChange = { readonly id: RoundId; readonly status: RoundRow['status'] };

type RoundAct = Act<'round.published' | 'round.started' | 'round.closed'>;

/** Collects the rows of a round's act; answers why it has no effect, or null. A foreign round is a missing one. */
export function judgeRound(work: Work, act: RoundAct): string | null {
	switch (act.kind) {
		case 'round.published':
			return publish(work, act);
		case 'round.started':
			return move(work, act, 'under-way', ['published', 'on-phone']);
		case 'round.closed':
			return move(work, act, 'closed', ['published', 'on-phone', 'under-way']);
		default:
			return assertNever(act);
	}
}

/** A publication takes the place of the one before under the same id; its collector never changes and a closed round stays closed. */
function publish(work: Work, { body }: Act<'round.published'>): string | null {
	const { reading, rounds, rows } = work;
	const before = rounds.get(body.round);
	if (before === null || (before && before.collector !== body.collector)) return 'round-unknown';
	if (!reading.collectors.has(body.collector)) return 'collector-unknown';
	if (body.stops.some((stop) => !reading.plannable.has(stop.dossier))) return 'dossier-missing';
	if (before?.status === 'closed' || before?.status === 'reconciled') return 'round-closed';
	const status = before?.status === 'under-way' ? 'under-way' : 'published';
	rounds.set(body.round, { collector: body.collector, status });
	rows.round.push({
		id: body.round,
		collector: body.collector,
		day: body.day,
		status,
		targetMinor: body.target,
		currency: body.currency
	});
	rows.change.push({ subject: 'round', id: body.round });
	pushStops(work, body);
	return null;
}

function pushStops({ rows }: Work, { round, stops }: Act<'round.published'>['body']): void {
	const planned = new Set<DossierId>();
	const others = rows.stop.filter((stop) => stop.round !== round);
	rows.stop.splice(0, rows.stop.length, ...others);
	for (const { dossier, pinned, window, override } of stops) {
		if (planned.has(dossier)) continue;
		rows.stop.push({
			round,
			position: planned.size,
			dossier,
			pinned: pinned ? 1 : 0,
			windowFrom: window?.from ?? null,
			windowTo: window?.to ?? null,
			overrideReason: override
		});
		planned.add(dossier);
	}
}

function move(
	work: Work,
	act: Act<'round.started' | 'round.closed'>,
	status: RoundRow['status'],
	from: readonly RoundRow['status'][]
): string | null {
	const { reading, rounds, rows, roundChanges } = work;
	const id = act.body.round;
	const round = rounds.get(id);
	const isOwn = reading.author.role !== 'collector' || round?.collector === act.actor;
	if (!round || !isOwn) return 'round-unknown';
	if (!from.includes(round.status)) return null;
	rounds.set(id, { ...round, status });
	roundChanges.push({ id, status });
	rows.change.push({ subject: 'round', id });
	return null;
}
