// The laws of a phone: what was saved stays until it may go, its chain has no hole, and what it calls confirmed the server has.
import * as v from 'valibot';
import type {
	StoredBlob,
	StoredDevice,
	StoredDraft,
	StoredMeta,
	StoredOutbox,
	StoredSnapshot
} from '$lib/client/local/database';
import { HELD } from '$lib/client/local/drafts';
import { readMeta } from '$lib/client/local/meta';
import { PhoneReader } from '$lib/client/state/phone-reader';
import type { DossierState } from '$lib/core/dossier';
import { addDays, parisDay } from '$lib/core/time';
import type { PhoneView } from '$lib/client/state/view';
import type { Acted } from './acts';
import { checkFiles, checkLeft } from './files';
import type { Handset, Open } from './handset';
import { hold, Violation, type Told } from './model';
import { serverOperations, type ServerOperations } from './server-laws';
import type { World } from './world';

const RETENTION_MS = 30 * 86_400_000;

/** Looks into a phone's storage and compares it with what was there before and with what the server has. */
export function checkHandset(world: World, handset: Handset): void {
	const rows = handset.records<StoredOutbox>('outbox');
	const [device] = handset.records<StoredDevice>('device');
	const now = new Map(rows.map((row) => [row.id, row]));
	const server = serverOperations(world);
	for (const before of handset.mirror.values()) checkKept(world, handset, before, now.get(before.id), server);
	if (handset.restoresSeen === world.restores) for (const row of rows) checkConfirmed(handset, row, server);
	if (device) checkChain(handset, device, rows);
	checkFiles(world, handset, now);
	checkNote(handset);
	handset.mirror = now;
	const fresh = world.model.fresh.splice(0);
	for (const told of fresh) world.model.tell({ ...told, hash: checkSaved(told, now.get(told.id), device) });
}

/** I1, I18: "saved" is only said once operation, head and counter are stored together; its hash. */
function checkSaved(
	{ kind, seq, receipt, handset }: Omit<Told, 'hash'>,
	row: StoredOutbox | undefined,
	device: StoredDevice | undefined
): string {
	const what = `${kind} ${seq} on ${handset} was called saved`;
	if (!row || !device) throw new Violation('I1', `${what} and is not stored`);
	hold('I1', row.seq === seq && device.head.seq >= seq, () => `${what}; the head is at ${device.head.seq}`);
	const number = receipt === null ? 0 : Number(receipt.split('-').at(-1));
	const { last } = device.receipt;
	hold('I18', last >= number, () => `${what} as ${receipt ?? ''}; the counter is at ${last}`);
	return row.hash;
}

function checkKept(
	world: World,
	{ name }: Handset,
	before: StoredOutbox,
	after: StoredOutbox | undefined,
	server: ServerOperations
): void {
	const what = `${name}: operation ${before.seq} of ${before.device}`;
	if (after) {
		const isSame = after.hash === before.hash && after.seq === before.seq && after.device === before.device;
		hold('I13', isSame && Buffer.compare(after.sealed, before.sealed) === 0, () => `${what} changed on the phone`);
		return;
	}
	const isOld = before.confirmedMs !== null && world.nowMs - before.confirmedMs >= RETENTION_MS;
	hold('I5', before.state === 'confirmed' && isOld, () => `${what} left the phone while ${before.state}`);
	const isThere = server.hashes.get(`${before.device}/${before.seq}`) === before.hash;
	hold('I5', isThere, () => `${what} left the phone and the server does not have it`);
	checkLeft(world, before.id);
}

function checkConfirmed({ name }: Handset, row: StoredOutbox, { hashes }: ServerOperations): void {
	if (row.state !== 'confirmed') return;
	const there = hashes.get(`${row.device}/${row.seq}`);
	hold('I4', there === row.hash, () => `${name}: operation ${row.seq} is confirmed; the server has ${String(there)}`);
}

