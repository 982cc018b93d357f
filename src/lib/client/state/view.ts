// What screens read of the phone: plain data, already judged and folded; no keys, no sealed bytes.
import type { CashBag } from '$lib/core/cash-day';
import type { HouseFacts } from '$lib/core/country/house-rules';
import type { Dossier } from '$lib/core/dossier';
import type { DeviceId, DossierId, OperationId, OrganisationId, UserId } from '$lib/core/ids';
import type { Currency, Money } from '$lib/core/money';
import type { Means, OperationKind, ReceiptRef } from '$lib/core/operation';
import type { Refusal } from '$lib/core/refusal';
import type { Role } from '$lib/core/role';
import type { Round } from '$lib/core/round';
import type { Instant, LocalDate } from '$lib/core/time';
import type { DecisionNotice, Operation, OperationOutcome } from '$lib/core/wire';
import type { ShutOut } from '../local/records';

/** Who is enrolled on this phone; the local answer to "who am I", with or without a session. */
export type DeviceView = {
	readonly id: DeviceId;
	readonly user: { readonly id: UserId; readonly name: string; readonly email: string };
	readonly role: Role;
	readonly organisation: {
		readonly id: OrganisationId;
		readonly name: string;
		readonly siren: string;
		readonly address: string;
		readonly phone: string;
		readonly demo: boolean;
	};
	/** Address that the QR of a receipt points to. */
	readonly publicOrigin: string;
	/** Receipt series of this phone, e.g. T03, and the last number it gave. */
	readonly series: string;
	readonly lastReceipt: { readonly year: number; readonly number: number };
	/** Last operation of this phone's chain; 0 before the first. */
	readonly seq: number;
	/** The chain was continued elsewhere (a cloned profile): this phone must enrol anew. */
	readonly forked: boolean;
	/** Device clock minus server clock in milliseconds at the last sync; null before the first. */
	readonly skewMs: number | null;
	readonly settings: DeviceSettings;
};

export type DeviceSettings = { readonly theme: 'system' | 'light' | 'dark' | 'sun' };

/**
 * Where an own operation stands. 'on-phone': saved, not sent. 'sending': in the request that is under way. 'sent': the server
 * answered, its signature over it is still missing. 'confirmed': covered by a signed head. 'attention': quarantined, refused or forked.
 */
export type OutboxState = 'on-phone' | 'sending' | 'sent' | 'confirmed' | 'attention';

export type OutboxItem = {
	readonly id: OperationId;
	readonly seq: number;
	/** Null for a kind that this version does not know. */
	readonly kind: OperationKind | null;
	readonly dossier: DossierId | null;
	readonly at: Instant;
	readonly day: LocalDate;
	readonly state: OutboxState;
	readonly outcome: OperationOutcome['outcome'] | null;
	/** Why it was flagged, quarantined or refused; empty without a reason. */
	readonly codes: readonly string[];
	/** What the office decided about it; null while it has not. */
	readonly decision: DecisionNotice | null;
	/** Size of the operation on the wire before compression. */
	readonly bytes: number;
	/** Amount of a payment, a promise or a protocol in minor units of `currency`. */
	readonly minor: number | null;
	readonly currency: Currency | null;
	/** Written number of the receipt, for a payment. */
	readonly receipt: string | null;
};

/** A record of this phone that could not be read back; it is kept as it is and said, never thrown away. */
export type BrokenRecord = {
	readonly table: 'device' | 'outbox' | 'dossiers' | 'rounds' | 'drafts' | 'meta' | 'staging';
	readonly key: string;
	readonly reason: 'unreadable-record' | 'unopenable-seal' | 'unexpected-content';
};

