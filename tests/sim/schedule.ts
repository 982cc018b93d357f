// One schedule: steps drawn from a seed, the laws after each of them, then a healed world in which everything must arrive.
import { createHash } from 'node:crypto';
import type { StoredDevice, StoredMeta } from '$lib/client/local/database';
import { checkCash } from './cash-laws';
import { moveCash } from './cash-steps';
import { makeCompany, START_MS, type Company } from './company';
import { Dice } from './dice';
import * as disasters from './disasters';
import { checkFilesAtRest, checkServerFiles } from './files';
import type { Handset, HandsetName } from './handset';
import * as heldSteps from './held-steps';
import { hold, Violation } from './model';
import * as officeSteps from './office-steps';
import * as phoneSteps from './phone-steps';
import { checkHandset, checkScreen, lacksNews } from './phone-laws';
import { checkAlarms, show } from './receipts';
import { checkServer, checkTold } from './server-laws';
import { copyStorage } from './storage';
import { World } from './world';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** Kinds of steps with how often each is drawn. */
const STEPS = [
	[44, 'act'],
	[26, 'sync'],
	[10, 'office'],
	[5, 'cash'],
	[4, 'two-tabs'],
	[4, 'held'],
	[5, 'deliver'],
	[5, 'wait'],
	[3, 'reopen'],
	[2, 'clock'],
	[2, 'session'],
	[2, 'newer-client'],
	[2.5, 'copy'],
	[1.2, 'evict'],
	[1, 'clone'],
	[2, 'roll-back'],
	[2.5, 'backup'],
	[2.5, 'restore'],
	[0.8, 'revoke'],
	[1, 'disable'],
	[1, 'sign-out'],
	[2, 'show']
] as const;
export type StepKind = (typeof STEPS)[number][1];

/** A step has chance of its own, so that leaving one out changes the others as little as possible. */
export type Step = { readonly kind: StepKind; readonly seed: string };

export type Outcome = {
	readonly violation: { readonly law: string; readonly message: string; readonly step: number } | null;
	readonly operations: number;
	/** SHA-256 of everything in both databases at the end; empty where it was not wanted. */
	readonly state: string;
};

/** The steps that a seed stands for. */
export function stepsOf(seed: string): readonly Step[] {
	const dice = new Dice(`steps ${seed}`);
	const length = 9 + dice.below(13);
	return Array.from({ length }, (_, index) => ({ kind: dice.weighed(STEPS), seed: `${seed}/${index}` }));
}

/** `isReal`: the platform's own cryptography instead of the stand-ins. */
export type RunOptions = {
	readonly isReal: boolean;
	readonly counts: Map<string, number>;
	/** Whether to fingerprint the final state: every byte, or all but what chance makes in real cryptography. */
	readonly state: 'none' | 'bytes' | 'shape';
};

/** The morning that all schedules of a thread begin with: rounds published, every phone enrolled and loaded. */
export type Morning = {
	readonly company: Company;
	readonly backup: number;
	readonly storages: ReadonlyMap<HandsetName, IDBFactory>;
};

/** Makes the morning with an honest network. */
export async function makeMorning(isReal: boolean): Promise<Morning> {
	const dice = new Dice('morning');
	const company = await makeCompany(4, dice);
	const world = new World(company, dice, { isReal, counts: new Map(), phones: 4 });
	world.faultPercent = 0;
	for (const collector of company.collectors) await officeSteps.publishTo(world, collector, company.dossiers);
	const storages = new Map<HandsetName, IDBFactory>();
	for (const handset of world.handsets) {
		await phoneSteps.sync(world, handset);
		storages.set(handset.name, handset.copyStorage());
		handset.closeTabs();
	}
	return { company, backup: company.db.backup(), storages };
}

/** Runs steps from the morning on. */
export async function runSchedule(
	morning: Morning,
	seed: string,
	steps: readonly Step[],
	options: RunOptions
): Promise<Outcome> {
	const { company } = morning;
	company.db.restore(morning.backup);
	company.bucket.clear();
	company.clock.nowMs = START_MS;
	const world = new World(company, new Dice(seed), { ...options, phones: new Dice(`phones ${seed}`).weighed(PHONES) });
	company.source.dice = () => world.dice;
	world.meanwhile = () => nested(world, () => phoneSteps.act(world, world.dice.of(world.handsets), 2));
	world.otherWriter = () => nested(world, () => somethingElse(world));
	begin(world, morning);
	try {
		for (const [index, step] of steps.entries()) {
			world.step = index + 1;
			world.dice = new Dice(step.seed);
			await take(world, step.kind);
			await checkLaws(world);
		}
		world.step = steps.length + 1;
		world.dice = new Dice(`${seed}/heal`);
		await heal(world);
		return {
			violation: null,
			operations: world.operations,
			state: options.state === 'none' ? '' : stateOf(world, options.state)
		};
	} catch (failure) {
		return { violation: violationOf(failure, world.step), operations: world.operations, state: '' };
	} finally {
		for (const handset of world.handsets) handset.closeTabs();
	}
}

