// The phone as screens see it: one reactive object over the local database, the acts and the sync.
import type { HouseFacts } from '$lib/core/country/house-rules';
import type { Dossier } from '$lib/core/dossier';
import type { DossierId, OperationId, RoundId } from '$lib/core/ids';
import type { Money } from '$lib/core/money';
import type { ProtocolText } from '$lib/core/operation';
import { refusal, type Refusal } from '$lib/core/refusal';
import { err, type Result } from '$lib/core/result';
import type { Round } from '$lib/core/round';
import { instant, parisDay, type Instant, type LocalDate } from '$lib/core/time';
import type { Operation, Place } from '$lib/core/wire';
import type {
	PaymentInput,
	PlanInput,
	PromiseInput,
	ProtocolInput,
	ReversalInput,
	Saved,
	VisitInput
} from '../actions/input';
import { readDraft, writeDraft, deleteDraft } from '../local/drafts';
import { correctedTime, openCurrentPhone, type Phone } from '../local/phone';
import type { SignedOut } from '../local/sign-out';
import type { Ports } from '../ports';
import { SyncScheduler, type SyncProgress } from '../sync/scheduler';
import { cashHeld, collectedOnDay, roundOfDay } from './day-figures';
import { PhoneReader } from './phone-reader';
import { readPlace } from './place';
import {
	IDLE_SYNC,
	type BrokenRecord,
	type DeviceSettings,
	type DeviceView,
	type OutboxItem,
	type OwnPayment,
	type PhoneView,
	type PreflightReport,
	type SyncView
} from './view';

const NO_PROGRESS: SyncProgress = { phase: 'idle', error: null, retryAt: null, inFlight: new Set(), stored: false };

export class Field {
	/** 'none': nobody is enrolled on this phone, the layout leads to the sign-in page. */
	status = $state<'loading' | 'none' | 'ready'>('loading');
	/** What the browser believes of the network; only a sync knows. */
	online = $state(true);
	#view = $state.raw<PhoneView | null>(null);
	/** Why the phone cannot be opened or read, e.g. a device record that is broken; null when all is well. */
	problem = $state.raw<Refusal | null>(null);
	#progress = $state.raw<SyncProgress>(NO_PROGRESS);
	#now: Instant = $state.raw(instant(0));

