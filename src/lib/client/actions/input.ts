// What a screen gives to each act; the act completes it with numbers, allocation and printed fields.
import type { ClaimId, DossierId, OperationId, RoundId } from '$lib/core/ids';
import type { Body, Cause, Means, MeansDetail, Outcome, Posting, ProtocolText, Strokes } from '$lib/core/operation';
import type { Instant, LocalDate } from '$lib/core/time';
import type { Place } from '$lib/core/wire';

/** What every act on a dossier takes along. */
export type ActContext = {
	readonly dossier: DossierId;
	/** The round under way; null outside of one. */
	readonly round: RoundId | null;
	/** One recorded point, or null: a missing position never stops an act. */
	readonly place: Place | null;
	/** Key of the draft that this act takes the place of; deleted in the same transaction. Null for none. */
	readonly draft: string | null;
};

export type VisitInput = ActContext & {
	readonly outcome: Outcome;
	readonly cause: Cause | null;
	readonly note: string | null;
	readonly next: Body<'visit.reported'>['next'];
	/** When the report was opened; null when it was one tap. */
	readonly openedAt: Instant | null;
};

export type PaymentInput = ActContext & {
	/** In minor units of the dossier's currency. */
	readonly minor: number;
	readonly detail: MeansDetail;
	/** Who paid when it is not the debtor; null for the debtor. */
	readonly payer: string | null;
	/** The claim that the debtor chose to pay; null for the legal order. */
	readonly directedTo: ClaimId | null;
	/** The collector confirmed that what exceeds the debt due is kept as a credit. */
	readonly acceptCredit: boolean;
};

export type PromiseInput = ActContext & {
	readonly minor: number;
	readonly dueOn: LocalDate;
	readonly means: Means | null;
	/** Who promised when it is not the debtor. */
	readonly by: string | null;
};

export type ProtocolInput = ActContext & {
	/** Exactly what was shown: from `protocolText`. */
	readonly text: ProtocolText;
	readonly signer: Body<'protocol.signed'>['signer'];
	/** What the debtor typed himself; null when the template asks for none. */
	readonly mention: string | null;
	readonly strokes: Strokes;
	/** How long the text was on the screen before signing, in milliseconds. */
	readonly shownMs: number;
};

/** What a plan is made of before its text exists; monthly by default. */
export type PlanInput = {
	readonly dossier: DossierId;
	/** Down payment in minor units, paid at signature; 0 for none. */
	readonly down: number;
	/** Number of instalments. */
	readonly count: number;
	readonly firstDueOn: LocalDate;
	readonly frequency: 'weekly' | 'fortnightly' | 'monthly' | 'end-of-month';
};

export type ReversalInput = {
	readonly dossier: DossierId;
	readonly payment: OperationId;
	readonly reason: string;
	readonly draft: string | null;
};

/** Said only once the operation, the device head and the counter are durably stored together. */
export type Saved = {
	readonly id: OperationId;
	readonly seq: number;
	readonly at: Instant;
	readonly day: LocalDate;
	/** Written receipt number of a payment; null for other acts. */
	readonly receipt: string | null;
};

/** How a payment would be split, as shown before saving and printed after. */
export type PaymentSplit = {
	readonly allocation: readonly Posting[];
	/** What no due claim takes: kept for the debtor as a credit, with his consent. */
	readonly credit: number;
	/** Balance of the dossier before and after, in minor units. */
	readonly before: number;
	readonly after: number;
};