function checkChain({ name }: Handset, device: StoredDevice, rows: readonly StoredOutbox[]): void {
	const own = rows.filter((row) => row.device === device.id).sort((a, b) => a.seq - b.seq);
	const first = own.findIndex(({ state }) => state === 'on-phone' || state === 'sent');
	if (first === -1) return;
	const open = own.slice(first);
	open.forEach((row, index) => {
		const before = open[index - 1];
		hold('I1', !before || row.seq === before.seq + 1, () => `${name}: a hole before operation ${row.seq}`);
	});
	const last = open.at(-1);
	if (last) hold('I1', last.seq === device.head.seq, () => `${name}: head ${device.head.seq}, last ${last.seq}`);
	if (last) hold('I1', last.hash === device.head.hash, () => `${name}: the head is not its last operation`);
}

/** Whether a draft lies on a phone under a key; what can still be taken back is one too. */
export const hasDraft = (handset: Handset, name: string): boolean =>
	handset.records<StoredDraft>('drafts').some(({ key }) => key === name);

/** What can still be taken back stays noted until it is saved or taken back. */
function checkNote(handset: Handset): void {
	if (!handset.hasNote) return;
	hold(
		'I2',
		hasDraft(handset, HELD),
		() => `${handset.name}: what was noted is neither saved nor taken back, and gone`
	);
}

/**
 * I17: a phone that was told that it is out of service holds nothing of the office once its own work is there, and not before;
 * its own operations stay in any case, as I5 and I13 say. Answers whether it was wiped in this pass.
 */
export function checkWiped(handset: Handset, hadSnapshot: boolean): boolean {
	const isWiped = hadSnapshot && !hasSnapshot(handset);
	const isTold = v.is(toldShutOut, metaOf(handset, 'sync'));
	hold('I17', isTold || !isWiped, () => `${handset.name}: wiped, and nobody shut it out`);
	if (!isTold) return false;
	const ofOffice = ['dossiers', 'rounds', 'staging'].flatMap((store) => handset.records<StoredSnapshot>(store));
	const outbox = handset.records<StoredOutbox>('outbox');
	// Files of what was refused, or set aside by a fork, the server never takes.
	const taken = new Set(
		outbox.filter(({ state, outcome }) => state !== 'attention' || outcome === 'quarantined').map(({ id }) => id)
	);
	const owed = [
		...outbox.filter(({ state }) => state === 'on-phone'),
		...handset
			.records<StoredBlob>('blobs')
			.filter(({ owner, state }) => (state === 'waiting' || state === 'sending') && taken.has(owner))
	];
	const forms = handset.records<StoredDraft>('drafts');
	const isFree = owed.length === 0 && forms.length === 0;
	hold(
		'I17',
		!isFree || ofOffice.length === 0,
		() => `${handset.name}: shut out, and still holds ${ofOffice.length} rows`
	);
	hold(
		'I17',
		!isWiped || owed.length === 0,
		() => `${handset.name}: wiped before ${owed.length} things were deposited`
	);
	return isWiped;
}

const toldShutOut = v.object({ shutOut: v.object({ code: v.string() }) });
const pulled = v.object({ atMs: v.number() });

/** Whether a phone holds what a complete pull brought. */
export const hasSnapshot = (handset: Handset): boolean => v.is(pulled, metaOf(handset, 'pull'));

const metaOf = (handset: Handset, name: string): unknown =>
	handset.records<StoredMeta>('meta').find(({ key }) => key === name)?.value;

/** A draft goes with the act that takes its place, and stays when there was none. */
export function checkDraft(handset: Handset, { kind, saved, draft }: Acted): void {
	if (!draft) return;
	const isThere = hasDraft(handset, draft);
	hold(
		'I1',
		isThere !== saved.ok,
		() => `${handset.name}: the draft of ${kind} is ${isThere ? 'still there' : 'lost'}`
	);
}

/** After a pass with nothing left to do, the phone holds exactly what its collector may see, at the server's revisions. */
export function checkScope(world: World, handset: Handset): void {
	const { here, there } = scopes(world, handset);
	hold('I12', here === there, () => `${handset.name}: on the phone\n${here}\non the server\n${there}`);
}

