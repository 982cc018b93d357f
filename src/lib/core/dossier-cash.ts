// The cash ceiling as it applies to one dossier at the moment of hand-over: for the meter of the payment screen and for the judge.
import { judgeCash, type CashVerdict } from './cash-limit';
import type { CountryPack } from './country/pack';
import { balanceOf } from './balance';
import type { Dossier } from './dossier';
import { sumMinor } from './money';
import type { Refusal } from './refusal';
import type { Result } from './result';
import type { LocalDate } from './time';

/** Cash taken on a dossier and not given back, in minor units. */
export function cashPaidOn(dossier: Pick<Dossier, 'state'>): number {
	const kept = dossier.state.payments.filter((payment) => payment.means === 'cash' && payment.status !== 'reversed');
	return sumMinor(kept.map((payment) => payment.minor));
}

/**
 * Says whether so much cash may be taken on a day. The debt counted is what is left to pay plus what was already paid in cash,
 * so that a debt above the ceiling cannot be cut into small cash payments (CMF L112-6). `balance` is the dossier's on that day,
 * for a caller who has it already.
 */
export function judgeCashOn(
	dossier: Pick<Dossier, 'facts' | 'state'>,
	cash: number,
	pack: CountryPack,
	day: LocalDate,
	balance: number = balanceOf(dossier, day, pack)
): Result<CashVerdict, Refusal> {
	const alreadyPaidCash = cashPaidOn(dossier);
	const { creditor, debtor } = dossier.facts;
	return judgeCash(
		{
			debt: balance + alreadyPaidCash,
			cash,
			alreadyPaidCash,
			creditor: creditor.person === 'private' ? 'individual' : 'other',
			payer: debtor.kind === 'professional' ? 'resident-or-business' : 'individual',
			noDepositAccount: false,
			policy: null
		},
		pack,
		day
	);
}
