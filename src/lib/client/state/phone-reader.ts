// Reads the whole local state as screens need it; opens each sealed record once and folds each dossier once per change.
import { actOf } from '$lib/core/act';
import type { HouseRules } from '$lib/core/country/house-rules';
import type { Standing } from '$lib/core/decide';
import type { Dossier } from '$lib/core/dossier';
import type { DossierId, OperationId } from '$lib/core/ids';
import type { Act } from '$lib/core/operation';
import { formatReceiptNumber } from '$lib/core/receipt-number';
import { refusal, type Refusal } from '$lib/core/refusal';
import { ok, type Result } from '$lib/core/result';
import type { Round } from '$lib/core/round';
import { instant } from '$lib/core/time';
import type { Operation } from '$lib/core/wire';
import { money } from '$lib/core/money';
import type { StoredSnapshot } from '../local/database';
import { foldPending, foldRound, isPending, standingOf } from '../local/fold';
import { readMeta, type MetaOf } from '../local/meta';
import { openOperation, readOutbox } from '../local/outbox';
import { needDevice, type Phone } from '../local/phone';
import type { DeviceRecord, OutboxRecord, SyncState } from '../local/records';
import { rulesFrom } from '../local/rules';
import { openDossier, openRound } from '../local/snapshot';
import type { BrokenRecord, DeviceSettings, DeviceView, OutboxItem, OwnPayment, PhoneView } from './view';

type Own = { readonly record: OutboxRecord; readonly operation: Operation };
type Folded = { readonly snapshot: Dossier; readonly ids: string; readonly dossier: Dossier };

export class PhoneReader {
	readonly #phone: Phone;
	readonly #operations = new Map<string, Operation>();
	readonly #dossiers = new Map<string, { readonly rev: number; readonly dossier: Dossier }>();
	readonly #folded = new Map<DossierId, Folded>();
	#rules: { readonly key: string; readonly rules: HouseRules } | null = null;

	constructor(phone: Phone) {
		this.#phone = phone;
	}

	/** All that is on the phone now; refused only when the device record itself cannot be read. */
	async read(): Promise<Result<PhoneView, Refusal>> {
		const phone = this.#phone;
		const read = await needDevice(phone);
		if (!read.ok) return read;
		const device = read.value;
		const [pull, sync, settings, facts] = await Promise.all([
			readMeta(phone.db, 'pull'),
			readMeta(phone.db, 'sync'),
			readMeta(phone.db, 'settings'),
			readMeta(phone.db, 'rules')
		]);
		const rules = this.#rulesOf(facts);
		const broken: BrokenRecord[] = [];
		const own = await this.#own(broken);
		const snapshots = await this.#snapshots(broken);
		const published = await this.#rounds(broken);
		const pending = own.filter(({ record }) => isPending(record, device, pull.through));
		const dossiers = this.#fold(standingOf(device, rules), snapshots, pending);
		const acts = pending.map(({ operation }) => operation);
		const rounds = published.map((round) => foldRound(round, acts));
		const unsent = own.filter(({ record }) => record.state === 'on-phone');
		return ok({
			device: deviceView(device, settings, sync.skewMs),
			rules,
			dossiers,
			rounds,
			outbox: own.map((item) => outboxItem(phone, item)).reverse(),
			operations: new Map(own.map(({ operation }) => [operation.header.id, operation])),
			payments: ownPayments(phone, own, dossiers),
			broken,
			sync: {
				lastUp: sync.lastUpMs === null ? null : instant(sync.lastUpMs),
				lastDown: pull.atMs === null ? null : instant(pull.atMs),
				error: storedRefusal(sync.error),
				unsent: unsent.length,
				unsentBytes: unsent.reduce((sum, { record }) => sum + record.bytes, 0),
				session: sync.session
			}
		});
	}

