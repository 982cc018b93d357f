// Acts that can be taken back for a moment: what was noted becomes one operation or none at all, whoever dies in between.
import { saveHeld, takeBack } from '$lib/client/actions/hold';
import type { Saved } from '$lib/client/actions/input';
import { HELD } from '$lib/client/local/drafts';
import type { Refusal } from '$lib/core/refusal';
import { ok, type Result } from '$lib/core/result';
import { holdOne } from './acts';
import type { Handset, Open } from './handset';
import { hold } from './model';
import { checkHandset, hasDraft } from './phone-laws';
import { dossiersFor, LONGEST_LIFE, note, survive, wake } from './phone-steps';
import type { World } from './world';

/** Notes an act, and then saves it, takes it back, does both in two tabs, or leaves it for another day. */
export async function holdAndEnd(world: World, handset: Handset): Promise<void> {
	const { dice } = world;
	await saveNoted(world, handset);
	const open = await wake(world, handset);
	if (!open) return;
	world.wait(1_000 + dice.below(60_000));
	const before = countOf(handset);
	const wasNoted = isNoted(handset);
	if (dice.once(5)) open.tab.dieAfter(dice.below(LONGEST_LIFE));
	const held = await survive(world, open.tab, () => holdOne(open.phone, dice.of(dossiersFor(world, handset)), dice));
	open.tab.spare();
	if (held) hold('I1', isNoted(handset) === (held.ok || wasNoted), () => `${handset.name}: noted, and not stored`);
	hold('I1', countOf(handset) === before, () => `${handset.name}: what can be taken back is an operation already`);
	if (held && !held.ok) world.count(`not noted: ${held.error.code}`);
	if (!isNoted(handset)) return;
	world.count('held');
	handset.hasNote = true;
	world.wait(dice.below(12_000));
	await end(world, handset);
}

/** What the app does when it starts, and before each act: what was noted is saved. */
export async function saveNoted(world: World, handset: Handset): Promise<void> {
	if (!isNoted(handset)) return;
	const open = await wake(world, handset);
	if (open) await save(world, handset, open);
}

/** Nothing that was noted waits for ever: with nobody dying, the next start of the phone saves it. */
export async function checkNoteAtRest(world: World, handset: Handset): Promise<void> {
	const open = isNoted(handset) ? await wake(world, handset) : null;
	if (!open) return;
	noteSaved(world, handset, await saveHeld(open.phone));
	hold('I7', !isNoted(handset), () => `${handset.name}: what was noted is never saved`);
	handset.hasNote = false;
	checkHandset(world, handset);
}

async function end(world: World, handset: Handset): Promise<void> {
	const kind = world.dice.of(['later', 'save', 'take-back', 'new-start', 'two-tabs'] as const);
	if (kind === 'later') return;
	if (kind === 'two-tabs') return race(world, handset);
	if (kind === 'new-start') handset.closeTabs();
	const open = await wake(world, handset);
	if (open) await (kind === 'take-back' ? undo : save)(world, handset, open);
}

async function save(world: World, handset: Handset, { phone, tab }: Open): Promise<void> {
	const { dice } = world;
	const before = countOf(handset);
	if (dice.once(4)) tab.dieAfter(dice.below(LONGEST_LIFE));
	const saved = await survive(world, tab, () => saveHeld(phone));
	tab.spare();
	if (saved) noteSaved(world, handset, saved);
	hold(
		'I2',
		countOf(handset) - before + Number(isNoted(handset)) === 1,
		() => `${handset.name}: what was noted became ${countOf(handset) - before} operations, noted: ${isNoted(handset)}`
	);
	if (saved) hold('I1', saved.ok !== isNoted(handset), () => `${handset.name}: saved, and noted still`);
	handset.hasNote = isNoted(handset);
	checkHandset(world, handset);
}

async function undo(world: World, handset: Handset, { phone, tab }: Open): Promise<void> {
	const { dice } = world;
	const before = countOf(handset);
	if (dice.once(4)) tab.dieAfter(dice.below(4));
	const undone = await survive(world, tab, () => takeBack(phone));
	tab.spare();
	const isGone = !isNoted(handset);
	if (undone) hold('I2', undone.ok && undone.value && isGone, () => `${handset.name}: taken back, and there still`);
	hold('I2', countOf(handset) === before, () => `${handset.name}: taken back, and an operation all the same`);
	if (isGone) world.count('taken-back');
	handset.hasNote = !isGone;
	checkHandset(world, handset);
}

/** One tab takes back what another saves, on an old browser as well: whichever is told that it did so is right. */
async function race(world: World, handset: Handset): Promise<void> {
	handset.closeTabs();
	handset.hasLocks = world.dice.once(2);
	const first = await handset.open();
	const second = await handset.open();
	if (!first || !second) return;
	const before = countOf(handset);
	const readings = world.dice.below(8);
	const takeBackLater = async (): ReturnType<typeof takeBack> => {
		for (let reading = 0; reading < readings; reading += 1) await second.phone.db.device.count();
		return takeBack(second.phone);
	};
	const [saved, undone] = await Promise.all([saveHeld(first.phone), takeBackLater()]);
	noteSaved(world, handset, saved);
	const isUndone = undone.ok && undone.value;
	const times = Number(isUndone) + (countOf(handset) - before);
	hold('I2', times === 1 && !isNoted(handset), () => `${handset.name}: saved and taken back at once: ${times} times`);
	world.count(isUndone ? 'taken-back-in-time' : 'taken-back-too-late');
	handset.hasNote = false;
	checkHandset(world, handset);
}

function noteSaved(world: World, handset: Handset, saved: Result<Saved | null, Refusal>): void {
	if (!saved.ok) note(world, handset, { kind: 'held', saved });
	else if (saved.value) note(world, handset, { kind: 'held', saved: ok(saved.value) });
}

const countOf = (handset: Handset): number => handset.records('outbox').length;

const isNoted = (handset: Handset): boolean => hasDraft(handset, HELD);
