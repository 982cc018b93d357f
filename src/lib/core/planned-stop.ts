// A stop as the office plans it: who is visited, what is owed, where it is, and what stands in the way that day.
import type { HouseRules } from './country/house-rules';
import type { Dossier } from './dossier';
import { gateOf } from './dossier-gate';
import { entrustedBalance } from './entrusted-balance';
import type { GateReasonCode } from './gate-section';
import type { DossierId } from './ids';
import type { Currency } from './money';
import type { Stop } from './round';
import { epochDay, instant, parisOffsetMinutes, type LocalDate } from './time';

export type PlannedStop = Stop & {
	readonly id: DossierId;
	readonly ref: string;
	readonly debtor: string;
	readonly street: string;
	readonly city: string;
	readonly currency: Currency;
	/** Without running interest, in minor units. */
	readonly balance: number;
	readonly position: { readonly latE6: number; readonly lonE6: number } | null;
	/** A promise that is past its day: it belongs in the round. */
	readonly isOverdue: boolean;
	/** Reasons that stop the visit unless the manager says why it is planned all the same. */
	readonly blocks: readonly GateReasonCode[];
	readonly warnings: readonly GateReasonCode[];
};

/** Hour of the day at which a planned visit is judged: within the house's hours on every working day. */
const PLANNED_HOUR = 10;

/** Adds to a stop what its dossier says about a visit on the day of the round. */
export function plannedStop(
	stop: Stop,
	dossier: Dossier,
	round: { readonly day: LocalDate; readonly overdue: ReadonlySet<DossierId> },
	rules: HouseRules
): PlannedStop {
	const { facts } = dossier;
	const [address] = facts.debtor.addresses;
	const noon = instant((epochDay(round.day) * 24 + 12) * 3_600_000);
	const at = instant((epochDay(round.day) * 24 + PLANNED_HOUR) * 3_600_000 - parisOffsetMinutes(noon) * 60_000);
	const { reasons } = gateOf(dossier, 'visit', at, rules.pack, rules.insuredUntil);
	return {
		...stop,
		id: dossier.id,
		ref: facts.ref,
		debtor: facts.debtor.name,
		street: address?.lines.join(', ') ?? '',
		city: address ? `${address.postcode} ${address.city}` : '',
		currency: facts.currency,
		balance: entrustedBalance(dossier),
		position: address?.position ?? null,
		isOverdue: round.overdue.has(dossier.id),
		blocks: reasons.filter((reason) => reason.effect === 'block').map((reason) => reason.code),
		warnings: reasons.filter((reason) => reason.effect === 'warn').map((reason) => reason.code)
	};
}

/** A stop that nobody has shaped yet. */
export const plainStop = (dossier: DossierId): Stop => ({ dossier, pinned: false, window: null, override: null });
