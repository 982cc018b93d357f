// The shape of a country's rules: everything the rest of core must not know by itself. France is the first country.
import type { GateSection } from '../gate-section';
import type { Currency } from '../money';
import type { Confidence, DatedRows } from './dated';
import type { ParameterRows } from './parameters';

/** A part of the country with public holidays or a clock of its own, e.g. 'metropole', 'alsace-moselle', 'reunion'. */
export type Region = string;

/** When a public holiday falls: a fixed day, or so many days after (before when negative) Easter Sunday. */
export type HolidayRule =
	| { readonly kind: 'fixed'; readonly month: number; readonly day: number }
	| { readonly kind: 'easter'; readonly offsetDays: number };

/** A public holiday; `regions` null means the whole country. */
export type Holiday = {
	readonly name: string;
	readonly rule: HolidayRule;
	readonly regions: readonly Region[] | null;
};

export type CalendarSection = {
	readonly defaultRegion: Region;
	/** Longest matching prefix wins; `utcOffsetMinutes` null means the clock of the capital. */
	readonly regions: readonly {
		readonly region: Region;
		readonly postcodePrefixes: readonly string[];
		readonly utcOffsetMinutes: number | null;
	}[];
	readonly holidays: DatedRows<Holiday>;
	/** Days of the week (ISO, 7 for Sunday) on which offices are closed. */
	readonly restDays: readonly number[];
};

/** Days of a year: 365 always, or the length of the calendar year. */
export type DayCount = 'ACT/365' | 'ACT/ACT';

export type InterestSection = {
	/** Day count used where the contract or the judge chose none. */
	readonly dayCount: DayCount;
	/** Months during which a rate is frozen, counted from January: 6 for half-years. */
	readonly ratePeriodMonths: 1 | 3 | 6 | 12;
	readonly source: string;
	readonly confidence: Confidence;
};

/** Whose rate the legal interest follows: a natural person acting privately, or any other creditor. */
export type CreditorKind = 'individual' | 'other';

export type DebtorKind = 'consumer' | 'professional';

/** Parts of a debt that are always shown apart. */
export const COMPONENTS = ['costs', 'interest', 'principal', 'penalty', 'indemnity'] as const;
export type Component = (typeof COMPONENTS)[number];

export type AllocationSection = {
	/** Order inside one debt. */
	readonly order: readonly Component[];
	/** Order when a judge said capital first. */
	readonly capitalFirstOrder: readonly Component[];
	readonly source: string;
};

export type CashPolicy = 'strict' | 'lenient';

export type CashSection = { readonly policy: DatedRows<CashPolicy> };

/** Numbers of a receipt: prefix-year-series-number, the number padded to `digits`. */
export type ReceiptSection = { readonly prefix: string; readonly digits: number; readonly source: string };

/** Hours are minutes of the local day, `from` included, `until` excluded. Weekdays are ISO (1 for Monday). */
export type VisitHours = {
	readonly weekdays: readonly number[];
	readonly holidays: boolean;
	readonly from: number;
	readonly until: number;
};

export type VisitsSection = {
	readonly hours: DatedRows<VisitHours>;
	/** Bounds that no setting of the house may pass. */
	readonly outerHours: DatedRows<{ readonly from: number; readonly until: number }>;
};

export const LIMITATION_KINDS = [
	'consumer-goods-services',
	'business',
	'civil',
	'home-rent',
	'co-ownership',
	'telecom',
	'carriage',
	'insurance-premium',
	'consumer-credit',
	'cheque-bank',
	'court-title'
] as const;
/** What a claim is, as far as its limitation goes. */
export type LimitationKind = (typeof LIMITATION_KINDS)[number];

export const LIMITATION_EVENTS = [
	'acknowledgement',
	'signed-plan',
	'partial-payment',
	'court-claim',
	'enforcement-measure',
	'insolvency-declaration',
	'conciliation',
	'mediation',
	'participatory-procedure',
	'small-claims-acceptance',
	'registered-letter',
	'formal-notice',
	'letter',
	'email',
	'sms',
	'call',
	'visit',
	'invoice-reissue'
] as const;
/** What may happen to a running limitation, or may wrongly be believed to. */
export type LimitationEventType = (typeof LIMITATION_EVENTS)[number];

export type LimitationRule = {
	/** Full delay in months, as in force on the day it starts. */
	readonly delayMonths: DatedRows<number>;
	readonly nature: 'limitation' | 'foreclosure';
	readonly interruptedBy: readonly LimitationEventType[];
	readonly suspendedBy: readonly LimitationEventType[];
};

export type LimitationSection = {
	readonly kinds: Readonly<Record<LimitationKind, LimitationRule>>;
	/** Events that last: the full delay starts again when they end. */
	readonly lastingInterruptions: readonly LimitationEventType[];
	/** Interruptions to which the long cap from the birth of the right does not apply. */
	readonly uncapped: readonly LimitationEventType[];
};

export type DebtorForum = 'merchant' | 'home-rent-or-consumer-credit' | 'other';
export type Court = 'civil-court-president' | 'protection-judge' | 'commercial-court-president';

export type ForumRule = {
	readonly court: Court;
	/** Threshold above which a lawyer is needed; null where none ever is. */
	readonly lawyer: 'civil' | 'commercial' | null;
	readonly amicableAttempt: boolean;
	readonly contribution: boolean;
};

