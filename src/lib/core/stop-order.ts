// A first order for the stops of a round: from each to the nearest one left; the phone refines it on the way.

export type Located = {
	readonly id: string;
	/** Millionths of a degree; null when the address was never located. */
	readonly position: { readonly latE6: number; readonly lonE6: number } | null;
	/** A pinned stop keeps its place. */
	readonly pinned: boolean;
};

/** Orders stops by nearest neighbour. Pinned ones keep their places; those without a position come last, in the order given. */
export function nearestOrder<Stop extends Located>(stops: readonly Stop[]): readonly Stop[] {
	const left = stops.filter((stop) => !stop.pinned);
	const ordered: Stop[] = [];
	let here: Located['position'] = null;
	for (const stop of stops) {
		const next: Stop = stop.pinned ? stop : takeNearest(left, here);
		ordered.push(next);
		here = next.position ?? here;
	}
	return ordered;
}

/** Removes and answers the nearest stop; the first located one where nothing says where we are. */
function takeNearest<Stop extends Located>(left: Stop[], here: Located['position']): Stop {
	let best = 0;
	let bestDistance = Infinity;
	left.forEach((stop, index) => {
		const distance = stop.position === null ? Infinity : here === null ? 0 : squaredDistance(here, stop.position);
		if (distance < bestDistance) [best, bestDistance] = [index, distance];
	});
	const [taken] = left.splice(best, 1);
	if (!taken) throw new Error('more places than stops');
	return taken;
}

/** Enough to compare distances within one round: a degree of longitude is shorter, the further north. */
function squaredDistance(from: NonNullable<Located['position']>, to: NonNullable<Located['position']>): number {
	const north = to.latE6 - from.latE6;
	const east = (to.lonE6 - from.lonE6) * Math.cos((from.latE6 / 1e6 / 180) * Math.PI);
	return north * north + east * east;
}
