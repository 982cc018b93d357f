// What a collector can do, each act loaded when it is first used; `Field` says how one is saved and shown.
import type { RoundId } from '$lib/core/ids';
import type { Refusal } from '$lib/core/refusal';
import type { Result } from '$lib/core/result';
import type {
	PaymentInput,
	PromiseInput,
	ProtocolInput,
	ProtocolNote,
	ReversalInput,
	Saved,
	VisitInput
} from '../actions/input';
import type { DepositInput } from '../actions/deposit-cash';
import type { ReportInput } from '../actions/report-about';
import type { Phone } from '../local/phone';

export abstract class FieldActs {
	/** Saves one act on the open phone and shows it. */
	protected abstract save(act: (phone: Phone) => Promise<Result<Saved, Refusal>>): Promise<Result<Saved, Refusal>>;

	async reportVisit(input: VisitInput): Promise<Result<Saved, Refusal>> {
		const { reportVisit } = await import('../actions/report-visit');
		return this.save((phone) => reportVisit(phone, input));
	}

	async recordPayment(input: PaymentInput): Promise<Result<Saved, Refusal>> {
		const { recordPayment } = await import('../actions/record-payment');
		return this.save((phone) => recordPayment(phone, input));
	}

	async makePromise(input: PromiseInput): Promise<Result<Saved, Refusal>> {
		const { makePromise } = await import('../actions/make-promise');
		return this.save((phone) => makePromise(phone, input));
	}

	/** A dispute, hardship, danger, a wish to be left alone. */
	async reportAbout(input: ReportInput): Promise<Result<Saved, Refusal>> {
		const { reportAbout } = await import('../actions/report-about');
		return this.save((phone) => reportAbout(phone, input));
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

	/** Asks a manager to reverse a payment; nothing is posted before a second person agrees. */
	async requestReversal(input: ReversalInput): Promise<Result<Saved, Refusal>> {
		const { requestReversal } = await import('../actions/request-reversal');
		return this.save((phone) => requestReversal(phone, input));
	}
}
