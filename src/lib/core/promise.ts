// Promises to pay, judged from the payments that followed: nobody ticks "kept" by hand.
import type { DossierState, PromiseEntry } from './dossier';
import { sumMinor } from './money';
import type { LocalDate } from './time';

export type PromiseStatus = 'open' | 'kept' | 'partly' | 'broken' | 'replaced';

/** State of a promise on a day: payments taken from the promise up to its due date count, reversed ones do not. */
export function promiseStatus(
	promise: PromiseEntry,
	state: Pick<DossierState, 'payments'>,
	asOf: LocalDate
): PromiseStatus {
	const counted = state.payments.filter(
		(payment) =>
			payment.status !== 'reversed' && payment.at >= promise.at && payment.day <= promise.dueOn && payment.day <= asOf
	);
	const received = sumMinor(counted.map((payment) => payment.minor));
	if (received >= promise.minor) return 'kept';
	if (promise.replaced) return 'replaced';
	if (asOf <= promise.dueOn) return 'open';
	return received > 0 ? 'partly' : 'broken';
}

/** The promise that still binds on a day: open, or past due and not kept nor replaced; the newest first. */
export function bindingPromise(
	state: DossierState,
	asOf: LocalDate
): { promise: PromiseEntry; status: PromiseStatus } | null {
	for (const promise of state.promises) {
		const status = promiseStatus(promise, state, asOf);
		if (status === 'open' || status === 'partly' || status === 'broken') return { promise, status };
	}
	return null;
}
