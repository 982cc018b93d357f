// What takes copies away: storage evicted or rolled back, profiles cloned, the server restored. What has no second copy is then excused.
import type { Handset } from './handset';
import type { World } from './world';
import { serverOperations } from './server-laws';

const YEAR_MS = 365 * 86_400_000;
const DAY_MS = 86_400_000;
/** What was confirmed since a backup that is younger is still on its phone. */
const RETENTION_DAYS = 30;
/** As many restores as no server has. */
const NEVER = -1;

/** The browser takes the phone's storage away. */
export function evict(world: World, handset: Handset): void {
	world.count('eviction');
	branch(world, handset);
	handset.evict();
	excuse(world, 'evicted');
}

/** Another profile wakes up with a copy of this one, keys and all. */
export function clone(world: World, handset: Handset): void {
	const other = world.handsets.find(({ name, who }) => name !== handset.name && who.user.id === handset.who.user.id);
	if (!other || !handset.main) return;
	world.count('cloned-profile');
	branch(world, handset);
	branch(world, other);
	other.takeStorage(handset.copyStorage());
	other.restoresSeen = handset.restoresSeen;
	excuse(world, 'its storage was replaced');
}

/** Keeps a copy of a phone's storage, for a later roll-back. */
export function keepCopy(world: World, handset: Handset): void {
	if (handset.main) world.copies.set(handset.name, handset.copyStorage());
}

/** A phone of which there is a copy wakes up as it was: its counter and its head went back. */
export function rollBack(world: World): void {
	const handset = world.handsets.find(({ name }) => world.copies.has(name));
	const copy = handset && world.copies.get(handset.name);
	if (!handset || !copy) return;
	world.copies.delete(handset.name);
	world.count('counter-rolled-back');
	branch(world, handset);
	handset.takeStorage(copy);
	// It believes what it believed then, until the server answers.
	handset.restoresSeen = NEVER;
	excuse(world, 'rolled back');
}

/** The server's nightly copy. */
export function backUp(world: World): void {
	world.backups.push({ number: world.company.db.backup(), atMs: world.nowMs, shown: new Map(world.shown) });
}

/** The server is put back to a copy; phones still have what they sent since, for as long as they keep it. */
export function restore(world: World): void {
	const recent = world.backups.filter(({ atMs }) => world.nowMs - atMs < RETENTION_DAYS * DAY_MS);
	if (recent.length === 0) return;
	const backup = world.dice.of(recent);
	world.count('restore');
	world.backups.splice(world.backups.indexOf(backup) + 1);
	world.company.db.restore(backup.number);
	world.shown = new Map(backup.shown);
	world.restores += 1;
	excuse(world, 'restored');
}

/** The phone's clock goes somewhere else; months or ten years, to and fro. */
export function jumpClock(world: World, handset: Handset): void {
	const { dice } = world;
	world.count('clock-jump');
	handset.clockOffsetMs = dice.of([
		0,
		0,
		-10 * YEAR_MS,
		10 * YEAR_MS,
		40 * DAY_MS,
		-3 * 3_600_000,
		dice.below(600_000)
	]);
}

/** From here on two copies of a chain may go on apart. */
function branch(world: World, handset: Handset): void {
	for (const { device } of handset.mirror.values()) world.model.branched.add(device);
}

function excuse(world: World, why: string): void {
	const { ids } = serverOperations(world);
	for (const told of world.model.owed()) {
		const isHere = world.handsets.some(({ mirror }) => mirror.get(told.id)?.hash === told.hash);
		if (!isHere && ids.get(told.id)?.has(told.hash) !== true) world.model.excused.set(told.id, why);
	}
}
