// What the plan screen puts forward for a dossier, and the fields that a choice fills in.
import { balanceOf } from '$lib/core/balance';
import type { CountryPack } from '$lib/core/country/pack';
import { parameter } from '$lib/core/country/parameters';
import { accessoriesOf } from '$lib/core/decide-protocol';
import type { Dossier } from '$lib/core/dossier';
import type { Currency } from '$lib/core/money';
import type { Frequency, ProtocolDocument } from '$lib/core/operation';
import { planMargin } from '$lib/core/plan-margin';
import { proposalsFor, type Proposal } from '$lib/core/plan-proposals';
import type { LocalDate } from '$lib/core/time';
import { amountInput } from '$lib/i18n/format';
import { firstDate, type PlanFields } from './plan-form';

export type Offers = { readonly balance: number; readonly proposals: readonly Proposal[] };

/** What is owed and the proposals within the margin; none while the margin is not known. */
export function offersOf(
	dossier: Dossier,
	today: LocalDate,
	pack: CountryPack,
	document: ProtocolDocument,
	frequency: Frequency
): Offers {
	const balance = balanceOf(dossier, today, pack);
	const margin = planMargin(dossier.facts, pack, today);
	const minimum = parameter(pack, 'plan.min-instalment', today);
	if (!margin.ok || !minimum.ok) return { balance, proposals: [] };
	const accessories = accessoriesOf(dossier, today, pack);
	const isSettlement = document === 'settlement';
	const proposals = proposalsFor({
		...{ balance, accessories, isSettlement, frequency },
		margin: margin.value,
		minimum: minimum.value
	});
	return { balance, proposals };
}

/** The form as it opens: the first proposal, or by hand where there is none. */
export const startFields = (offers: Offers, today: LocalDate, currency: Currency): PlanFields => ({
	...{ document: 'plan', choice: 'hand', down: '0', count: '2', first: firstDate(today, 'monthly') },
	...{ frequency: 'monthly', waived: '', dispute: '', note: '' },
	...chosenFields(offers, offers.proposals[0]?.id ?? 'hand', today, currency, 'monthly')
});

/** What choosing a proposal fills in; a choice that is no longer offered becomes one by hand, with what was typed. */
export function chosenFields(
	{ proposals }: Offers,
	choice: string,
	today: LocalDate,
	currency: Currency,
	frequency: Frequency
): Partial<PlanFields> {
	const chosen = proposals.find(({ id }) => id === choice);
	if (!chosen) return { choice: 'hand', first: firstDate(today, frequency) };
	return {
		choice,
		down: amountInput(chosen.down, currency),
		count: String(chosen.count),
		first: chosen.id === 'now' ? today : firstDate(today, frequency),
		waived: amountInput(chosen.waived, currency)
	};
}