const PHONES = [
	[7, 2],
	[2, 3],
	[1, 4]
] as const;

/** Most phones come loaded; one in six was never enrolled, and has to do it on the network of the day. */
function begin(world: World, { storages }: Morning): void {
	world.faultPercent = world.dice.of([10, 35, 60]);
	if (world.dice.once(2)) disasters.backUp(world);
	for (const handset of world.handsets) {
		const storage = storages.get(handset.name);
		if (storage && !world.dice.once(6)) handset.takeStorage(copyStorage(storage));
	}
}

function violationOf(failure: unknown, step: number): NonNullable<Outcome['violation']> {
	if (failure instanceof Violation) return { law: failure.law, message: failure.message, step };
	const message = failure instanceof Error ? (failure.stack ?? failure.message) : String(failure);
	return { law: 'no-throw', message, step };
}

async function checkLaws(world: World): Promise<void> {
	checkServer(world);
	checkCash(world);
	checkServerFiles(world);
	checkTold(world);
	await checkAlarms(world);
}

/** A step inside another one: steps do not nest twice, and meet an honest network. */
async function nested(world: World, work: () => Promise<void>): Promise<void> {
	if (world.isNested) return;
	world.isNested = true;
	const { faultPercent } = world;
	world.faultPercent = 0;
	await work();
	world.faultPercent = faultPercent;
	world.isNested = false;
}

/** What other people write between a server's reading and its writing. */
async function somethingElse(world: World): Promise<void> {
	if (world.delayed.length > 0 && world.dice.once(3)) await world.deliverOne();
	else if (world.dice.once(2)) await officeSteps.office(world);
	else await phoneSteps.sync(world, world.dice.of(world.handsets));
}

async function take(world: World, kind: StepKind): Promise<void> {
	const handset = world.dice.of(world.handsets);
	switch (kind) {
		case 'act':
			await heldSteps.saveNoted(world, handset);
			return phoneSteps.act(world, handset);
		case 'sync':
			await phoneSteps.sync(world, handset);
			return;
		case 'office':
			return officeSteps.office(world);
		case 'cash':
			return moveCash(world);
		case 'two-tabs':
			return phoneSteps.actInTwoTabs(world, handset);
		case 'held':
			return heldSteps.holdAndEnd(world, handset);
		case 'deliver':
			return deliver(world);
		case 'wait':
			return pass(world);
		case 'reopen':
			return reopen(world, handset);
		case 'clock':
			return disasters.jumpClock(world, handset);
		case 'session':
			return changeSession(world, handset);
		case 'newer-client':
			return phoneSteps.actOfNewerApp(world, handset);
		case 'copy':
			disasters.keepCopy(world, handset);
			return;
		case 'evict':
			return disasters.evict(world, handset);
		case 'clone':
			return disasters.clone(world, handset);
		case 'roll-back':
			return disasters.rollBack(world);
		case 'backup':
			return disasters.backUp(world);
		case 'restore':
			return disasters.restore(world);
		case 'revoke':
			return officeSteps.revoke(world);
		case 'disable':
			return officeSteps.disable(world, !world.dice.once(3));
		case 'sign-out':
			return phoneSteps.leave(world, handset);
		case 'show':
			return show(world, handset);
	}
}

/** Hours mostly; a new day brings a new round, a month lets what is confirmed go. */
async function pass(world: World): Promise<void> {
	const { company, dice } = world;
	const milliseconds = dice.weighed([
		[6, HOUR_MS],
		[3, DAY_MS],
		[1, (dice.once(2) ? 31 : 63) * DAY_MS]
	]);
	world.wait(milliseconds);
	if (milliseconds < DAY_MS) return;
	await officeSteps.night(world);
	for (const collector of company.collectors) await officeSteps.publishTo(world, collector, company.dossiers);
}

async function deliver(world: World): Promise<void> {
	if (world.delayed.length === 0) return;
	world.count('late-request-arrived');
	await world.deliverOne();
}

async function reopen(world: World, handset: Handset): Promise<void> {
	world.count('reopened');
	handset.closeTabs();
	handset.hasLocks = !world.dice.once(4);
	await phoneSteps.wake(world, handset);
	checkHandset(world, handset);
	await phoneSteps.checkVerbatim(world, handset);
}

function changeSession(world: World, handset: Handset): void {
	world.count(handset.session ? 'session-expired' : 'signed-in-again');
	handset.session = handset.session ? null : handset.who;
}

const HEALING_PASSES = 6;

