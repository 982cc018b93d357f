// Reads the whole local state as screens need it; opens each sealed record once and folds each dossier once per change.
import type { CashBag } from '$lib/core/cash-day';
import type { HouseFacts } from '$lib/core/country/house-rules';
import type { Dossier } from '$lib/core/dossier';
import type { DossierId, OperationId } from '$lib/core/ids';
import { refusal, type Refusal } from '$lib/core/refusal';
import { ok, type Result } from '$lib/core/result';
import type { Round } from '$lib/core/round';
import { instant } from '$lib/core/time';
import type { DecisionNotice, Operation } from '$lib/core/wire';
import type { StoredSnapshot } from '../local/database';
import { readMetas } from '../local/meta';
import { inOwnOrder } from '../local/own-order';
import { findOutbox, openOperation, readOutbox, type OutboxRead } from '../local/outbox';
import { isPending } from '../local/pending';
import { needDevice, type Phone } from '../local/phone';
import type { DeviceRecord, OutboxRecord, PullState, SyncState } from '../local/records';
import { openDossier, openRound } from '../local/snapshot';
import type { Own } from './own-operations';
import type { BrokenRecord, DeviceSettings, DeviceView, PhoneView } from './view';

type Reading = typeof import('./own-operations');
type Known = {
	readonly device: DeviceRecord;
	readonly pull: PullState;
	readonly sync: SyncState;
	readonly settings: DeviceSettings;
	readonly houseFacts: HouseFacts | null;
	readonly decisions: readonly DecisionNotice[];
	readonly broken: readonly BrokenRecord[];
	readonly own: readonly Own[];
	readonly bag: CashBag | null;
	readonly snapshots: readonly Dossier[];
	readonly published: readonly Round[];
	/** Photos and documents of own operations that the server does not have whole. */
	readonly files: number;
};
type Folded = { readonly snapshot: Dossier; readonly ids: string; readonly dossier: Dossier };

export class PhoneReader {
	readonly #phone: Phone;
	readonly #operations = new Map<string, Operation>();
	readonly #dossiers = new Map<string, { readonly rev: number; readonly dossier: Dossier }>();
	readonly #roundsOpened = new Map<string, { readonly rev: number; readonly round: Round }>();
	readonly #folded = new Map<DossierId, Folded>();
	/** What the last reading found, to add an own operation to. */
	#last: Known | null = null;
	#facts: HouseFacts | null = null;
	/** Kept once it is loaded: to ask for it again lets the browser draw a frame before the receipt. */
	#reading: Reading | null = null;

	constructor(phone: Phone) {
		this.#phone = phone;
	}

