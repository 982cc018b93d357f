// The codes of the vectors, which are the law's French terms, and the program's own names for them.
import type {
	Court,
	CreditorKind,
	DebtorForum,
	DeliveryStatus,
	LetterMention,
	LifeEvent,
	LifeEventEffect,
	LimitationEventType,
	LimitationKind
} from '../../src/lib/core/country/pack';
import type { LimitationEffect, LimitationStatus } from '../../src/lib/core/limitation';

export const CREDITOR_KINDS = {
	particulier: 'individual',
	professionnel: 'other'
} as const satisfies Record<string, CreditorKind>;

export const DELIVERY = {
	avise_non_reclame: 'unclaimed',
	decede: 'deceased',
	distribue: 'delivered',
	en_cours: 'in-progress',
	npai: 'unknown-at-address',
	perdu: 'lost',
	refuse: 'refused'
} as const satisfies Record<string, DeliveryStatus>;

export const MENTION_CODES = [
	'collector_name_address_activity',
	'creditor_name_address',
	'ground',
	'principal',
	'interest',
	'accessories',
	'order_to_pay_and_means',
	'reproduction_L111_8_al2_al3'
] as const;

export const LETTER_MENTION_OF = {
	collector_name_address_activity: 'collector-identity-and-activity',
	creditor_name_address: 'creditor-identity',
	ground: 'ground',
	principal: 'principal',
	interest: 'interest',
	accessories: 'accessories',
	order_to_pay_and_means: 'order-to-pay-and-means',
	reproduction_L111_8_al2_al3: 'statutory-text'
} as const satisfies Record<(typeof MENTION_CODES)[number], LetterMention>;

export const CLAIM_KINDS = {
	b2b: 'business',
	civil: 'civil',
	consumer_credit: 'consumer-credit',
	consumer_goods_services: 'consumer-goods-services',
	copropriete: 'co-ownership',
	insurance_premium: 'insurance-premium',
	rent_home: 'home-rent',
	telecom: 'telecom',
	title_enforcement: 'court-title',
	carriage: 'carriage',
	cheque_bank: 'cheque-bank'
} as const satisfies Record<string, LimitationKind>;

export const EVENT_TYPES = {
	acknowledgement: 'acknowledgement',
	conciliation: 'conciliation',
	mediation: 'mediation',
	court_claim: 'court-claim',
	enforcement: 'enforcement-measure',
	enforcement_measure: 'enforcement-measure',
	insolvency_declaration: 'insolvency-declaration',
	lrar: 'registered-letter',
	mise_en_demeure: 'formal-notice',
	letter: 'letter',
	email: 'email',
	sms: 'sms',
	call: 'call',
	invoice_reissue: 'invoice-reissue',
	partial_payment: 'partial-payment',
	signed_plan: 'signed-plan',
	visit: 'visit'
} as const satisfies Record<string, LimitationEventType>;

export const EFFECTS: Readonly<Record<LimitationEffect, string>> = {
	interrupts: 'interrupts',
	'interrupts-pending': 'interrupts_pending',
	'interrupts-until-end': 'interrupts_until_end',
	suspends: 'suspends',
	none: 'none',
	'none-already-prescribed': 'none_already_prescribed',
	'none-dismissed': 'none_dismissed'
};

export const LIMITATION_STATUSES: Readonly<Record<LimitationStatus, string>> = {
	open: 'open',
	suspended: 'open',
	interrupted: 'interrupted_pending',
	prescribed: 'prescribed'
};

export const FORUMS = {
	commercant: 'merchant',
	consommateur_loyer_credit: 'home-rent-or-consumer-credit',
	autre: 'other'
} as const satisfies Record<string, DebtorForum>;

export const COURTS: Readonly<Record<Court, string>> = {
	'civil-court-president': 'president_tribunal_judiciaire',
	'protection-judge': 'juge_contentieux_protection',
	'commercial-court-president': 'president_tribunal_commerce_ou_TAE'
};

export const REPLACEMENT_ROUTES = {
	'proof-of-claim': 'declaration_de_creance',
	'over-indebtedness-stay': 'suspendu_surendettement'
} as const;

export const EVENTS = {
	contestation: 'dispute',
	deces: 'death',
	demande_de_ne_plus_venir: 'no-more-visits',
	liquidation_judiciaire: 'liquidation',
	mediateur_saisi: 'mediator-seized',
	redressement_ou_sauvegarde: 'safeguard-or-reorganisation',
	surendettement_depot: 'over-indebtedness-filed',
	surendettement_recevable: 'over-indebtedness-admitted',
	tutelle_curatelle: 'guardianship'
} as const satisfies Record<string, LifeEvent>;

export const VISITS: Readonly<Record<LifeEventEffect['visits'], string>> = {
	blocked: 'blocked',
	suspended: 'suspended',
	'suspended-until-decision': 'suspend_until_decision',
	'blocked-until-answer': 'blocked_until_answer',
	'representative-only': 'representative_only'
};

export const ACTIONS: Readonly<Record<NonNullable<LifeEventEffect['action']>, string>> = {
	'declare-claim': 'declare_claim_2_months_BODACC',
	'declare-claim-to-liquidator': 'declare_claim_to_liquidator',
	'send-claim-statement-to-commission': 'send_claim_statement_to_commission',
	'identify-notary-and-heirs': 'identify_notary_and_heirs',
	'return-to-creditor': 'return_to_creditor',
	'route-to-legal': 'route_to_legal'
};
