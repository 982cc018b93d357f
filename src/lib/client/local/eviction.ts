// What the phone remembers outside of its database, so that a browser which threw the database away is found out, and what went is said.
import * as v from 'valibot';
import { userIdSchema, type UserId } from '$lib/core/ids';
import { refusal, type Refusal } from '$lib/core/refusal';

/** The little that survives: no name, no amount. Browsers evict databases, and keep this or lose all of it at once. */
const markerSchema = v.strictObject({
	user: userIdSchema,
	/** False after a sign-out: nobody is told of it before this user comes back. */
	isCurrent: v.boolean(),
	series: v.string(),
	/** Last operation of the phone's chain, and how many the server had not answered. */
	seq: v.number(),
	unsent: v.number(),
	/** Last number of the receipt series. */
	receipt: v.number()
});
export type Marker = v.InferOutput<typeof markerSchema>;

export type MarkerStore = Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>;

/** What a marker is kept of. */
type Shown = {
	readonly device: {
		readonly user: { readonly id: UserId };
		readonly series: string;
		readonly seq: number;
		readonly lastReceipt: { readonly number: number };
	};
	readonly sync: { readonly unsent: number };
};

const PREFIX = 'tournee-phone-';

/** Remembers where a phone stands. */
export function keepMarker({ device, sync }: Shown, store = browserStore()): void {
	const marker: Marker = {
		user: device.user.id,
		isCurrent: true,
		series: device.series,
		seq: device.seq,
		unsent: sync.unsent,
		receipt: device.lastReceipt.number
	};
	write(store, marker);
}

/** After a sign-out the next person is not told what this one lost; this one is, when coming back. */
export function leaveMarker(user: UserId, store = browserStore()): void {
	const marker = markers(store).find((known) => known.user === user);
	if (marker) write(store, { ...marker, isCurrent: false });
}

/**
 * What was lost with a database that is gone: of this user, or of whoever was current when `user` is null. Null when nothing
 * says that there was one. To be asked only when there is no database.
 */
export function findEviction(user: UserId | null, store = browserStore()): Refusal<'storage-evicted'> | null {
	const lost = markers(store).find((marker) => (user === null ? marker.isCurrent : marker.user === user));
	if (!lost) return null;
	const { series, seq, unsent, receipt } = lost;
	return refusal('storage-evicted', { series, seq, unsent, receipt });
}

/** The person has read what was lost: the phone may be enrolled anew. */
export function acceptEviction(store = browserStore()): void {
	for (const { user } of markers(store)) store?.removeItem(PREFIX + user);
}

function write(store: MarkerStore | null, marker: Marker): void {
	const text = JSON.stringify(marker);
	const key = PREFIX + marker.user;
	if (store?.getItem(key) === text) return;
	try {
		store?.setItem(key, text);
	} catch {
		// No room even for this: an eviction would then go unnoticed here, and the server still knows the phone.
	}
}

function markers(store: MarkerStore | null): readonly Marker[] {
	const keys = Array.from({ length: store?.length ?? 0 }, (_, at) => store?.key(at) ?? '');
	return keys
		.filter((key) => key.startsWith(PREFIX))
		.flatMap((key) => {
			const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), markerSchema), store?.getItem(key));
			return parsed.success ? [parsed.output] : [];
		});
}

/** Null where there is none, or where the browser refuses it. */
function browserStore(): MarkerStore | null {
	try {
		return typeof localStorage === 'undefined' ? null : localStorage;
	} catch {
		return null;
	}
}
