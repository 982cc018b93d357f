// An agreement that a debtor of the demo signed: its text, its table and the strokes of both signatures.
import { FRANCE } from '$lib/core/country/fr/pack';
import { FRENCH_DOCUMENTS } from '$lib/core/country/fr/texts/documents';
import type { Dossier } from '$lib/core/dossier';
import { money } from '$lib/core/money';
import { formatAmount } from '$lib/core/format-amount';
import type { Body, ProtocolDocument, ProtocolText, Strokes } from '$lib/core/operation';
import { buildProtocolText, type ProtocolTerms } from '$lib/core/protocol-text';
import { buildSchedule, type Schedule } from '$lib/core/schedule';
import { addDays, addMonths, dateParts, type LocalDate } from '$lib/core/time';
import { amountInWords } from '$lib/i18n/amount-words';
import { chanceOf, type Chance } from './chance';
import { ORGANISATION } from './company';
import { DEMO_PACK } from './house';
import type { Visitor } from './stop-story';

/** A plan over the whole balance, in three to eight months. */
export function protocolBody(visitor: Visitor, dossier: Dossier, balance: number): Body<'protocol.signed'> {
	const { dice, day, round } = visitor;
	const schedule = scheduleOf(balance, dice.int(3, 8), firstInstalment(day));
	return { ...signedBody(dice, { dossier, schedule, day, document: 'plan', terms: {} }), round };
}

/** Monthly instalments on the fifth, or on the day of the first one where that is later. */
export function scheduleOf(total: number, count: number, firstDueOn: LocalDate): Schedule {
	const schedule = buildSchedule(
		{
			...{ total, down: null, count, firstDueOn, frequency: 'monthly', anchorDay: 5, roll: true, region: null },
			minInstalment: 0
		},
		FRANCE.calendar
	);
	if (!schedule.ok) throw new Error(`a plan of the demo: ${schedule.error.code}`);
	return schedule.value;
}

type Paper = {
	readonly dossier: Dossier;
	readonly schedule: Schedule;
	readonly day: LocalDate;
	readonly document: ProtocolDocument;
	readonly terms: ProtocolTerms;
};

/** What a debtor signs outside of a round: the text that the product would have shown, his mention and both signatures. */
export function signedBody(dice: Chance, paper: Paper): Body<'protocol.signed'> {
	const { dossier, schedule, document } = paper;
	const amount = money(schedule.total, dossier.facts.currency);
	const words = amountInWords(amount);
	const collector = chanceOf(`countersigned ${dossier.id} ${paper.day}`);
	return {
		round: null,
		text: textOf(paper),
		signer: { name: dossier.facts.debtor.name, capacity: 'debtor' },
		mention: document === 'acknowledgement' ? null : `Bon pour ${words}`,
		...(document === 'acknowledgement' ? { amountMention: { figures: formatAmount(amount), words } } : {}),
		consentGiven: true,
		strokes: strokesOf(dice),
		collector: { name: 'Pour l’agence', strokes: strokesOf(collector) },
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
function textOf({ dossier, schedule, day, document, terms }: Paper): ProtocolText {
	const { name, address, siren } = ORGANISATION;
	const totalWords = amountInWords(money(schedule.total, dossier.facts.currency));
	const request = { dossier, day, agency: { name, address, siren }, schedule, totalWords, terms };
	const text = buildProtocolText(request, FRENCH_DOCUMENTS[document], DEMO_PACK);
	if (!text.ok) throw new Error(`the text of an agreement: ${text.error.code}`);
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