/** True when a phone does not hold what its collector may see, or its chain was continued elsewhere. */
export function lacksNews(world: World, handset: Handset): boolean {
	const { here, there } = scopes(world, handset);
	const [device] = handset.records<StoredDevice>('device');
	const id = device?.id ?? null;
	const [head] = world.company.db.rows('SELECT seq FROM device WHERE id = :id', { id });
	return here !== there || head?.['seq'] !== device?.head.seq;
}

/** The dossiers with their revisions on a phone, and those that its collector may see. */
function scopes(world: World, handset: Handset): { readonly here: string; readonly there: string } {
	const today = parisDay(world.company.ctx.now());
	const there = world.company.db.rows(
		`SELECT d.id, d.rev FROM dossier d WHERE EXISTS (
				SELECT 1 FROM stop s JOIN round r ON r.id = s.round WHERE s.dossier = d.id AND r.collector = :user
					AND r.status <> 'draft' AND r.day >= :yesterday AND r.day <= :ahead)
			OR EXISTS (SELECT 1 FROM assignment a JOIN promise p ON p.dossier = a.dossier WHERE a.dossier = d.id
				AND a.user = :user AND p.status = 'open' AND p.due_on < :today AND p.due_on >= :longAgo)
			ORDER BY d.id`,
		{
			user: handset.who.user.id,
			today,
			yesterday: addDays(today, -1),
			ahead: addDays(today, 2),
			longAgo: addDays(today, -30)
		}
	);
	const listed = (rows: readonly { readonly id?: unknown; readonly rev?: unknown }[]): string =>
		rows.map(({ id, rev }) => `${String(id)} ${String(rev)}`).join('\n');
	return { here: listed(handset.records<StoredSnapshot>('dossiers')), there: listed(there) };
}

/** What the screen shows of a dossier holds each own operation once: none forgotten, none counted twice. */
export async function checkScreen({ name }: Handset, { phone }: Open): Promise<void> {
	const read = await new PhoneReader(phone).read();
	if (!read.ok) return;
	const { device, outbox, dossiers, operations, broken } = read.value;
	hold('I13', broken.length === 0, () => `${name}: records that do not open: ${JSON.stringify(broken)}`);
	const { through, cursor } = await readMeta(phone.db, 'pull');
	for (const item of outbox) {
		const operation = operations.get(item.id);
		const dossier = item.dossier ? dossiers.get(item.dossier) : undefined;
		if (!operation || !dossier || operation.header.device !== device.id) continue;
		const times = timesIn(dossier.state, item.id, item.kind);
		const expected = timesExpected(item, cursor === null);
		if (times === null || expected === null) continue;
		const what = `${name}: ${String(item.kind)} ${item.seq} (${item.state}, through ${through})`;
		hold('fold', expected.includes(times), () => `${what} shows ${times} times`);
	}
}

/**
 * Own work shows once, what was set aside not at all; a flagged act may have changed less than the phone expected. Where a fresh
 * snapshot was asked for, which a phone that was shut out is never given, the rows are those of before the server's restore.
 */
function timesExpected(
	{ state, outcome, codes, decision }: PhoneView['outbox'][number],
	isBeforeRestore: boolean
): readonly number[] | null {
	if (state !== 'attention') return outcome === null || outcome === 'applied' ? [1] : null;
	if (codes.includes('forked')) return null;
	// What a manager accepted after all takes effect, until a restore of the server takes his decision back.
	return decision?.decision === 'accepted' || isBeforeRestore ? [0, 1] : [0];
}

function timesIn(state: DossierState, id: string, kind: string | null): number | null {
	const count = (list: readonly { readonly id: string }[]): number => list.filter((entry) => entry.id === id).length;
	if (kind === 'payment.recorded') return count(state.payments);
	if (kind === 'promise.made') return count(state.promises);
	if (kind === 'protocol.signed') return count(state.protocols);
	return kind === 'visit.reported' && state.visits.length < 30 ? count(state.visits) : null;
}
