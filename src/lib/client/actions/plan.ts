// An agreement before it is signed: its table over what is owed, by how much it goes beyond the margin, and the text that the debtor reads.
import * as v from 'valibot';
import { balanceOf } from '$lib/core/balance';
import { regionOf } from '$lib/core/calendar';
import { FRENCH_DOCUMENTS } from '$lib/core/country/fr/texts/documents';
import type { CountryPack } from '$lib/core/country/pack';
import { parameter } from '$lib/core/country/parameters';
import { accessoriesOf } from '$lib/core/decide-protocol';
import type { Dossier } from '$lib/core/dossier';
import type { DossierId } from '$lib/core/ids';
import { money } from '$lib/core/money';
import { protocolTextSchema, type Excess, type ProtocolDocument, type ProtocolText } from '$lib/core/operation';
import { excessOf, planMargin } from '$lib/core/plan-margin';
import { buildProtocolText, type ProtocolTerms } from '$lib/core/protocol-text';
import { refusal, type Refusal } from '$lib/core/refusal';
import { err, ok, type Result } from '$lib/core/result';
import { buildSchedule, type Schedule } from '$lib/core/schedule';
import type { LocalDate } from '$lib/core/time';
import { isInForce } from '$lib/core/waiver';
import { amountInWords } from '$lib/i18n/amount-words';
import type { DeviceView } from '../state/view';
import type { ApprovedInput, PlanInput } from './input';
import { toWireText } from './wire-text';

type Dossiers = ReadonlyMap<DossierId, Dossier>;

/** A table with what a manager has to agree to; nothing within the margin. */
export type PlanOffer = {
	readonly schedule: Schedule;
	readonly claimed: number;
	readonly waived: number;
	readonly over: readonly Excess[];
};

/** The table of a plan over what is owed less what is given up; refuses instalments that are too small and dates of the past. */
export function proposeSchedule(
	dossiers: Dossiers,
	plan: PlanInput,
	day: LocalDate,
	pack: CountryPack
): Result<Schedule, Refusal> {
	const dossier = dossiers.get(plan.dossier);
	if (!dossier) return err(refusal('dossier-not-on-phone'));
	const minInstalment = parameter(pack, 'plan.min-instalment', day);
	if (!minInstalment.ok) return minInstalment;
	if (plan.firstDueOn < day) return err(refusal('protocol-dates', { day: plan.firstDueOn }));
	const balance = balanceOf(dossier, day, pack);
	const waived = plan.waived ?? 0;
	if (waived > 0 && plan.document !== 'settlement') return err(refusal('waiver-needs-settlement'));
	if (waived >= balance && balance > 0) return err(refusal('waiver-too-large'));
	const postcode = dossier.facts.debtor.addresses[0]?.postcode;
	// What is paid today is paid today, be it a Sunday.
	const isImmediate = plan.count === 1 && plan.firstDueOn === day;
	const request = {
		total: balance - waived,
		down: plan.down > 0 ? { minor: plan.down, dueOn: day } : null,
		count: plan.count,
		firstDueOn: plan.firstDueOn,
		frequency: isImmediate ? ('monthly' as const) : plan.frequency,
		anchorDay: null,
		roll: !isImmediate,
		region: postcode ? regionOf(pack.calendar, postcode) : null,
		minInstalment: minInstalment.value
	};
	return buildSchedule(request, pack.calendar);
}

/** The table of a plan with what goes beyond the margin. */
export function offerPlan(
	dossiers: Dossiers,
	plan: PlanInput,
	day: LocalDate,
	pack: CountryPack
): Result<PlanOffer, Refusal> {
	const schedule = proposeSchedule(dossiers, plan, day, pack);
	if (!schedule.ok) return schedule;
	const dossier = dossiers.get(plan.dossier);
	if (!dossier) return err(refusal('dossier-not-on-phone'));
	const margin = planMargin(dossier.facts, pack, day);
	if (!margin.ok) return margin;
	const waived = plan.waived ?? 0;
	const { total, instalments, down } = schedule.value;
	const accessories = accessoriesOf(dossier, day, pack);
	const over = excessOf({ day, total, waived, accessories, down: down?.minor ?? 0, instalments }, margin.value);
	return ok({ schedule: schedule.value, claimed: total + waived, waived, over });
}

/** The complete text of a plan within the margin, or of an approved proposal, exactly as it will be sealed. */
export function protocolTextFor(
	device: DeviceView,
	dossiers: Dossiers,
	wish: PlanInput | ApprovedInput,
	day: LocalDate,
	pack: CountryPack
): Result<ProtocolText, Refusal> {
	const dossier = dossiers.get(wish.dossier);
	if (!dossier) return err(refusal('dossier-not-on-phone'));
	if ('proposal' in wish) return approvedText(device, dossier, wish, day, pack);
	const offer = offerPlan(dossiers, wish, day, pack);
	if (!offer.ok) return offer;
	const [excess] = offer.value.over;
	if (excess) return err(refusal('protocol-over-margin', { limit: excess.limit }));
	const { schedule, waived } = offer.value;
	const terms = { ...(waived > 0 ? { waived } : {}), ...(wish.dispute ? { dispute: wish.dispute } : {}) };
	return textOf({ device, dossier, day, pack, document: wish.document ?? 'plan', schedule, terms });
}

/** The debt counted to the day of the proposal, its table word for word; the down payment is paid on the day of signature. */
function approvedText(
	device: DeviceView,
	dossier: Dossier,
	{ proposal: id }: ApprovedInput,
	day: LocalDate,
	pack: CountryPack
): Result<ProtocolText, Refusal> {
	const proposal = dossier.state.proposals?.find((entry) => entry.id === id);
	if (proposal?.status !== 'approved') return err(refusal('protocol-not-approved'));
	const { document, total, down, instalments, waived, dispute } = proposal;
	const schedule = {
		total,
		down: down && { minor: down.minor, dueOn: day, after: total - down.minor },
		instalments
	};
	const terms = {
		...(waived > 0 ? { waived } : {}),
		...(dispute ? { dispute } : {}),
		...(proposal.day === day ? {} : { countedOn: proposal.day })
	};
	return textOf({ device, dossier, day, pack, document, schedule, terms });
}

type TextParts = {
	readonly device: DeviceView;
	readonly dossier: Dossier;
	readonly day: LocalDate;
	readonly pack: CountryPack;
	readonly document: ProtocolDocument;
	readonly schedule: Schedule;
	readonly terms: ProtocolTerms;
};

function textOf(parts: TextParts): Result<ProtocolText, Refusal> {
	const { device, dossier, day, pack, document, schedule } = parts;
	const { name, address, siren } = device.organisation;
	const totalWords = amountInWords(money(schedule.total, dossier.facts.currency));
	const earlier = dossier.state.protocols.find(isInForce);
	const replaces = earlier && { replaces: { operation: earlier.id, signedOn: earlier.signedOn } };
	const terms = { ...parts.terms, ...replaces };
	const request = { dossier, day, agency: { name, address, siren }, schedule, totalWords, terms };
	const text = buildProtocolText(request, FRENCH_DOCUMENTS[document], pack);
	if (!text.ok) return text;
	// What is read on the screen is what is sealed: made wire text before it is shown, not after.
	const wire = v.safeParse(protocolTextSchema, toWireText(text.value));
	return wire.success ? ok(wire.output) : err(refusal('act-invalid', { at: v.getDotPath(wire.issues[0]) }));
}
