// Words of a statement's lines and of the limitation of a claim.
import type { InterestLine } from '$lib/core/accrual';
import type { Limitation } from '$lib/core/limitation';
import type { Currency } from '$lib/core/money';
import { amountText, dateText, language } from './format';
import { m } from './paraglide/messages';

/** A rate in basis points as a percentage, e.g. 12,40 %. */
export function rateText(basisPoints: number): string {
	const text = (basisPoints / 100).toFixed(2);
	return language() === 'fr' ? `${text.replace('.', ',')}\u00A0%` : `${text}%`;
}

/** One line of interest: period, days, rate and the balance that bears it. */
export function interestLineText(line: InterestLine, currency: Currency): string {
	const text = m.common_statement_line({
		from: dateText(line.from),
		to: dateText(line.to),
		days: line.days,
		rate: rateText(line.rateBp),
		principal: amountText(line.principalMinor, currency)
	});
	return line.raisedToFloor ? `${text} (${m.common_statement_floor()})` : text;
}

/** How a claim stands with its limitation, with the last safe day to act; null when the country has no rule for it. */
export function limitationText(limitation: Limitation | null): string {
	if (limitation === null) return m.common_limitation_unknown({ what: m.common_limitation() });
	const what = limitation.nature === 'foreclosure' ? m.common_limitation_foreclosure() : m.common_limitation();
	const { status, badge, safeActionDay, lastDay, firstPrescribedDay } = limitation;
	if (status === 'interrupted') return m.common_limitation_interrupted({ what });
	if (status === 'suspended') return m.common_limitation_suspended({ what });
	const day = badge === 'black' ? firstPrescribedDay : (safeActionDay ?? lastDay);
	const words = { what, day: day === null ? '' : dateText(day) };
	switch (badge) {
		case 'green':
			return m.common_limitation_green(words);
		case 'amber':
			return m.common_limitation_amber(words);
		case 'red':
			return m.common_limitation_red(words);
		case 'black':
			return m.common_limitation_black(words);
	}
}
