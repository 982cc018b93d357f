// What happens on phones: acts, passes, tabs, kills, signing in and out, storage that is full, taken away, copied or rolled back.
import * as v from 'valibot';
import { actOf } from '$lib/core/act';
import { buildOperation } from '$lib/core/chain';
import { operationIdSchema, uuidV7, type DossierId } from '$lib/core/ids';
import { ok } from '$lib/core/result';
import { parisDay, parisOffsetMinutes } from '$lib/core/time';
import type { StoredSnapshot } from '$lib/client/local/database';
import { readMeta } from '$lib/client/local/meta';
import { openOperation, findOutbox, sealOperation } from '$lib/client/local/outbox';
import { needDevice } from '$lib/client/local/phone';
import { signOut } from '$lib/client/local/sign-out';
import { syncPass, type PassReport } from '$lib/client/sync/pass';
import { actOnce, pay, type Acted } from './acts';
import type { Handset, Open } from './handset';
import { hold } from './model';
import { checkDraft, checkHandset, checkScope, checkScreen, checkWiped, hasSnapshot } from './phone-laws';
import type { World } from './world';

/** Events after which a tab dies at the latest, when it is to die in a step. */
export const LONGEST_LIFE = 90;

/** Opens a phone, signing in the first time; null when it cannot be used now. */
export async function wake(world: World, handset: Handset): Promise<Open | null> {
	const open = await handset.wake();
	if (open) return open;
	if (!handset.session) return null;
	const tab = handset.newTab();
	if (world.dice.once(4)) tab.dieAfter(world.dice.below(LONGEST_LIFE));
	await survive(world, tab, () => handset.enter(tab));
	return tab.spare() ? handset.main : null;
}

/** Runs work of a tab; null when the tab died on the way, and nobody saw what came of it. */
export async function survive<T>(world: World, tab: Open['tab'], work: () => Promise<T>): Promise<T | null> {
	try {
		const value = await work();
		if (tab.isAlive) return value;
	} catch (failure) {
		if (tab.isAlive) throw failure;
	}
	world.count('phone-killed');
	return null;
}

/** A few acts in a row on one phone. */
export async function act(world: World, handset: Handset, most = 8): Promise<void> {
	const { dice } = world;
	// Where nothing is on the phone, one refusal says as much as eight.
	const times = 1 + dice.below(dossiersOn(world, handset).length === 0 ? 1 : most);
	for (let time = 0; time < times; time += 1) {
		const open = await wake(world, handset);
		if (!open) return;
		world.wait(1_000 + dice.below(60_000));
		if (dice.once(12)) open.tab.dieAfter(dice.below(LONGEST_LIFE));
		open.tab.isFull = dice.once(40);
		if (open.tab.isFull) world.count('storage-full');
		const acted = await survive(world, open.tab, () => actOnce(open.phone, dossiersFor(world, handset), dice));
		open.tab.isFull = false;
		open.tab.spare();
		if (acted) note(world, handset, acted);
		if (acted) checkDraft(handset, acted);
	}
	checkHandset(world, handset);
}

/** Dossiers to act on: those that are on the phone, mostly, as a screen shows no others. */
export function dossiersFor(world: World, handset: Handset): readonly DossierId[] {
	const shown = dossiersOn(world, handset);
	return shown.length === 0 || world.dice.once(12) ? world.company.dossiers : shown;
}

function dossiersOn({ company }: World, handset: Handset): readonly DossierId[] {
	const ids = new Set<string>(handset.records<StoredSnapshot>('dossiers').map(({ id }) => id));
	return company.dossiers.filter((dossier) => ids.has(dossier));
}

/** Two tabs of one phone act at the same moment. */
export async function actInTwoTabs(world: World, handset: Handset): Promise<void> {
	const first = await wake(world, handset);
	const second = first && (await handset.open());
	if (!first || !second) return;
	world.count('two-tabs');
	const { dice, company } = world;
	const dossier = dice.of(company.dossiers);
	const context = { dossier, round: null, place: null, draft: null };
	const both = await Promise.all(
		[first, second].map(({ phone }) => pay(phone, context, dice).then((saved) => ({ kind: 'payment.recorded', saved })))
	);
	for (const acted of both) note(world, handset, acted);
	checkHandset(world, handset);
}

/** Notes what the screen said, to be compared with what is stored. */
export function note(world: World, { name }: Handset, { kind, saved }: Acted): void {
	if (!saved.ok) {
		world.count(`not saved: ${saved.error.code}`);
		return;
	}
	world.operations += 1;
	world.model.fresh.push({ ...saved.value, handset: name, kind, step: world.step });
}

