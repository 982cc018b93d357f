// A payment plan that a debtor of the demo signed: its text, its table and the strokes of a signature.
import { FRANCE } from '$lib/core/country/fr/pack';
import { openOfClaim, type Dossier } from '$lib/core/dossier';
import { money } from '$lib/core/money';
import type { Body, ProtocolText, Strokes } from '$lib/core/operation';
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
		mention: null,
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

function textOf(dossier: Dossier, { total, instalments }: Schedule, day: LocalDate): ProtocolText {
	const { facts } = dossier;
	const address = facts.debtor.addresses[0];
	return {
		template: 'protocole-amiable',
		version: 1,
		day,
		agency: { name: ORGANISATION.name, address: ORGANISATION.address, siren: ORGANISATION.siren },
		creditor: { name: facts.creditor.name, address: facts.creditor.address },
		debtor: {
			name: facts.debtor.name,
			address: address ? [...address.lines, `${address.postcode} ${address.city}`].join(', ') : '',
			consumer: facts.debtor.kind === 'consumer'
		},
		mandate: facts.mandate?.ref ?? '',
		letter: facts.letter,
		dossier: facts.ref,
		currency: facts.currency,
		claims: facts.claims.map((claim) => ({
			ref: claim.ref,
			label: claim.label,
			...openOfClaim(dossier, claim, day, FRANCE)
		})),
		total,
		totalWords: amountInWords(money(total, facts.currency)),
		down: null,
		instalments: [...instalments],
		clauses: [
			{
				title: 'Objet',
				text: 'Le débiteur reconnaît devoir la somme indiquée et s’engage à la payer selon l’échéancier ci-dessus. Le créancier accepte ces délais.'
			},
			{
				title: 'Retard',
				text: 'Une échéance non payée quinze jours après un rappel écrit met fin aux délais accordés. Aucun frais n’est ajouté à la charge du débiteur.'
			}
		],
		consent: 'J’ai lu ce texte, je l’ai compris et je l’accepte librement. J’en reçois une copie.'
	};
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
