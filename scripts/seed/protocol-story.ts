// A payment plan that a debtor of the demo signed: its text, its table and the strokes of a signature.
import { FRANCE } from '$lib/core/country/fr/pack';
import { PLAN_APUREMENT } from '$lib/core/country/fr/texts/plan-apurement';
import type { Dossier } from '$lib/core/dossier';
import { money } from '$lib/core/money';
import type { Body, ProtocolText, Strokes } from '$lib/core/operation';
import { buildProtocolText } from '$lib/core/protocol-text';
import { buildSchedule, type Schedule } from '$lib/core/schedule';
import { addDays, addMonths, dateParts, type LocalDate } from '$lib/core/time';
import { amountInWords } from '$lib/i18n/amount-words';
import type { Chance } from './chance';
import { ORGANISATION } from './company';
import type { Visitor } from './stop-story';

/** A plan over the whole balance, in three to eight months, with a down payment now and then. */
export function protocolBody(visitor: Visitor, dossier: Dossier, balance: number): Body<'protocol.signed'> {
	const { dice, day, round } = visitor;
	const schedule = buildSchedule(
		{
			total: balance,
			down: null,
			count: dice.int(3, 8),
			firstDueOn: firstInstalment(day),
			frequency: 'monthly',
			anchorDay: 5,
			roll: true,
			region: null,
			minInstalment: 0
		},
		FRANCE.calendar
	);
	if (!schedule.ok) throw new Error(`a plan of the demo: ${schedule.error.code}`);
	return {
		round,
		text: textOf(dossier, schedule.value, day),
		signer: { name: dossier.facts.debtor.name, capacity: 'debtor' },
		mention: `Bon pour ${amountInWords(money(balance, dossier.facts.currency))}`,
		consentGiven: true,
		strokes: strokesOf(dice),
		shownMs: dice.int(70, 240) * 1000
	};
}

/** The fifth of the next month that leaves two weeks. */
function firstInstalment(day: LocalDate): LocalDate {
	const { day: ofMonth } = dateParts(day);
	const month = addMonths(day, ofMonth > 20 ? 2 : 1);
	return addDays(month, 5 - dateParts(month).day);
}

/** The text that the product itself would have shown. */
function textOf(dossier: Dossier, schedule: Schedule, day: LocalDate): ProtocolText {
	const { name, address, siren } = ORGANISATION;
	const totalWords = amountInWords(money(schedule.total, dossier.facts.currency));
	const request = { dossier, day, agency: { name, address, siren }, schedule, totalWords };
	const text = buildProtocolText(request, PLAN_APUREMENT, FRANCE);
	if (!text.ok) throw new Error(`the text of a plan: ${text.error.code}`);
	return text.value;
}

/** A few loops along a line, as a finger draws them. */
function strokesOf(dice: Chance): Strokes {
	const lines = Array.from({ length: dice.int(1, 3) }, (_, line) => {
		const points = dice.int(22, 40);
		const left = 140 + line * 220;
		return Array.from({ length: points }, (__, point) => {
			const turn = point * 0.62 + line;
			const x = left + point * 6 + Math.round(Math.cos(turn) * dice.int(18, 34));
			const y = 210 + Math.round(Math.sin(turn) * dice.int(50, 95));
			return [x, y];
		}).flat();
	});
	return { height: 420, lines, durationMs: dice.int(1400, 3600) };
}