/** The network works, everybody may sign in: everything that was told must arrive, and every phone come to rest. */
async function heal(world: World): Promise<void> {
	world.faultPercent = 0;
	world.company.db.rows('UPDATE user SET disabled_ms = NULL RETURNING id');
	for (const handset of world.handsets) {
		handset.session = handset.who;
		await heldSteps.checkNoteAtRest(world, handset);
	}
	await settleAll(world);
	// What arrived at last waits for a manager too, now and then; phones then learn of it.
	if (world.dice.once(5)) {
		for (let times = 0; times < 3; times += 1) await officeSteps.decide(world);
		await settleAll(world);
	}
	await checkLaws(world);
	for (const handset of world.handsets) await checkAtRest(world, handset);
}

/** All in turn; what one phone brings is news for the others, and those whose dossiers or chain it changed come again. */
async function settleAll(world: World): Promise<void> {
	const { db } = world.company;
	const revision = (): number => db.number('SELECT rev FROM meta');
	const settled = new Map<Handset, number>();
	for (;;) {
		const behind = world.handsets.filter(
			(handset) => !settled.has(handset) || (settled.get(handset) !== revision() && lacksNews(world, handset))
		);
		if (behind.length === 0) return;
		for (const handset of behind) {
			await settle(world, handset);
			settled.set(handset, revision());
		}
	}
}

/** Passes until one ends without an error, or as the one before: what the server says twice it will say again. */
async function settle(world: World, handset: Handset): Promise<void> {
	let last: string | null = null;
	for (let pass = 0; pass < HEALING_PASSES; pass += 1) {
		if (!handset.isAtWork) await handset.enter();
		const report = await phoneSteps.sync(world, handset);
		if (report && (report.error === null || report.error.code === last)) return;
		last = report?.error?.code ?? null;
	}
}

/** I7, I14: nothing waits on a phone at rest, and everything owed has reached the server. */
async function checkAtRest(world: World, handset: Handset): Promise<void> {
	const { db } = world.company;
	const [device] = handset.records<StoredDevice>('device');
	for (const row of handset.mirror.values()) {
		const isCurrent = row.device === device?.id;
		const what = `${handset.name}: operation ${row.seq} of ${isCurrent ? 'its' : 'an earlier'} chain`;
		if (isCurrent) hold('I7', row.state !== 'on-phone', () => `${what} never leaves the phone`);
		if (!isCurrent) hold('I4', row.state !== 'on-phone', () => `${what} waits and nobody is told`);
	}
	checkFilesAtRest(handset);
	if (!device) return;
	// A phone that is out of service is told nothing any more, also not that a copy of it went on.
	if (db.number('SELECT revoked_ms IS NOT NULL FROM device WHERE id = :id', { id: device.id }) === 1) return;
	const seq = db.number('SELECT seq FROM device WHERE id = :id', { id: device.id });
	hold('I14', seq === device.head.seq, () => `${handset.name}: head ${device.head.seq}, on the server ${seq}`);
	const error = lastError(handset);
	hold('I7', error === null, () => `${handset.name} never comes to rest: ${JSON.stringify(error)}`);
	if (handset.main) await checkScreen(handset, handset.main);
}

function lastError(handset: Handset): unknown {
	const record = handset.records<StoredMeta>('meta').find(({ key }) => key === 'sync');
	const value = record?.value;
	return typeof value === 'object' && value !== null && 'error' in value ? value.error : null;
}

const STORES = ['device', 'outbox', 'dossiers', 'rounds', 'staging', 'drafts', 'blobs', 'blobChunks', 'meta'];

/** A fingerprint of both sides: every row of every table, every record of every phone. */
function stateOf({ company: { db }, handsets }: World, kind: 'bytes' | 'shape'): string {
	const hash = createHash('sha256');
	const add = (record: unknown): void => {
		const text = JSON.stringify(record, asText);
		hash.update(kind === 'bytes' ? text : text.replace(MADE_BY_CHANCE, '*'));
	};
	const tables = db.rows(
		`SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name`
	);
	for (const { name } of tables) {
		add(name);
		for (const row of db.rows(`SELECT * FROM "${String(name)}" ORDER BY rowid`)) add(row);
	}
	for (const handset of handsets)
		for (const store of STORES) {
			add(`${handset.name} ${store}`);
			for (const record of handset.records(store)) add(record);
		}
	return hash.digest('hex');
}

/** Keys, signatures, and the hashes of what holds a signature (a receipt's token), sealed bytes and handles of keys. */
const MADE_BY_CHANCE = /[0-9a-f]{64}|[\w-]{43,}|bytes:[^"]*|\{"simulated":"[^"]*"\}|\{\}/g;

/** Sealed bytes are readable here: the simulator's seal hides nothing. */
const asText = (_key: string, value: unknown): unknown =>
	value instanceof Uint8Array ? `bytes:${Buffer.from(value).toString('hex')}` : value;