export type SyncView = {
	readonly phase: 'idle' | 'sending' | 'failed';
	/** Last time that the server acknowledged everything this phone had. */
	readonly lastUp: Instant | null;
	/** Last time that a pull was stored completely: the "data as of" of every dossier. */
	readonly lastDown: Instant | null;
	/** Why the last pass did not end well; null after a good one. */
	readonly error: Refusal | null;
	/** Own operations that no answer of the server covers yet. */
	readonly unsent: number;
	readonly unsentBytes: number;
	/** Photos and documents of own operations that the server does not have whole. */
	readonly files: number;
	/** 'expired': capture and deposit go on, nothing comes down until the next sign-in. */
	readonly session: 'unknown' | 'valid' | 'expired';
	/** Why the office lets this phone read no more; null when it does. */
	readonly shutOut: ShutOut | null;
	/** When the next automatic try is due after a failure; null when none is planned. */
	readonly retryAt: Instant | null;
};

export const IDLE_SYNC: SyncView = {
	phase: 'idle',
	lastUp: null,
	lastDown: null,
	error: null,
	unsent: 0,
	unsentBytes: 0,
	files: 0,
	session: 'unknown',
	shutOut: null,
	retryAt: null
};

/** One receipt of the phone's own series, as its screen prints it. */
export type OwnPayment = {
	readonly id: OperationId;
	readonly dossier: DossierId | null;
	readonly at: Instant;
	readonly day: LocalDate;
	readonly money: Money;
	readonly means: Means;
	readonly receipt: ReceiptRef;
	/** Written number, e.g. Q-2026-T03-000127. */
	readonly number: string;
	readonly status: 'recorded' | 'reversal-requested' | 'reversed';
	readonly state: OutboxState;
};

/** What an own operation moved that the server's figures do not contain yet. */
export type PendingCash =
	| { readonly kind: 'received'; readonly day: LocalDate; readonly minor: number; readonly currency: Currency }
	| {
			readonly kind: 'deposited';
			readonly day: LocalDate;
			readonly minor: number;
			readonly currency: Currency;
			readonly cheques: readonly OperationId[];
	  }
	| {
			readonly kind: 'cheque';
			readonly day: LocalDate;
			readonly minor: number;
			readonly currency: Currency;
			readonly payment: OperationId;
			readonly receipt: string;
	  };

export type PhoneCash = {
	/** Null before a server that knows of it said what it knows: then all own operations are pending. */
	readonly bag: CashBag | null;
	readonly pending: readonly PendingCash[];
};

/** All that is on the phone at one moment. */
export type PhoneView = {
	readonly device: DeviceView;
	/** What the organisation lays over the country's rules, as of the last pull; null before the first. `rulesOf` makes rules of it. */
	readonly houseFacts: HouseFacts | null;
	/** Snapshot and own pending operations, folded. */
	readonly dossiers: ReadonlyMap<DossierId, Dossier>;
	readonly rounds: readonly Round[];
	/** Own operations, newest first. */
	readonly outbox: readonly OutboxItem[];
	/** The own operations themselves, for receipts and copies of what was signed. */
	readonly operations: ReadonlyMap<OperationId, Operation>;
	readonly payments: readonly OwnPayment[];
	readonly cash: PhoneCash;
	readonly broken: readonly BrokenRecord[];
	readonly sync: Omit<SyncView, 'phase' | 'error' | 'retryAt'> & { readonly error: Refusal | null };
};

export type PreflightCheckId =
	| 'round'
	| 'dossiers'
	| 'digest'
	| 'broken'
	| 'storage'
	| 'quota'
	| 'clock'
	| 'series'
	| 'version'
	| 'offline'
	| 'unsent'
	| 'position';

export type PreflightCheck = {
	readonly id: PreflightCheckId;
	/** 'fail' keeps the round from starting; 'warn' and 'unknown' are said and let through. */
	readonly verdict: 'ok' | 'warn' | 'fail' | 'unknown';
	/** What the message needs, e.g. {ready: 11, planned: 12}. */
	readonly data: NonNullable<Refusal['data']>;
};

export type PreflightReport = {
	readonly checks: readonly PreflightCheck[];
	/** No check failed. */
	readonly ready: boolean;
	readonly at: Instant;
};