	/** All that is on the phone now; refused only when the device record itself cannot be read. */
	async read(): Promise<Result<PhoneView, Refusal>> {
		const phone = this.#phone;
		const { db } = phone;
		const stores = [db.device, db.meta, db.outbox, db.dossiers, db.rounds, db.blobs];
		const [device, meta, outbox, dossiers, rounds, files] = await db.transaction('r', stores, () =>
			Promise.all([
				needDevice(phone),
				readMetas(db, ['pull', 'sync', 'settings', 'rules', 'decisions', 'cash']),
				readOutbox(phone),
				db.dossiers.toArray(),
				db.rounds.toArray(),
				countFiles(phone)
			])
		);
		if (!device.ok) return device;
		const houseFacts = this.#sameFacts(meta('rules'));
		const broken: BrokenRecord[] = [];
		const own = await this.#own(outbox, broken);
		const snapshots = await this.#snapshots(dossiers, broken);
		const published = await inOwnOrder(phone, await this.#rounds(rounds, broken));
		this.#last = {
			device: device.value,
			files,
			pull: meta('pull'),
			sync: meta('sync'),
			settings: meta('settings'),
			houseFacts,
			decisions: meta('decisions'),
			bag: meta('cash'),
			broken,
			own,
			snapshots,
			published
		};
		return ok(await this.#viewOf(this.#last));
	}

	/**
	 * The phone with one more own operation, which was just stored: reads that record alone. Null when something else changed
	 * since the last complete reading, e.g. another tab saved too: all is to be read again.
	 */
	async readSaved(id: OperationId): Promise<PhoneView | null> {
		const last = this.#last;
		if (!last) return null;
		const phone = this.#phone;
		const { db } = phone;
		const [device, record, files] = await db.transaction('r', [db.device, db.outbox, db.blobs], () =>
			Promise.all([needDevice(phone), findOutbox(phone, id), countFiles(phone)])
		);
		if (!device.ok || !record || !follows(last, device.value, record)) return null;
		const added = await this.#operation(record, []);
		if (!added || last !== this.#last) return null;
		this.#last = { ...last, device: device.value, own: [...last.own, added], files };
		return this.#viewOf(this.#last);
	}

	async #viewOf(state: Known): Promise<PhoneView> {
		const { device, pull, sync, settings, houseFacts, broken, own, published } = state;
		const pending = own.filter(({ record }) => isPending(record, device, pull.through));
		// A phone without own operations, as on a first morning, needs none of what reads and folds them.
		if (own.length > 0) this.#reading ??= await import('./own-operations');
		const reading = own.length > 0 ? this.#reading : null;
		const dossiers = this.#fold(reading, state, pending);
		const unsent = own.filter(({ record }) => record.state === 'on-phone');
		return {
			device: deviceView(device, settings, sync.skewMs),
			houseFacts,
			dossiers,
			rounds: reading?.foldRounds(published, pending) ?? published,
			outbox: reading?.outboxItems(own, state.decisions) ?? [],
			operations: new Map(own.map(({ operation }) => [operation.header.id, operation])),
			payments: reading?.ownPayments(own, dossiers) ?? [],
			cash: { bag: state.bag, pending: reading?.pendingCash(state.bag ? pending : own) ?? [] },
			broken,
			sync: {
				lastUp: sync.lastUpMs === null ? null : instant(sync.lastUpMs),
				lastDown: pull.atMs === null ? null : instant(pull.atMs),
				error: storedRefusal(sync.error),
				unsent: unsent.length,
				unsentBytes: unsent.reduce((sum, { record }) => sum + record.bytes, 0),
				files: state.files,
				session: sync.session,
				shutOut: sync.shutOut
			}
		};
	}

	async #own({ records, broken: unreadable }: OutboxRead, broken: BrokenRecord[]): Promise<readonly Own[]> {
		for (const key of unreadable) broken.push({ table: 'outbox', key, reason: 'unreadable-record' });
		const opened = await Promise.all(records.map((record) => this.#operation(record, broken)));
		return opened.filter((own) => own !== null);
	}

	async #operation(record: OutboxRecord, broken: BrokenRecord[]): Promise<Own | null> {
		const known = this.#operations.get(record.id);
		if (known) return { record, operation: known };
		const opened = await openOperation(this.#phone, record);
		if (!opened.ok) {
			broken.push({ table: 'outbox', key: record.id, reason: reasonOf(opened.error) });
			return null;
		}
		this.#operations.set(record.id, opened.value);
		return { record, operation: opened.value };
	}

	async #snapshots(rows: readonly StoredSnapshot[], broken: BrokenRecord[]): Promise<readonly Dossier[]> {
		const opened = await Promise.all(rows.map((row) => this.#snapshot(row, broken)));
		return opened.filter((dossier) => dossier !== null);
	}

	async #snapshot(row: StoredSnapshot, broken: BrokenRecord[]): Promise<Dossier | null> {
		const known = this.#dossiers.get(row.id);
		if (known && known.rev === row.rev) return known.dossier;
		const opened = await openDossier(this.#phone, row);
		if (!opened.ok) {
			broken.push({ table: 'dossiers', key: String(row.id), reason: reasonOf(opened.error) });
			return null;
		}
		this.#dossiers.set(row.id, { rev: row.rev, dossier: opened.value });
		return opened.value;
	}

	async #rounds(rows: readonly StoredSnapshot[], broken: BrokenRecord[]): Promise<readonly Round[]> {
		const opened = await Promise.all(rows.map((row) => this.#round(row, broken)));
		return opened.filter((round) => round !== null).sort((a, b) => (a.day < b.day ? -1 : 1));
	}

	async #round(row: StoredSnapshot, broken: BrokenRecord[]): Promise<Round | null> {
		const known = this.#roundsOpened.get(row.id);
		if (known && known.rev === row.rev) return known.round;
		const opened = await openRound(this.#phone, row);
		if (!opened.ok) {
			broken.push({ table: 'rounds', key: String(row.id), reason: reasonOf(opened.error) });
			return null;
		}
		this.#roundsOpened.set(row.id, { rev: row.rev, round: opened.value });
		return opened.value;
	}

	/** What did not change is the same object again; what did judges every pending operation anew. */
	#sameFacts(stored: HouseFacts | null): HouseFacts | null {
		if (JSON.stringify(stored) === JSON.stringify(this.#facts)) return this.#facts;
		this.#folded.clear();
		this.#facts = stored;
		return stored;
	}

	/** A dossier whose snapshot and pending operations are the same objects as last time is the same object again. */
	#fold(
		reading: Reading | null,
		{ device, houseFacts, snapshots }: Known,
		pending: readonly Own[]
	): Map<DossierId, Dossier> {
		const byDossier = Map.groupBy(pending, ({ record }) => record.dossier);
		const folded = new Map<DossierId, Dossier>();
		for (const snapshot of snapshots) {
			const operations = (byDossier.get(snapshot.id) ?? []).map(({ operation }) => operation);
			const ids = operations.map(({ header }) => header.id).join(' ');
			const known = this.#folded.get(snapshot.id);
			const same = known && known.snapshot === snapshot && known.ids === ids;
			const dossier = same
				? known.dossier
				: (reading?.foldDossier(snapshot, operations, device, houseFacts) ?? snapshot);
			this.#folded.set(snapshot.id, { snapshot, ids, dossier });
			folded.set(snapshot.id, dossier);
		}
		return folded;
	}
}

const countFiles = ({ db }: Phone): Promise<number> => db.blobs.where('state').noneOf(['draft', 'verified']).count();

/** Whether a stored operation is the very next one of what is known. */
const follows = ({ own, device: before }: Known, device: DeviceRecord, record: OutboxRecord): boolean =>
	before.id === device.id &&
	record.device === device.id &&
	record.seq === before.head.seq + 1 &&
	device.head.seq === record.seq &&
	!own.some((item) => item.record.id === record.id);

function deviceView(device: DeviceRecord, settings: DeviceSettings, skewMs: number | null): DeviceView {
	const { id, user, role, organisation, publicOrigin, series, receipt, head, forked } = device;
	const lastReceipt = { year: receipt.year, number: receipt.last };
	return { id, user, role, organisation, publicOrigin, series, lastReceipt, seq: head.seq, forked, skewMs, settings };
}

const reasonOf = ({ code }: Refusal): BrokenRecord['reason'] =>
	code === 'unopenable-seal' || code === 'unexpected-content' ? code : 'unreadable-record';

function storedRefusal(error: SyncState['error']): Refusal | null {
	return error && (error.data ? refusal(error.code, error.data) : refusal(error.code));
}
