// The phone as screens see it: one reactive object over the local database, the acts and the sync.
import type { HouseFacts } from '$lib/core/country/house-rules';
import type { Dossier } from '$lib/core/dossier';
import type { DossierId, OperationId } from '$lib/core/ids';
import type { Money } from '$lib/core/money';
import type { ProtocolText } from '$lib/core/operation';
import { refusal, type Refusal } from '$lib/core/refusal';
import { err, type Result } from '$lib/core/result';
import type { Round } from '$lib/core/round';
import { instant, parisDay, type Instant, type LocalDate } from '$lib/core/time';
import type { Operation, Place } from '$lib/core/wire';
import type { ApprovedInput, PlanInput, Saved } from '../actions/input';
import type { BlackBoxFile } from '../local/black-box';
import { HELD } from '../local/drafts';
import { correctedTime, openCurrentPhone, openPhone, type Phone } from '../local/phone';
import type { SignedOut } from '../local/sign-out';
import type { Ports } from '../ports';
import { NO_PROGRESS, SyncScheduler, type SyncProgress } from '../sync/scheduler';
import { cashHeld, collectedOnDay, roundOfDay } from './day-figures';
import { FieldHeld } from './field-held.svelte';
import { PhoneReader } from './phone-reader';
import { readPlace } from './place';
import { watchSurroundings } from './surroundings';
import {
	IDLE_SYNC,
	type BrokenRecord,
	type DeviceSettings,
	type DeviceView,
	type OutboxItem,
	type OwnPayment,
	type PhoneCash,
	type PhoneView,
	type PreflightReport,
	type SyncView
} from './view';

/** Why a session must not lead to a new enrolment before a person has read it. */
const BLOCKING: readonly string[] = ['storage-evicted', 'device-record-unreadable'];