	async #own(broken: BrokenRecord[]): Promise<readonly Own[]> {
		const { records, broken: unreadable } = await readOutbox(this.#phone);
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

	async #snapshots(broken: BrokenRecord[]): Promise<readonly Dossier[]> {
		const rows = await this.#phone.db.dossiers.toArray();
		const opened = await Promise.all(rows.map((row) => this.#snapshot(row, broken)));
		return opened.filter((dossier) => dossier !== null);
	}

	async #snapshot(row: StoredSnapshot, broken: BrokenRecord[]): Promise<Dossier | null> {
		const known = this.#dossiers.get(row.id);
		if (known?.rev === row.rev) return known.dossier;
		const opened = await openDossier(this.#phone, row);
		if (!opened.ok) {
			broken.push({ table: 'dossiers', key: String(row.id), reason: reasonOf(opened.error) });
			return null;
		}
		this.#dossiers.set(row.id, { rev: row.rev, dossier: opened.value });
		return opened.value;
	}

	async #rounds(broken: BrokenRecord[]): Promise<readonly Round[]> {
		const rounds: Round[] = [];
		for (const row of await this.#phone.db.rounds.toArray()) {
			const opened = await openRound(this.#phone, row);
			if (opened.ok) rounds.push(opened.value);
			else broken.push({ table: 'rounds', key: String(row.id), reason: reasonOf(opened.error) });
		}
		return rounds.sort((a, b) => (a.day < b.day ? -1 : 1));
	}

	/** The same rules are the same object again; new ones judge every pending operation anew. */
	#rulesOf(facts: MetaOf<'rules'>): HouseRules {
		const key = JSON.stringify(facts);
		if (this.#rules?.key === key) return this.#rules.rules;
		this.#folded.clear();
		const rules = rulesFrom(this.#phone, facts);
		this.#rules = { key, rules };
		return rules;
	}

	/** A dossier whose snapshot and pending operations are the same objects as last time is the same object again. */
	#fold(standing: Standing, snapshots: readonly Dossier[], pending: readonly Own[]): Map<DossierId, Dossier> {
		const byDossier = Map.groupBy(pending, ({ record }) => record.dossier);
		const folded = new Map<DossierId, Dossier>();
		for (const snapshot of snapshots) {
			const operations = (byDossier.get(snapshot.id) ?? []).map(({ operation }) => operation);
			const ids = operations.map(({ header }) => header.id).join(' ');
			const known = this.#folded.get(snapshot.id);
			const same = known && known.snapshot === snapshot && known.ids === ids;
			const dossier = same ? known.dossier : foldPending(snapshot, operations, standing);
			this.#folded.set(snapshot.id, { snapshot, ids, dossier });
			folded.set(snapshot.id, dossier);
		}
		return folded;
	}
}

function deviceView(device: DeviceRecord, settings: DeviceSettings, skewMs: number | null): DeviceView {
	const { id, user, role, organisation, publicOrigin, series, receipt, head, forked } = device;
	const lastReceipt = { year: receipt.year, number: receipt.last };
	return { id, user, role, organisation, publicOrigin, series, lastReceipt, seq: head.seq, forked, skewMs, settings };
}

function outboxItem(phone: Phone, { record, operation }: Own): OutboxItem {
	const { id, seq, dossier, at } = operation.header;
	const read = actOf(operation);
	const amount = read.ok ? amountOf(read.value) : null;
	return {
		id,
		seq,
		kind: read.ok ? read.value.kind : null,
		dossier,
		at: instant(at.ms),
		day: at.day,
		state: record.state,
		outcome: record.outcome,
		codes: record.codes,
		bytes: record.bytes,
		minor: amount?.minor ?? null,
		currency: amount?.currency ?? null,
		receipt: read.ok && read.value.kind === 'payment.recorded' ? writtenNumber(phone, read.value) : null
	};
}

function amountOf(act: Act): OwnPayment['money'] | null {
	if (act.kind === 'payment.recorded' || act.kind === 'promise.made') return money(act.body.minor, act.body.currency);
	return act.kind === 'protocol.signed' ? money(act.body.text.total, act.body.text.currency) : null;
}

/** Newest first. */
function ownPayments(
	phone: Phone,
	own: readonly Own[],
	dossiers: ReadonlyMap<DossierId, Dossier>
): readonly OwnPayment[] {
	const payments: OwnPayment[] = [];
	for (const { record, operation } of own) {
		const read = actOf(operation);
		if (!read.ok || read.value.kind !== 'payment.recorded') continue;
		const { id, dossier, at, day, body } = read.value;
		payments.push({
			id,
			dossier,
			at,
			day,
			money: money(body.minor, body.currency),
			means: body.detail.means,
			receipt: body.receipt,
			number: writtenNumber(phone, read.value),
			status: statusOf(dossier ? dossiers.get(dossier) : undefined, id),
			state: record.state
		});
	}
	return payments.reverse();
}

const statusOf = (dossier: Dossier | undefined, id: OperationId): OwnPayment['status'] =>
	dossier?.state.payments.find((payment) => payment.id === id)?.status ?? 'recorded';

function writtenNumber(phone: Phone, act: Act<'payment.recorded'>): string {
	const { series, year, number } = act.body.receipt;
	return formatReceiptNumber({ device: series, year, number }, phone.country.receipt);
}

const reasonOf = ({ code }: Refusal): BrokenRecord['reason'] =>
	code === 'unopenable-seal' || code === 'unexpected-content' ? code : 'unreadable-record';

function storedRefusal(error: SyncState['error']): Refusal | null {
	return error && (error.data ? refusal(error.code, error.data) : refusal(error.code));
}
