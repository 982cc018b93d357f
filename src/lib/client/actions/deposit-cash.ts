// What a collector takes to the bank himself, with the reference of the bank's slip and its photo.
import type { OperationId } from '$lib/core/ids';
import type { Currency } from '$lib/core/money';
import { refusal, type Refusal } from '$lib/core/refusal';
import { err, ok, type Result } from '$lib/core/result';
import type { Phone } from '../local/phone';
import { cashDayOfPhone, chequesOfPhone } from '../state/cash-of-phone';
import type { PhoneCash } from '../state/view';
import { act } from './act';
import type { Saved } from './input';

export type DepositInput = {
	readonly currency: Currency;
	/** Cash in minor units; zero for cheques alone. */
	readonly cash: number;
	readonly cheques: readonly OperationId[];
	readonly slip: string;
	/** What this phone holds, as the screen showed it. */
	readonly known: PhoneCash;
	/** Key of the draft that the deposit takes the place of; its photos go with it. */
	readonly draft: string;
};

/** Saves a deposit; refuses more cash than is held, and a cheque that is not in hand. */
export function depositCash(phone: Phone, input: DepositInput): Promise<Result<Saved, Refusal>> {
	const { currency, cash, cheques, slip, known, draft } = input;
	return act(phone, {
		kind: 'cash.deposited',
		dossier: null,
		place: null,
		draft,
		photos: true,
		build: async ({ day }) => {
			const { held } = cashDayOfPhone(known, currency, day);
			if (cash > held) return err(refusal('cash-over-held', { held }));
			const inHand = new Set(chequesOfPhone(known).map(({ payment }) => payment));
			if (cheques.some((cheque) => !inHand.has(cheque))) return err(refusal('cheque-not-held'));
			return ok({ body: { currency, cash, cheques: [...cheques], handOvers: [], slip }, receipt: null });
		}
	});
}
