// A backlog as a collector's phone holds it: at each door a visit with its note and a payment with its receipt, signed and chained.
import * as v from 'valibot';
import { actOf } from '$lib/core/act';
import { FRANCE } from '$lib/core/country/fr/pack';
import { decide } from '$lib/core/decide';
import type { Dossier } from '$lib/core/dossier';
import { operationIdSchema, uuidV7, type DossierId } from '$lib/core/ids';
import type { Body, OperationKind } from '$lib/core/operation';
import { encodeReceiptToken, receiptTokenBytes } from '$lib/core/receipt-token';
import {
	addDays,
	dateParts,
	dayOfWeek,
	instant,
	parisOffsetMinutes,
	type Instant,
	type LocalDate
} from '$lib/core/time';
import { jsonSchema, type Operation } from '$lib/core/wire';
import { money } from '$lib/core/money';
import { splitPayment } from '$lib/core/payment-split';
import { amountInWords } from '$lib/i18n/amount-words';
import { chanceOf } from '../../scripts/seed/chance';
import { random } from './company';
import type { BenchPhone } from './phone';

/** Working days over which a backlog is spread, and how far back they begin. */
const DAYS = 40;
const DAYS_BEFORE = 60;
const NOTES = [
	'Reçu à domicile, interphone en panne : passer par la cour. Paie une partie aujourd’hui et le reste après le 5, à la paie. Demande un relevé détaillé des factures, à déposer au prochain passage, de préférence avant midi.',
	'Rencontré au dépôt en fin de matinée ; le chèque de caution a été rendu entre-temps. Reconnaît la somme, conteste la date de la seconde facture. Rappel convenu avec la comptable, ligne directe notée au dossier.',
	'Debout sur le pas de la porte, accueil courtois. Règle un acompte et propose le même montant chaque mois. Nouvelle adresse de courrier à enregistrer ; le numéro de portable reste le bon, joignable après dix-huit heures.'
];

/** Builds `count` operations on the phone's chain; `world` is what the phone shows, and moves on with every act. */
export async function makeBacklog(
	phone: BenchPhone,
	world: Map<DossierId, Dossier>,
	count: number
): Promise<readonly Operation[]> {
	const dice = chanceOf(`backlog ${phone.series}`);
	const doors = [...world.keys()];
	const from = addDays(phone.company.today, -DAYS_BEFORE);
	const stops = Math.ceil(count / 2);
	const perDay = Math.ceil(stops / DAYS);
	const ops: Operation[] = [];
	for (let stop = 0; stop < stops; stop += 1) {
		const door = doors[Math.floor(phone.head.seq / 2) % doors.length];
		const dossier = (door && world.get(door)) ?? raise();
		const day = workday(from, Math.floor(stop / perDay));
		const at = instant(Date.parse(`${day}T08:00:00Z`) + Math.floor(((stop % perDay) / perDay) * 8 * 3_600_000));
		const round = phone.company.rounds[stop % phone.company.rounds.length]?.id ?? null;
		const visit: Body<'visit.reported'> = {
			round,
			outcome: 'met',
			cause: dice.pick(['cash-flow', 'job-loss', 'income-drop', 'forgotten']),
			note: dice.pick(NOTES),
			next: { action: 'visit', on: addDays(day, 30) },
			openedAt: at - 240_000
		};
		ops.push(await add(phone, world, dossier, 'visit.reported', visit, at, day));
		if (ops.length === count) break;
		const current = world.get(dossier.id) ?? raise();
		const body = await payment(phone, current, dice.int(5, 30) * 100, round, day);
		ops.push(await add(phone, world, current, 'payment.recorded', body, instant(at + 120_000), day));
	}
	return ops;
}

async function add<Kind extends OperationKind>(
	phone: BenchPhone,
	world: Map<DossierId, Dossier>,
	dossier: Dossier,
	kind: Kind,
	body: Body<Kind>,
	at: Instant,
	day: LocalDate
): Promise<Operation> {
	const position = dossier.facts.debtor.addresses[0]?.position;
	const operation = await phone.build({
		id: v.parse(operationIdSchema, uuidV7(at, random)),
		kind,
		dossier: dossier.id,
		at: { ms: at, utcOffset: parisOffsetMinutes(at), day, skew: 0 },
		body: v.parse(jsonSchema, body),
		place: position ? { ...position, accuracyM: 12, ageS: 3 } : null
	});
	const act = actOf(operation);
	if (!act.ok) throw new Error(act.error.code);
	const { series, receipt } = phone;
	const { state } = decide(dossier, act.value, {
		role: 'collector',
		series,
		lastReceipt: receipt - 1,
		pack: FRANCE,
		insuredUntil: null
	});
	if (state) world.set(dossier.id, { ...dossier, state });
	return operation;
}

async function payment(
	phone: BenchPhone,
	dossier: Dossier,
	minor: number,
	round: Body<'payment.recorded'>['round'],
	day: LocalDate
): Promise<Body<'payment.recorded'>> {
	const { facts } = dossier;
	const split = splitPayment(dossier, { minor, directedTo: null }, day, FRANCE);
	phone.receipt += 1;
	// One series for all, also where a backlog crosses a new year.
	const { year } = dateParts(phone.company.today);
	const claim = {
		device: phone.id,
		year,
		number: phone.receipt,
		minor,
		currency: facts.currency,
		day,
		nonce: random(8)
	};
	const signed = receiptTokenBytes(claim);
	return {
		round,
		receipt: {
			series: phone.series,
			year,
			number: phone.receipt,
			token: encodeReceiptToken(signed, await phone.signBytes(signed))
		},
		minor,
		currency: facts.currency,
		detail: { means: 'card', reference: `TPE ${phone.receipt} AUT ${String(100_000 + phone.receipt)}` },
		payer: null,
		directedTo: null,
		allocation: [...split.allocation],
		credit: split.credit,
		before: split.before,
		after: split.after,
		printed: {
			debtor: facts.debtor.name,
			creditor: facts.creditor.name,
			mandate: facts.mandate?.ref ?? '',
			letter: facts.letter,
			words: amountInWords(money(minor, facts.currency)),
			collector: phone.company.collector.name
		}
	};
}

function workday(from: LocalDate, index: number): LocalDate {
	let day = from;
	for (let left = index; left >= 0;) {
		if (dayOfWeek(day) < 6) left -= 1;
		if (left >= 0) day = addDays(day, 1);
	}
	return day;
}

function raise(): never {
	throw new RangeError('the company has no such dossier');
}
