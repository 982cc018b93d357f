// What came of a stop of today's round, in a few words: the money first, then the plan, then the visit.
import type { Dossier } from '$lib/core/dossier';
import { sumMinor } from '$lib/core/money';
import type { Round } from '$lib/core/round';
import { amountText } from '$lib/i18n/format';
import { m } from '$lib/i18n/paraglide/messages';
import { outcomeWord } from '$lib/i18n/words';

/** e.g. « Encaissé 50,00 € · Échéancier signé »; empty while the stop is to do. */
export function stopOutcome(round: Pick<Round, 'id'>, dossier: Dossier): string {
	const { payments, protocols, visits } = dossier.state;
	const paid = payments.filter((payment) => payment.round === round.id && payment.status !== 'reversed');
	const parts: string[] = [];
	if (paid.length > 0) {
		const minor = sumMinor(paid.map((payment) => payment.minor));
		parts.push(m.field_paid_amount({ amount: amountText(minor, dossier.facts.currency) }));
	}
	if (protocols.some((protocol) => protocol.round === round.id)) parts.push(m.common_kind_protocol_signed());
	const visit = visits.find((entry) => entry.round === round.id);
	if (visit && parts.length === 0) parts.push(outcomeWord(visit.outcome));
	return parts.join(' · ');
}
