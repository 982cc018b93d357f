// What a collector can do, each act loaded when it is first used; `Field` says how one is saved and shown.
import type { DossierId, RoundId } from '$lib/core/ids';
import type { KeptOrder } from '$lib/core/kept-order';
import type { Refusal } from '$lib/core/refusal';
import type { Result } from '$lib/core/result';
import type { LocalDate } from '$lib/core/time';
import type {
	PaymentInput,
	PromiseInput,
	ProtocolInput,
	ProtocolNote,
	ReversalInput,
	Saved,
	VisitInput
} from '../actions/input';
import type { ActRequest } from '../actions/act';
import type { Held, HeldKind } from '../actions/hold';
import type { DepositInput } from '../actions/deposit-cash';
import type { ReportInput } from '../actions/report-about';
import { deleteDraft, draftKeys, readDraft, writeDraft } from '../local/drafts';
import { readOrder, writeOrder } from '../local/own-order';
import type { Phone } from '../local/phone';
import type { PhotoAlbum } from './photo-album';

type Payment = typeof import('../actions/record-payment');

export abstract class FieldActs {
	/**
	 * Kept once it is loaded: to ask the browser for it again lets a frame be drawn before the act begins, and at the door "saved"
	 * waits for that.
	 */
	#payment: Payment | null = null;

	/** The civil day of a right clock. */
	abstract readonly today: LocalDate;

	/** Saves one act on the open phone and shows it; `tell` hears of it as soon as it is stored, before it is shown. */
	protected abstract save(
		act: (phone: Phone) => Promise<Result<Saved, Refusal>>,
		tell?: (saved: Saved) => void
	): Promise<Result<Saved, Refusal>>;

	/** Notes an act that can be taken back until the next act, or for ten seconds. */
	protected abstract hold<K extends HeldKind>(
		make: (phone: Phone) => ActRequest<K>
	): Promise<Result<Held | Saved, Refusal>>;

	/** The open phone; a form that is shown without one is a bug. */
	protected abstract get phone(): Phone;

	async reportVisit(input: VisitInput): Promise<Result<Saved, Refusal>> {
		const { reportVisit } = await import('../actions/report-visit');
		return this.save((phone) => reportVisit(phone, input));
	}

	/** The same, to be taken back for ten seconds. */
	async noteVisit(input: VisitInput): Promise<Result<Held | Saved, Refusal>> {
		const { visitRequest } = await import('../actions/report-visit');
		return this.hold((phone) => visitRequest(phone, input));
	}

	/** Loads what recording a payment takes, before it is asked for. */
	async preparePayment(): Promise<Payment> {
		const [payment] = await Promise.all([import('../actions/record-payment'), import('./own-operations')]);
		return (this.#payment = payment);
	}

	/** `tell` hears of the payment the moment it is stored, before the screen shows it. */
	async recordPayment(input: PaymentInput, tell: (saved: Saved) => void): Promise<Result<Saved, Refusal>> {
		const { recordPayment } = this.#payment ?? (await this.preparePayment());
		return this.save((phone) => recordPayment(phone, input), tell);
	}

	/** Notes a promise, to be taken back for ten seconds. */
	async notePromise(input: PromiseInput): Promise<Result<Held | Saved, Refusal>> {
		const { promiseRequest } = await import('../actions/make-promise');
		return this.hold(() => promiseRequest(input));
	}

	/** A dispute, hardship, danger, a wish to be left alone. */
	async reportAbout(input: ReportInput): Promise<Result<Saved, Refusal>> {
		const { reportAbout } = await import('../actions/report-about');
		return this.save((phone) => reportAbout(phone, input));
	}

	/** The same, to be taken back for ten seconds; danger is reported at once. */
	async noteReport(input: ReportInput): Promise<Result<Held | Saved, Refusal>> {
		const { reportRequest } = await import('../actions/report-about');
		const request = reportRequest(input);
		return request.kind === 'dispute.reported' ? this.hold(() => request) : this.hold(() => request);
	}

	async signProtocol(input: ProtocolInput): Promise<Result<Saved, Refusal>> {
		const { signProtocol } = await import('../actions/sign-protocol');
		return this.save((phone) => signProtocol(phone, input));
	}

	/** Terms put to a manager, a signature that was refused, second thoughts. */
	async noteProtocol(input: ProtocolNote): Promise<Result<Saved, Refusal>> {
		const { noteProtocol } = await import('../actions/note-protocol');
		return this.save((phone) => noteProtocol(phone, input));
	}

	/** Says that the collector leaves with the round; preflight first. */
	async startRound(round: RoundId): Promise<Result<Saved, Refusal>> {
		const { startRound } = await import('../actions/start-round');
		return this.save((phone) => startRound(phone, round));
	}

	async closeRound(round: RoundId): Promise<Result<Saved, Refusal>> {
		const { closeRound } = await import('../actions/close-round');
		return this.save((phone) => closeRound(phone, round));
	}

	/** Takes cash and cheques to a bank. */
	async depositCash(input: DepositInput): Promise<Result<Saved, Refusal>> {
		const { depositCash } = await import('../actions/deposit-cash');
		return this.save((phone) => depositCash(phone, input));
	}

	/** Keeps why the collector sets off today in spite of a gate; the report of the visit carries it. */
	async keepOverride(dossier: DossierId, reason: string): Promise<void> {
		const { keepOverride } = await import('../actions/going');
		await keepOverride(this.phone, dossier, this.today, reason);
	}

	/** The order that the collector keeps for a round; null while it is the manager's. */
	async readOrder(round: RoundId): Promise<KeptOrder | null> {
		return readOrder(this.phone, round);
	}

	async keepOrder(round: RoundId, kept: KeptOrder | null): Promise<void> {
		await writeOrder(this.phone, round, kept);
	}

	/** Raw strings of a form, sealed; null when there is no draft. */
	async readDraft(key: string): Promise<Readonly<Record<string, string>> | null> {
		const draft = await readDraft(this.phone, key);
		return draft?.ok ? draft.value : null;
	}

	async writeDraft(key: string, fields: Readonly<Record<string, string>>): Promise<void> {
		await writeDraft(this.phone, key, fields);
	}

	async deleteDraft(key: string): Promise<void> {
		await deleteDraft(this.phone, key);
	}

	/** Keys of the forms under way; what waits for an act beside them is none. */
	async openForms(): Promise<readonly string[]> {
		return draftKeys(this.phone);
	}

	/** Photos of forms under way, and files that are still to be sent. */
	async album(): Promise<PhotoAlbum> {
		const { PhotoAlbum } = await import('./photo-album');
		return new PhotoAlbum(this.phone);
	}

	/** Asks a manager to reverse a payment; nothing is posted before a second person agrees. */
	async requestReversal(input: ReversalInput): Promise<Result<Saved, Refusal>> {
		const { requestReversal } = await import('../actions/request-reversal');
		return this.save((phone) => requestReversal(phone, input));
	}
}