/** One pass; the phone may die in it. Answers its report, or null when there was none. */
export async function sync(world: World, handset: Handset): Promise<PassReport | null> {
	const open = await wake(world, handset);
	if (!open) return null;
	const { dice } = world;
	if (world.faultPercent > 0 && dice.once(8)) open.tab.dieAfter(dice.below(3 * LONGEST_LIFE));
	const commits = world.company.db.commits;
	const { restoresSeen } = handset;
	const hadSnapshot = hasSnapshot(handset);
	const report = await survive(world, open.tab, () => syncPass(open.phone, () => undefined));
	// What it heard before it died it may not have stored.
	if (!open.tab.spare()) handset.restoresSeen = restoresSeen;
	checkHandset(world, handset);
	if (!report || report === 'busy') return null;
	if (checkWiped(handset, hadSnapshot)) world.count('wiped');
	const isDone = report.error === null && world.sessionOf(handset) !== null;
	const isQuiet = world.company.db.commits === commits || world.faultPercent === 0;
	if (isDone && isQuiet && report.stored && !(await isShutOut(world, open))) checkScope(world, handset);
	if (dice.once(3)) await checkScreen(handset, open);
	if (report.error?.code === 'forked') await enrolAnew(world, handset);
	return report;
}

async function isShutOut(world: World, { phone }: Open): Promise<boolean> {
	const device = await needDevice(phone);
	if (!device.ok) return true;
	const { id } = device.value;
	return world.company.db.number('SELECT revoked_ms IS NOT NULL FROM device WHERE id = :id', { id }) === 1;
}

/** The chain was continued elsewhere: the phone begins another one, and keeps the old operations. */
async function enrolAnew(world: World, handset: Handset): Promise<void> {
	const { main } = handset;
	if (main) {
		const device = await needDevice(main.phone);
		if (device.ok) world.model.branched.add(device.value.id);
	}
	if (!handset.session) return;
	world.count('forked');
	const tab = handset.newTab();
	await survive(world, tab, () => handset.enter(tab));
	checkHandset(world, handset);
}

/** An app of a later version saves a kind of act that nobody here knows. */
export async function actOfNewerApp(world: World, handset: Handset): Promise<void> {
	const open = await wake(world, handset);
	if (!open) return;
	const { phone } = open;
	const device = await needDevice(phone);
	if (!device.ok) return;
	world.count('newer-client');
	const { id, head, organisation, user, signingKey } = device.value;
	const { ports } = phone;
	const at = ports.now();
	const pull = await readMeta(phone.db, 'pull');
	const operation = await buildOperation(
		{
			id: v.parse(operationIdSchema, uuidV7(at, ports.random)),
			org: organisation.id,
			actor: user.id,
			device: id,
			head,
			kind: 'call.logged',
			dossier: world.dice.of(world.company.dossiers),
			base: { epoch: pull.epoch, rev: pull.cursor?.rev ?? 0 },
			at: { ms: at, utcOffset: parisOffsetMinutes(at), day: parisDay(at), skew: null },
			body: { seconds: world.dice.below(600) },
			place: null,
			blobs: []
		},
		{ ...ports.crypto, random: ports.random, sign: (bytes) => ports.crypto.sign(signingKey, bytes) }
	);
	hold('I7', !actOf(operation).ok, () => 'the later version’s act is known here');
	const sealed = await sealOperation(phone, operation);
	const { db } = phone;
	await db.transaction('rw', [db.device, db.outbox], async () => {
		await db.outbox.add(sealed);
		await db.device.update('device', { head: { seq: sealed.seq, hash: sealed.hash } });
	});
	const saved = { id: operation.header.id, seq: sealed.seq, at, day: operation.header.at.day, receipt: null };
	note(world, handset, { kind: 'call.logged', saved: ok(saved) });
	checkHandset(world, handset);
}

/** I17: leaving the phone leaves every record where it is. */
export async function leave(world: World, handset: Handset): Promise<void> {
	const open = await wake(world, handset);
	if (!open) return;
	world.count('sign-out');
	await survive(world, open.tab, () => signOut(open.phone));
	handset.closeTabs();
	checkHandset(world, handset);
	if (world.dice.once(2)) handset.session = null;
}

/** I6: what is stored on the phone opens as what was signed. */
export async function checkVerbatim(world: World, handset: Handset): Promise<void> {
	const open = await handset.wake();
	if (!open) return;
	for (const told of world.model.owed()) {
		const record = handset.mirror.has(told.id) ? await findOutbox(open.phone, told.id) : null;
		if (!record) continue;
		const opened = await openOperation(open.phone, record);
		hold(
			'I6',
			opened.ok && opened.value.hash === told.hash,
			() => `${told.kind} ${told.seq} of ${told.handset} does not open`
		);
	}
}
