// What a creditor gave up under condition: gained by the debtor once the rest of the agreement is paid, not before.
import type { DossierState, PaymentEntry, ProtocolEntry } from './dossier';
import type { ClaimId } from './ids';

/** Claims that a kept transaction has settled: nothing is owed on them any more. */
export function settledByWaiver(state: DossierState): ReadonlySet<ClaimId> {
	const protocol = state.protocols.find(isInForce);
	return new Set(protocol?.waived && paidSince(state.payments, protocol) >= protocol.total ? protocol.covers : []);
}

/** Neither replaced by a later one, nor gone back on, nor ended. */
export const isInForce = ({ replaced, ended }: ProtocolEntry): boolean => !replaced && !ended;

function paidSince(payments: readonly PaymentEntry[], protocol: ProtocolEntry): number {
	const counted = payments.filter((payment) => payment.status !== 'reversed' && payment.at >= protocol.at);
	return counted.reduce((sum, payment) => sum + payment.minor - payment.credit, 0);
}
