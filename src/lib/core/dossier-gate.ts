// The gates and the limitation of one dossier: what stands in the way of a visit, a payment or a plan here and now.
import { regionOf } from './calendar';
import type { CountryPack, Region } from './country/pack';
import type { Claim, Dossier } from './dossier';
import { gateFacts, gateMoment, judgeGate, type Gate, type GateReason } from './gate';
import type { GateAction } from './gate-section';
import { isPrescribed, limitation, type Limitation, type LimitationClaim, type LimitationEvent } from './limitation';
import type { Refusal } from './refusal';
import type { Result } from './result';
import type { Instant, LocalDate } from './time';

type Read = Pick<Dossier, 'facts' | 'state'>;

/** Reasons that depend on the hour only: they speak before setting off, not about a report written in the evening. */
const TIME_REASONS: readonly GateReason['code'][] = ['rest-day', 'outside-hours'];

/** Region of the debtor's first address, for holidays and local time. */
export function regionOfDossier(dossier: Read, pack: CountryPack): Region {
	return regionOf(pack.calendar, dossier.facts.debtor.addresses[0]?.postcode ?? '');
}

const LIMITATION_REASONS = ['prescribed', 'partly-prescribed'] as const;

/** May this be done now on this dossier? Reasons with their sources; `insuredUntil` is the organisation's. */
export function gateOf(
	dossier: Read,
	action: GateAction,
	at: Instant,
	pack: CountryPack,
	insuredUntil: LocalDate | null = null
): Gate {
	const moment = gateMoment(at, regionOfDossier(dossier, pack), pack.calendar);
	const facts = gateFacts(dossier, { insuredUntil, prescribed: prescribedOf(dossier, moment.day, pack), cash: null });
	return judgeGate(action, facts, moment, pack);
}

/** What blocks an act whatever the hour: what a fact recorded all the same is flagged with. */
export function lastingBlocks(
	dossier: Read,
	action: GateAction,
	at: Instant,
	pack: CountryPack,
	insuredUntil: LocalDate | null
): readonly GateReason['code'][] {
	const moment = gateMoment(at, regionOfDossier(dossier, pack), pack.calendar);
	// The limitation of each claim is the dearest fact, so it is asked for only where it may block.
	const isBlocking = LIMITATION_REASONS.some((code) => pack.gates[code].effects[action] === 'block');
	const prescribed = isBlocking ? prescribedOf(dossier, moment.day, pack) : 'none';
	const gate = judgeGate(action, gateFacts(dossier, { insuredUntil, prescribed, cash: null }), moment, pack);
	return gate.reasons
		.filter((reason) => reason.effect === 'block' && !TIME_REASONS.includes(reason.code))
		.map((reason) => reason.code);
}

/** The limitation of one claim as at a day; part payments and signed plans interrupt it (C. civ. 2240). */
export function limitationOfClaim(
	dossier: Read,
	claim: Claim,
	asOf: LocalDate,
	pack: CountryPack
): Result<Limitation, Refusal<'parameter-not-known'>> {
	return limitation(pack, limitedClaim(dossier, claim), asOf, regionOfDossier(dossier, pack));
}

/** How many claims of the dossier are prescribed; one whose rule is unknown counts as not prescribed. */
export function prescribedOf(dossier: Read, asOf: LocalDate, pack: CountryPack): 'none' | 'some' | 'all' {
	const { claims } = dossier.facts;
	const prescribed = claims.filter((claim) => isPrescribed(pack, limitedClaim(dossier, claim), asOf));
	if (prescribed.length === 0) return 'none';
	return prescribed.length === claims.length ? 'all' : 'some';
}

function limitedClaim(dossier: Read, claim: Claim): LimitationClaim {
	const events = [...paymentEvents(dossier, claim), ...planEvents(dossier)];
	return { kind: claim.kind, start: claim.dueOn, rightBorn: null, events };
}

function paymentEvents(dossier: Read, claim: Claim): readonly LimitationEvent[] {
	return dossier.state.payments
		.filter((payment) => payment.status !== 'reversed')
		.filter((payment) => payment.postings.some((posting) => posting.claim === claim.id))
		.map((payment) => ({ type: 'partial-payment', date: payment.day, end: null, dismissed: false }));
}

function planEvents(dossier: Read): readonly LimitationEvent[] {
	return dossier.state.protocols.map((protocol) => ({
		type: 'signed-plan',
		date: protocol.signedOn,
		end: null,
		dismissed: false
	}));
}
