// The order that a collector keeps on the phone for one round, laid over what the manager published.
import * as v from 'valibot';
import { dossierIdSchema, type DossierId } from './ids';
import type { Stop } from './round';

const windowSchema = v.strictObject({ from: v.number(), to: v.number() });

export const keptOrderSchema = v.strictObject({
	/** Laid by hand, or computed and accepted. */
	by: v.picklist(['hand', 'plan']),
	order: v.array(dossierIdSchema),
	/** What the collector chose where it differs from the manager. */
	pins: v.record(dossierIdSchema, v.boolean()),
	windows: v.record(dossierIdSchema, v.nullable(windowSchema)),
	/** The next stop that stays the next one although a shorter order was proposed. */
	stay: v.nullable(dossierIdSchema)
});
export type KeptOrder = v.InferOutput<typeof keptOrderSchema>;

/**
 * The stops of a round in the order kept on the phone. What the manager took off is gone; what he added stands behind the stop that he
 * put it behind; nothing else moves. In a computed order a stop that he pinned stands where he published it.
 */
export function inKeptOrder(published: readonly Stop[], kept: KeptOrder | null): readonly Stop[] {
	if (!kept) return published;
	const stops = new Map(published.map((stop) => [stop.dossier, stop]));
	const order = kept.order.filter((id, index) => stops.has(id) && kept.order.indexOf(id) === index);
	for (const [index, { dossier }] of published.entries()) {
		if (order.includes(dossier)) continue;
		const before = published[index - 1];
		order.splice(before ? order.indexOf(before.dossier) + 1 : 0, 0, dossier);
	}
	const placed = kept.by === 'hand' ? order : withPinned(published, kept, order);
	return placed.flatMap((id) => {
		const stop = stops.get(id);
		return stop ? [ownStop(stop, kept)] : [];
	});
}

/** Pinned by the manager, and not let go by the collector. */
function withPinned(published: readonly Stop[], kept: KeptOrder, order: readonly DossierId[]): readonly DossierId[] {
	const pinned = published.filter(({ pinned, dossier }) => pinned && kept.pins[dossier] === undefined);
	const others = order.filter((id) => !pinned.some(({ dossier }) => dossier === id));
	for (const stop of pinned) others.splice(published.indexOf(stop), 0, stop.dossier);
	return others;
}

const ownStop = (stop: Stop, { pins, windows }: KeptOrder): Stop => ({
	...stop,
	pinned: pins[stop.dossier] ?? stop.pinned,
	window: windows[stop.dossier] === undefined ? stop.window : (windows[stop.dossier] ?? null)
});
