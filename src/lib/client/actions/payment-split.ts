// How a payment is split over the claims of a dossier, by the legal order or as the debtor directed.
import { allocatePayment, components } from '$lib/core/allocation';
import type { CountryPack } from '$lib/core/country/pack';
import { balanceOf, openOfClaim } from '$lib/core/balance';
import type { Dossier } from '$lib/core/dossier';
import type { DossierId } from '$lib/core/ids';
import { COMPONENTS, type Posting } from '$lib/core/operation';
import { refusal, type Refusal } from '$lib/core/refusal';
import { err, ok, type Result } from '$lib/core/result';
import type { LocalDate } from '$lib/core/time';
import type { PaymentInput, PaymentSplit } from './input';

/** Splits an amount on a day: interest before principal, claims that are due before others (C. civ. 1342-10, 1343-1). */
export function splitPayment(
	dossier: Dossier,
	payment: Pick<PaymentInput, 'minor' | 'directedTo'>,
	day: LocalDate,
	pack: CountryPack
): PaymentSplit {
	const debts = dossier.facts.claims.map((claim) => ({
		id: claim.id,
		due: claim.dueOn,
		rateBp: claim.contractRateBp ?? 0,
		secured: false,
		open: components(openOfClaim(dossier, claim, day, pack))
	}));
	const directedTo = payment.directedTo ? [payment.directedTo] : [];
	const { parts, unappliedMinor } = allocatePayment(pack.allocation, debts, {
		minor: payment.minor,
		date: day,
		directedTo,
		capitalFirst: false
	});
	const allocation = dossier.facts.claims.flatMap((claim): readonly Posting[] => {
		const applied = parts.find((part) => part.id === claim.id)?.applied;
		if (!applied) return [];
		return COMPONENTS.map((component) => ({ claim: claim.id, component, minor: applied[component] }));
	});
	const before = balanceOf(dossier, day, pack);
	return {
		allocation: allocation.filter((posting) => posting.minor > 0),
		credit: unappliedMinor,
		before,
		after: before - (payment.minor - unappliedMinor)
	};
}

/** The split of an amount on a dossier of the phone, or why there is none. */
export function splitFor(
	dossiers: ReadonlyMap<DossierId, Dossier>,
	input: Pick<PaymentInput, 'dossier' | 'minor' | 'directedTo'>,
	day: LocalDate,
	pack: CountryPack
): Result<PaymentSplit, Refusal> {
	const dossier = dossiers.get(input.dossier);
	if (!dossier) return err(refusal('dossier-not-on-phone'));
	if (!Number.isSafeInteger(input.minor) || input.minor <= 0) return err(refusal('amount-not-positive'));
	return ok(splitPayment(dossier, input, day, pack));
}
