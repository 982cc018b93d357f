// What a screen gives to each act; the act completes it with numbers, allocation and printed fields.
import type { ClaimId, DossierId, OperationId, RoundId } from '$lib/core/ids';
import type {
	Body,
	Cause,
	Frequency,
	Means,
	MeansDetail,
	Outcome,
	ProtocolDocument,
	ProtocolText,
	Strokes
} from '$lib/core/operation';
import type { Interview } from '$lib/core/interview';
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
	/** What the guided interview left behind; absent where none was held. */
	readonly interview?: Interview;
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
	/** What the debtor typed himself; null when the template asks for none, or when he drew or wrote the amount. */
	readonly mention: string | null;
	readonly mentionStrokes?: Strokes;
	readonly amountMention?: NonNullable<Body<'protocol.signed'>['amountMention']>;
	/** Drawn, or the signer's name with the code printed on the debtor's letter. */
	readonly signature: { readonly strokes: Strokes } | { readonly name: string; readonly code: string };
	readonly collector?: NonNullable<Body<'protocol.signed'>['collector']>;
	/** The approved proposal that is signed. */
	readonly proposal?: OperationId;
	/** How long the text was on the screen before signing, in milliseconds. */
	readonly shownMs: number;
};

/** What a plan is made of before its text exists; a plain plan, monthly, by default. */
export type PlanInput = {
	readonly dossier: DossierId;
	readonly document?: ProtocolDocument;
	/** Given up by the creditor, in minor units; only a settlement gives up anything. */
	readonly waived?: number;
	/** The disagreement that a settlement ends. */
	readonly dispute?: string;
	/** Down payment in minor units, paid at signature; 0 for none. */
	readonly down: number;
	/** Number of instalments. */
	readonly count: number;
	readonly firstDueOn: LocalDate;
	readonly frequency: Frequency;
};

/** A proposal that a manager approved: it is signed as it is. */
export type ApprovedInput = { readonly dossier: DossierId; readonly proposal: OperationId };

/** What is noted around a signature, beside the signature itself. */
export type ProtocolNote =
	| (ActContext & {
			readonly kind: 'protocol.proposed';
			readonly plan: PlanInput;
			/** Why the collector asks for more than his margin. */
			readonly note: string | null;
	  })
	| (ActContext & {
			readonly kind: 'protocol.refused';
			readonly body: Omit<Body<'protocol.refused'>, 'round'>;
	  })
	| (ActContext & { readonly kind: 'protocol.withdrawn'; readonly body: Body<'protocol.withdrawn'> });

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