export type LitigationSection = { readonly forums: Readonly<Record<DebtorForum, ForumRule>>; readonly source: string };

export const DUNNING_STEPS = [
	'preventive-reminder',
	'reminder-1',
	'reminder-2',
	'formal-notice',
	'field-visit',
	'litigation'
] as const;
export type DunningStep = (typeof DUNNING_STEPS)[number];
export type DunningPhase = 'preventive' | 'amicable' | 'field' | 'pre-litigation' | 'litigation';

export type DunningSection = {
	readonly steps: readonly {
		readonly step: DunningStep;
		readonly phase: DunningPhase;
		/** Days after the due date, before it when negative. */
		readonly offsetDays: number;
	}[];
	readonly source: string;
	readonly confidence: Confidence;
};

export const DELIVERY_STATUSES = [
	'in-progress',
	'delivered',
	'unclaimed',
	'refused',
	'unknown-at-address',
	'lost',
	'deceased'
] as const;
/** What the post says of a registered letter. */
export type DeliveryStatus = (typeof DELIVERY_STATUSES)[number];

export type DeliveryFollowUp =
	'wait' | 'none' | 'letter-email-and-visit' | 'search-address-and-resend' | 'resend' | 'identify-heirs';

export type FormalNoticeSection = {
	readonly delivery: Readonly<
		Record<DeliveryStatus, { readonly effective: boolean; readonly followUp: DeliveryFollowUp }>
	>;
	readonly source: string;
};

export const LETTER_MENTIONS = [
	'collector-identity-and-activity',
	'creditor-identity',
	'ground',
	'principal',
	'interest',
	'accessories',
	'order-to-pay-and-means',
	'statutory-text'
] as const;
/** Mentions that the first letter of an amicable collector must carry. */
export type LetterMention = (typeof LETTER_MENTIONS)[number];

export type LetterSection = {
	readonly mentions: DatedRows<readonly LetterMention[]>;
	readonly statutoryText: DatedRows<string>;
	/** Words (lower case, no accents) that reveal a collection fee in a line's label. */
	readonly feeWords: readonly string[];
	/** Labels (lower case, no accents) that a law charges to the debtor although they sound like fees. */
	readonly lawfulFeeWords: readonly string[];
};

export const LIFE_EVENTS = [
	'over-indebtedness-filed',
	'over-indebtedness-admitted',
	'safeguard-or-reorganisation',
	'liquidation',
	'conciliation-or-ad-hoc-mandate',
	'death',
	'guardianship',
	'dispute',
	'mediator-seized',
	'no-more-visits',
	'police-complaint'
] as const;
/** Events that change everything for a dossier. */
export type LifeEvent = (typeof LIFE_EVENTS)[number];

/** What an event does to a dossier; a null field changes nothing. */
export type LifeEventEffect = {
	readonly enforcementBlocked: boolean;
	readonly visits:
		'blocked' | 'suspended' | 'suspended-until-decision' | 'blocked-until-answer' | 'representative-only';
	readonly paymentsOnOldDebt: 'refuse' | 'do-not-solicit' | null;
	readonly interest: 'stopped' | 'frozen' | null;
	readonly maxMonths: boolean;
	readonly action:
		| 'declare-claim'
		| 'declare-claim-to-liquidator'
		| 'send-claim-statement-to-commission'
		| 'identify-notary-and-heirs'
		| 'return-to-creditor'
		| 'route-to-legal'
		| null;
	readonly limitation: 'suspended-from-agreement-or-first-meeting' | null;
	readonly channels: 'post-only' | null;
	readonly signature: 'debtor-alone-refused' | null;
	readonly source: string;
	readonly confidence: Confidence;
};

/** Words (lower case, no accents) that a collector's document must not hold before an enforceable title. */
export type VocabularySection = { readonly forbiddenBeforeTitle: readonly string[]; readonly source: string };

export type IdentifiersSection = {
	readonly company: { readonly name: string; readonly digits: number };
	readonly establishment: { readonly name: string; readonly digits: number };
	/** A company whose establishments follow a checksum of their own: sum of digits, multiple of `modulus`. */
	readonly digitSumException: { readonly company: string; readonly modulus: number };
	readonly vatPrefix: string;
	readonly ibanLength: number;
};

/** All that a country decides: numbers in `parameters` (see `parameter()`), the rest in one section per subject. */
export type CountryPack = {
	/** ISO 3166-1 alpha-2. */
	readonly country: string;
	/** Day on which the law was researched, with a counter; printed on what is sealed. */
	readonly version: string;
	readonly currency: Currency;
	readonly locale: string;
	readonly timeZone: string;
	readonly parameters: ParameterRows;
	readonly calendar: CalendarSection;
	readonly interest: InterestSection;
	readonly allocation: AllocationSection;
	readonly cash: CashSection;
	readonly receipt: ReceiptSection;
	readonly visits: VisitsSection;
	/** What stops or warns before a visit, a call, cash, a plan or a letter. */
	readonly gates: GateSection;
	readonly limitation: LimitationSection;
	readonly litigation: LitigationSection;
	readonly dunning: DunningSection;
	readonly formalNotice: FormalNoticeSection;
	readonly letter: LetterSection;
	readonly lifeEvents: Readonly<Record<LifeEvent, LifeEventEffect>>;
	readonly vocabulary: VocabularySection;
	readonly identifiers: IdentifiersSection;
};