export class Field extends FieldHeld {
	/**
	 * 'none': nobody is enrolled on this phone, the layout leads to the sign-in page. 'blocked': the phone's storage is gone or
	 * cannot be read; `problem` says what it is, and a person decides what happens next.
	 */
	status = $state<'loading' | 'none' | 'ready' | 'blocked'>('loading');
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
	readonly dossiers: ReadonlyMap<DossierId, Dossier> = $derived(this.withHeld(this.#view?.dossiers ?? new Map()));
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
	/** What the server knows of the collector's cash, and what this phone did since. */
	readonly cash: PhoneCash = $derived(this.#view?.cash ?? { bag: null, pending: [] });
	/** Records that could not be read back; shown, never dropped. */
	readonly broken: readonly BrokenRecord[] = $derived(this.#view?.broken ?? []);
	readonly sync: SyncView = $derived(this.#sync());

	readonly #ports: Ports;
	#phone: Phone | null = null;
	#reader: PhoneReader | null = null;
	#scheduler: SyncScheduler | null = null;
	#release: (() => void)[] = [];
	#announce: () => void = () => undefined;
	/** Ends when what the last pass brought is shown. */
	#brought: Promise<void> = Promise.resolve();
	#reads = 0;
	#reading = 0;
	#wanted = false;
	#reopened = false;

	constructor(ports: Ports) {
		super();
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
		if (!opened.ok) this.#block(opened.error);
		else if (opened.value) await this.#begin(opened.value);
		else {
			const { findEviction } = await import('../local/eviction');
			const lost = findEviction(null);
			if (lost) this.#block(lost);
		}
		await this.#followSession();
	}

	/** The person has read what the browser threw away: this phone may be enrolled anew. */
	async acceptLoss(): Promise<void> {
		const { acceptEviction } = await import('../local/eviction');
		acceptEviction();
		this.status = 'loading';
		await this.#followSession();
	}

	#block(problem: Refusal): void {
		this.#shut();
		this.problem = problem;
		this.status = 'blocked';
	}

	/** A phone that a sign-in of this or another user enrolled meanwhile takes the place of what is shown. */
	async #followSession(): Promise<void> {
		const { enterSession } = await import('./enter-session');
		const entered = await enterSession(this.#ports, this.#phone);
		if (!this.#wanted) return;
		if (entered.ok && entered.value) {
			this.#shut();
			await this.#begin(entered.value);
		} else if (!entered.ok && BLOCKING.includes(entered.error.code)) this.#block(entered.error);
		else if (!this.#phone && this.status !== 'blocked') {
			this.problem = entered.ok ? null : entered.error;
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
		this.#release = [() => channel.close(), this.#watchSurroundings(scheduler), () => scheduler.stop()];
		await this.refresh();
		if (phone !== this.#phone) return;
		this.status = 'ready';
		if (await phone.db.drafts.get(HELD)) await this.saveHeld();
		scheduler.start();
		this.#ports.later(4_000, () => void import('../local/reserve').then(({ keepReserve }) => keepReserve()));
	}

	#follow(progress: SyncProgress): void {
		this.#progress = progress;
		// The chain was continued elsewhere: what is here stays, and this phone gets a key and a series of its own again.
		if (progress.error?.code === 'forked') void this.#followSession();
		if (progress.phase === 'failed') this.#askToBeWoken();
		if (!progress.stored) return;
		this.#announce();
		this.#brought = this.refresh();
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
		if (!read.ok) return this.#closedUnderUs(read.error);
		this.#show(read.value);
	}

	#show(view: PhoneView): void {
		this.#view = view;
		this.#now = this.correctedNow();
		void import('../local/eviction').then(({ keepMarker }) => keepMarker(view));
	}

	/** The browser closed the database or took it away: opened once more it may well be there again. */
	async #closedUnderUs(problem: Refusal): Promise<void> {
		const phone = this.#phone;
		// Opened again a moment ago and closed once more: a person decides, not a loop.
		if (!phone || this.#reopened) return phone ? this.#block(problem) : undefined;
		this.#reopened = true;
		this.#ports.later(30_000, () => (this.#reopened = false));
		phone.db.close();
		const again = await openPhone(this.#ports, phone.user).catch(() => err(problem));
		if (phone !== this.#phone) {
			if (again.ok) again.value?.db.close();
			return;
		}
		this.#shut();
		const isBack = again.ok && again.value && (await new PhoneReader(again.value).read().catch(() => err(problem))).ok;
		if (isBack && again.value) return this.#begin(again.value);
		const { findEviction } = await import('../local/eviction');
		this.#block((again.ok && !again.value && findEviction(phone.user)) || (again.ok ? problem : again.error));
	}

	/** The present on the server's clock, as far as the phone knows it. */
	correctedNow(): Instant {
		return correctedTime(this.#ports.now(), this.#view?.device.skewMs ?? null, this.#view?.sync.lastDown ?? null);
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
		return cashHeld(this.#view, this.round);
	}

	/** Money of all means taken today and not reversed. */
	collectedToday(): Money {
		return collectedOnDay(this.#view, this.today, this.round);
	}

	/** The complete text that the debtor reads and signs for a plan. */
	async protocolText(plan: PlanInput | ApprovedInput): Promise<Result<ProtocolText, Refusal>> {
		const [{ protocolTextFor }, { rulesOf }] = await Promise.all([import('../actions/plan'), import('../local/rules')]);
		return protocolTextFor(this.#open().view.device, this.dossiers, plan, this.today, rulesOf(this).pack);
	}

	/** The button: one pass now, whatever the timer says; resolves when it ended and the screens show what it brought. */
	async syncNow(): Promise<void> {
		await this.settle();
		await this.#scheduler?.now();
		await this.#brought;
	}

	/** Proves that the round can be worked offline; `askPosition` may show the browser's own question. */
	async preflight(options: { readonly askPosition: boolean } = { askPosition: false }): Promise<PreflightReport> {
		const { runPreflight } = await import('./preflight');
		const { phone, view } = this.#open();
		return runPreflight(phone, view, { ...options, today: this.today });
	}

	/** All that is not confirmed, as files for the office alone; nothing is marked as sent. */
	async blackBoxes(): Promise<Result<readonly BlackBoxFile[], Refusal>> {
		await this.settle();
		const { makeBlackBoxes } = await import('../local/black-box');
		return makeBlackBoxes(this.#ports, this.#open().phone.db);
	}

	/** One point, at most five seconds; null when there is none. Never an obstacle. */
	place(): Promise<Place | null> {
		return readPlace(this.#ports);
	}

	async saveSettings(settings: DeviceSettings): Promise<void> {
		const { saveSettings } = await import('../local/settings');
		await saveSettings(this.#open().phone, settings);
		this.#announce();
		await this.refresh();
	}

	/** Ends the session and forgets who is current; keeps every record and says how many are unsent. */
	async signOut(): Promise<SignedOut> {
		await this.settle();
		const { signOut } = await import('../local/sign-out');
		const left = await signOut(this.#open().phone);
		this.close();
		this.status = 'none';
		return left;
	}

	protected override get phone(): Phone {
		return this.#open().phone;
	}

	#open(): { phone: Phone; view: PhoneView } {
		if (!this.#phone || !this.#view) throw new Error('the phone is not open');
		return { phone: this.#phone, view: this.#view };
	}

	protected override async save(
		act: (phone: Phone) => Promise<Result<Saved, Refusal>>,
		tell: (saved: Saved) => void = () => undefined
	): Promise<Result<Saved, Refusal>> {
		await this.settle();
		const saved = await this.keep(act);
		if (!saved.ok) return saved;
		tell(saved.value);
		await this.saved(saved.value);
		return saved;
	}

	/** The database was closed under us, or this is a bug: the form keeps what was typed, and the console the error. */
	protected override async keep<T>(write: (phone: Phone) => Promise<Result<T, Refusal>>): Promise<Result<T, Refusal>> {
		try {
			return await write(this.#open().phone);
		} catch (error) {
			reportError(error);
			void this.refresh();
			return err(refusal('storage-lost'));
		}
	}

	protected override async saved({ id }: Saved): Promise<void> {
		this.#announce();
		await this.#showSaved(id);
		this.#scheduler?.soon();
		if (!this.online) this.#askToBeWoken();
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
		this.#show(view);
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

	#watchSurroundings(scheduler: SyncScheduler): () => void {
		return watchSurroundings({
			network: (online) => {
				const isBack = online && !this.online;
				this.online = online;
				if (isBack) scheduler.backOnline();
			},
			visible: () => {
				void this.refresh();
				scheduler.soon();
			},
			woken: () => scheduler.woken()
		});
	}

	/** What could not be sent goes up also when this page is closed before there is a network. */
	#askToBeWoken(): void {
		if (this.sync.unsent > 0) void import('../sync/background').then(({ askToBeWoken }) => askToBeWoken());
	}
}
