// What became of a formal notice: whether the post's answer makes it effective, what to do next, and the deadline it gives.
import { shiftDays } from './civil-days';
import { parameter } from './country/parameters';
import type { CountryPack, DebtorKind, DeliveryFollowUp, DeliveryStatus } from './country/pack';
import type { Refusal } from './refusal';
import { ok, type Result } from './result';
import type { LocalDate } from './time';

export type NoticeState = { readonly effective: boolean; readonly followUp: DeliveryFollowUp };

/** Effect of a delivery status: unclaimed and refused letters count, an unknown address does not (France: C. civ. 1344). */
export function noticeState(pack: CountryPack, status: DeliveryStatus): NoticeState {
	return pack.formalNotice.delivery[status];
}

/** Earliest and latest deadline that a formal notice of that day should give. */
export function noticeDeadline(
	pack: CountryPack,
	debtor: DebtorKind,
	sentOn: LocalDate
): Result<{ readonly earliest: LocalDate; readonly latest: LocalDate }, Refusal<'parameter-not-known'>> {
	const least = parameter(pack, `notice.days-${debtor}-min`, sentOn);
	if (!least.ok) return least;
	const most = parameter(pack, `notice.days-${debtor}-max`, sentOn);
	if (!most.ok) return most;
	return ok({ earliest: shiftDays(sentOn, least.value), latest: shiftDays(sentOn, most.value) });
}