	/** Who is enrolled; null before `status` is 'ready'. */
	readonly device: DeviceView | null = $derived(this.#view?.device ?? null);
	/** Corrected by the clock skew of the last sync; moves on with each refresh. */
	readonly today: LocalDate = $derived(parisDay(this.#now));
	/** Snapshot and own pending operations, folded: what every screen shows. */
	readonly dossiers: ReadonlyMap<DossierId, Dossier> = $derived(this.#view?.dossiers ?? new Map());
	/** What the organisation lays over the country's rules; screens that judge or count make rules of it with `rulesOf`. */
	readonly houseFacts: HouseFacts | null = $derived(this.#view?.houseFacts ?? null);
	/** Rounds of this collector that are on the phone, by day. */
	readonly rounds: readonly Round[] = $derived(this.#view?.rounds ?? []);
	/** Today's round, or null. */
	readonly round: Round | null = $derived(roundOfDay(this.rounds, this.today));
	/** Own operations, newest first, each with its true state. */
	readonly outbox: readonly OutboxItem[] = $derived(this.#outbox());
	/** Receipts that this phone gave, newest first. */
	readonly payments: readonly OwnPayment[] = $derived(this.#view?.payments ?? []);
	/** Records that could not be read back; shown, never dropped. */
	readonly broken: readonly BrokenRecord[] = $derived(this.#view?.broken ?? []);
	readonly sync: SyncView = $derived(this.#sync());

	readonly #ports: Ports;
	#phone: Phone | null = null;
	#reader: PhoneReader | null = null;
	#scheduler: SyncScheduler | null = null;
	#release: (() => void)[] = [];
	#announce: () => void = () => undefined;
	#reads = 0;
	#reading = 0;
	#wanted = false;

	constructor(ports: Ports) {
		this.#ports = ports;
		this.#now = ports.now();
	}

	/**
	 * Opens the phone of the enrolled user and starts syncing; safe to call again. Without one, a signed-in browser is enrolled.
	 * `close` undoes it.
	 */
	async open(): Promise<void> {
		if (this.#wanted) return;
		this.#wanted = true;
		const opened = await openCurrentPhone(this.#ports);
		if (opened.ok && opened.value) await this.#begin(opened.value);
		else if (!opened.ok) this.problem = opened.error;
		await this.#followSession();
	}

	/** A phone that a sign-in of this or another user enrolled meanwhile takes the place of what is shown. */
	async #followSession(): Promise<void> {
		const { enterSession } = await import('./enter-session');
		const entered = await enterSession(this.#ports, this.#phone);
		if (!this.#wanted) return;
		if (entered.ok && entered.value) {
			this.#shut();
			await this.#begin(entered.value);
		} else if (!this.#phone) {
			this.problem ??= entered.ok ? null : entered.error;
			this.status = 'none';
		}
	}

	async #begin(phone: Phone): Promise<void> {
		if (!this.#wanted) return phone.db.close();
		this.#phone = phone;
		this.#reader = new PhoneReader(phone);
		this.problem = null;
		const channel = this.#ports.openChannel(`tournee-${phone.user}`, () => void this.refresh());
		this.#announce = () => channel.announce();
		const scheduler = new SyncScheduler(phone, (progress) => this.#follow(progress));
		this.#scheduler = scheduler;
		this.#release = [() => channel.close(), this.#watchNetwork(), () => scheduler.stop()];
		await this.refresh();
		this.status = 'ready';
		scheduler.start();
	}

	#follow(progress: SyncProgress): void {
		this.#progress = progress;
		// The chain was continued elsewhere: what is here stays, and this phone gets a key and a series of its own again.
		if (progress.error?.code === 'forked') void this.#followSession();
		if (!progress.stored) return;
		this.#announce();
		void this.refresh();
	}

	/** Stops timers and listeners and closes the database. */
	close(): void {
		this.#wanted = false;
		this.#shut();
	}

	#shut(): void {
		for (const release of this.#release) release();
		this.#release = [];
		this.#phone?.db.close();
		[this.#phone, this.#reader, this.#scheduler, this.#view] = [null, null, null, null];
		this.#progress = NO_PROGRESS;
		this.status = 'loading';
	}

	/** Reads the local database again; acts, syncs and other tabs call it. Overtaken reads are dropped. */
	async refresh(): Promise<void> {
		this.#reads += 1;
		const mine = this.#reads;
		const reader = this.#reader;
		this.#reading += 1;
		const read = await reader?.read().catch(() => err(refusal('storage-lost')));
		this.#reading -= 1;
		if (!read || mine !== this.#reads || reader !== this.#reader) return;
		if (!read.ok) {
			this.problem = read.error;
			return;
		}
		this.#view = read.value;
		this.#now = this.correctedNow();
	}

	/** The present on the server's clock, as far as the phone knows it. */
	correctedNow(): Instant {
		return correctedTime(this.#ports.now(), this.#view?.device.skewMs ?? null);
	}

	/** A dossier with the own pending operations folded in. */
	dossier(id: DossierId): Dossier | undefined {
		return this.dossiers.get(id);
	}

	/** Own operations on a dossier that no answer of the server covers yet. */
	pendingOf(id: DossierId): readonly OutboxItem[] {
		return this.outbox.filter((item) => item.dossier === id && item.state !== 'confirmed');
	}

	/** An own operation as it was signed, e.g. for the receipt or the copy of a protocol; undefined once pruned. */
	operation(id: OperationId): Operation | undefined {
		return this.#view?.operations.get(id);
	}

	/** A receipt of this phone by the id of its operation. */
	payment(id: OperationId): OwnPayment | undefined {
		return this.payments.find((payment) => payment.id === id);
	}

	/** Cash that the collector carries: taken on this phone or seen today, not reversed. */
	cashHeld(): Money {
		return cashHeld(this.#view, this.today, this.round);
	}

	/** Money of all means taken today and not reversed. */
	collectedToday(): Money {
		return collectedOnDay(this.#view, this.today, this.round);
	}

	/** The complete text that the debtor reads and signs for a plan. */
	async protocolText(plan: PlanInput): Promise<Result<ProtocolText, Refusal>> {
		const [{ protocolTextFor }, { rulesOf }] = await Promise.all([import('../actions/plan'), import('../local/rules')]);
		return protocolTextFor(this.#open().view.device, this.dossiers, plan, this.today, rulesOf(this).pack);
	}

	/** Keeps why the collector sets off today in spite of a gate; the report of the visit carries it. */
	async keepOverride(dossier: DossierId, reason: string): Promise<void> {
		const { keepOverride } = await import('../actions/going');
		await keepOverride(this.#open().phone, dossier, this.today, reason);
	}

	async reportVisit(input: VisitInput): Promise<Result<Saved, Refusal>> {
		const { reportVisit } = await import('../actions/report-visit');
		return this.#saved(await reportVisit(this.#open().phone, input));
	}

	async recordPayment(input: PaymentInput): Promise<Result<Saved, Refusal>> {
		const { recordPayment } = await import('../actions/record-payment');
		return this.#saved(await recordPayment(this.#open().phone, input));
	}

	async makePromise(input: PromiseInput): Promise<Result<Saved, Refusal>> {
		const { makePromise } = await import('../actions/make-promise');
		return this.#saved(await makePromise(this.#open().phone, input));
	}

	async signProtocol(input: ProtocolInput): Promise<Result<Saved, Refusal>> {
		const { signProtocol } = await import('../actions/sign-protocol');
		return this.#saved(await signProtocol(this.#open().phone, input));
	}

	/** Says that the collector leaves with the round; preflight first. */
	async startRound(round: RoundId): Promise<Result<Saved, Refusal>> {
		const { startRound } = await import('../actions/start-round');
		return this.#saved(await startRound(this.#open().phone, round));
	}

	async closeRound(round: RoundId): Promise<Result<Saved, Refusal>> {
		const { closeRound } = await import('../actions/close-round');
		return this.#saved(await closeRound(this.#open().phone, round));
	}

	/** Asks a manager to reverse a payment; nothing is posted before a second person agrees. */
	async requestReversal(input: ReversalInput): Promise<Result<Saved, Refusal>> {
		const { requestReversal } = await import('../actions/request-reversal');
		return this.#saved(await requestReversal(this.#open().phone, input));
	}

	/** The button: one pass now, whatever the timer says; resolves when it ended. */
	async syncNow(): Promise<void> {
		await this.#scheduler?.now();
	}

	/** Proves that the round can be worked offline; `askPosition` may show the browser's own question. */
	async preflight(options: { readonly askPosition: boolean } = { askPosition: false }): Promise<PreflightReport> {
		const { runPreflight } = await import('./preflight');
		const { phone, view } = this.#open();
		return runPreflight(phone, view, { ...options, today: this.today });
	}

	/** One point, at most five seconds; null when there is none. Never an obstacle. */
	place(): Promise<Place | null> {
		return readPlace(this.#ports);
	}

	/** Raw strings of a form, sealed; null when there is no draft. */
	async readDraft(key: string): Promise<Readonly<Record<string, string>> | null> {
		const draft = await readDraft(this.#open().phone, key);
		return draft?.ok ? draft.value : null;
	}

	async writeDraft(key: string, fields: Readonly<Record<string, string>>): Promise<void> {
		await writeDraft(this.#open().phone, key, fields);
	}

	async deleteDraft(key: string): Promise<void> {
		await deleteDraft(this.#open().phone, key);
	}

	async saveSettings(settings: DeviceSettings): Promise<void> {
		const { saveSettings } = await import('../local/settings');
		await saveSettings(this.#open().phone, settings);
		this.#announce();
		await this.refresh();
	}

	/** Ends the session and forgets who is current; keeps every record and says how many are unsent. */
	async signOut(): Promise<SignedOut> {
		const { signOut } = await import('../local/sign-out');
		const left = await signOut(this.#open().phone);
		this.close();
		this.status = 'none';
		return left;
	}

	#open(): { phone: Phone; view: PhoneView } {
		if (!this.#phone || !this.#view) throw new Error('the phone is not open');
		return { phone: this.#phone, view: this.#view };
	}

	async #saved(saved: Result<Saved, Refusal>): Promise<Result<Saved, Refusal>> {
		if (!saved.ok) return saved;
		this.#announce();
		await this.#showSaved(saved.value.id);
		this.#scheduler?.soon();
		return saved;
	}

	/** Shows what was just stored without reading the rest again: the receipt is waited for at the door. */
	async #showSaved(id: OperationId): Promise<void> {
		const reader = this.#reader;
		// A reading that began before the operation was stored must not take it off the screen again.
		this.#reads += 1;
		const mine = this.#reads;
		const overtook = this.#reading > 0;
		const view = await reader?.readSaved(id).catch(() => null);
		if (!view || mine !== this.#reads || reader !== this.#reader) return this.refresh();
		this.#view = view;
		this.#now = this.correctedNow();
		if (overtook) void this.refresh();
	}

	#outbox(): readonly OutboxItem[] {
		const items = this.#view?.outbox ?? [];
		const { inFlight } = this.#progress;
		if (inFlight.size === 0) return items;
		return items.map((item) => (inFlight.has(item.id) ? { ...item, state: 'sending' } : item));
	}

	#sync(): SyncView {
		const { phase, error, retryAt } = this.#progress;
		const stored = this.#view?.sync;
		return stored
			? { ...stored, phase, retryAt, error: error ?? stored.error }
			: { ...IDLE_SYNC, phase, error, retryAt };
	}

	#watchNetwork(): () => void {
		this.online = navigator.onLine;
		const changed = () => {
			this.online = navigator.onLine;
			if (this.online) this.#scheduler?.soon();
		};
		const visible = () => {
			if (document.visibilityState !== 'visible') return;
			void this.refresh();
			this.#scheduler?.soon();
		};
		addEventListener('online', changed);
		addEventListener('offline', changed);
		document.addEventListener('visibilitychange', visible);
		return () => {
			removeEventListener('online', changed);
			removeEventListener('offline', changed);
			document.removeEventListener('visibilitychange', visible);
		};
	}
}
