// The 240 dossiers of the demo: who owes what to whom, where they live, and which letters they got.
import * as v from 'valibot';
import type { Address, Alert, Claim, DossierFacts } from '$lib/core/dossier';
import {
	claimIdSchema,
	debtorIdSchema,
	dossierIdSchema,
	partyIdSchema,
	type DossierId,
	type UserId
} from '$lib/core/ids';
import { sumMinor } from '$lib/core/money';
import { addDays, epochDay, type LocalDate } from '$lib/core/time';
import { letterCheckOf } from '$lib/server/letter-code';
import { chanceOf, type Chance } from './chance';
import { COLLECTORS, CREDITORS, type Collector, type Creditor } from './company';
import { FIRMS, FIRST_NAMES, LAST_NAMES, STREETS, TOWNS } from './names';

export const DOSSIERS = 240;
/** A cash payment is lawful up to a debt of this many cents (CMF L112-6); six dossiers in ten stay at or under it. */
export const CEILING = 100_000;

export type SeededDossier = {
	readonly id: DossierId;
	readonly facts: DossierFacts;
	readonly debtorRef: string;
	readonly assignee: UserId;
	/** How this debtor behaves, from 0 (never pays) to 1 (pays at the first visit). */
	readonly temper: number;
};

/** All dossiers of a demo that began on a day; the same for the same day. */
export function portfolio(began: LocalDate): readonly SeededDossier[] {
	return Array.from({ length: DOSSIERS }, (_, index) => dossierOf(index, began));
}

/** What the creditors entrusted, before any payment and any running interest, in cents. */
export const entrusted = (claims: readonly Claim[]): number =>
	sumMinor(claims.map((claim) => claim.principal + claim.interest + claim.penalty + claim.indemnity));

function dossierOf(index: number, began: LocalDate): SeededDossier {
	const dice = chanceOf(`dossier ${index}`);
	const uuid = () => dice.uuid((epochDay(began) - 120) * 86_400_000 + index * 1000);
	const collector = COLLECTORS[index % COLLECTORS.length];
	if (!collector) throw new RangeError('no collector');
	const isSmall = index % 10 < 6;
	const isFirm = dice.flag(isSmall ? 0.25 : 0.6);
	const kind = isFirm ? 'professional' : 'consumer';
	const creditor = dice.pick(CREDITORS.filter(({ claims }) => claims[kind] !== null));
	// One in sixteen is still waiting for the letter of CPCE R124-4: no step may be taken there.
	const letterOn = index % 16 === 15 ? null : addDays(began, -dice.int(98, 118));
	const debtor = isFirm ? firm(dice) : individual(dice);
	const claims = claimsOf(dice, { began, index, isSmall, creditor, kind, letterOn }, uuid);
	const id = v.parse(dossierIdSchema, uuid());
	return {
		id,
		debtorRef: `DEB-${String(index + 1).padStart(4, '0')}`,
		assignee: collector.id,
		temper: dice.next(),
		facts: {
			ref: `${creditor.ref}-${String(index + 1).padStart(4, '0')}`,
			phase: letterOn === null ? 'preventive' : 'amicable',
			currency: 'EUR',
			debtor: {
				id: v.parse(debtorIdSchema, uuid()),
				kind,
				name: debtor.name,
				siren: isFirm ? sirenOf(index) : null,
				addresses: [addressOf(dice, collector)],
				phones: phonesOf(dice, index),
				email: dice.flag(0.6) ? `debiteur.${index + 1}@example.com` : null
			},
			parties: partiesOf(dice, isFirm, debtor.owner, uuid),
			creditor: {
				id: creditor.id,
				name: creditor.name,
				address: creditor.address,
				kind: 'mandated',
				person: 'other'
			},
			mandate: { ref: creditor.mandateRef, signedOn: addDays(began, -creditor.signedDaysBefore) },
			letter: letterOn && { ref: `LR-${String(4000 + index)}`, sentOn: letterOn },
			letterCheck: letterOn && letterCheckOf(letterCodeOf(4000 + index), id),
			noticeOn: letterOn && addDays(letterOn, 3),
			alerts: alertsOf(index),
			claims: [...claims]
		}
	};
}

/** The code printed on the letter of that number: a real one could not be guessed from its reference. */
export const letterCodeOf = (letter: number): string => `DEMO${letter}`;

type ClaimPlan = {
	readonly began: LocalDate;
	readonly index: number;
	readonly isSmall: boolean;
	readonly creditor: Creditor;
	readonly kind: 'consumer' | 'professional';
	readonly letterOn: LocalDate | null;
};

function claimsOf(dice: Chance, plan: ClaimPlan, uuid: () => string): readonly Claim[] {
	const { began, index, isSmall, creditor, kind, letterOn } = plan;
	const sold = creditor.claims[kind];
	if (!sold) throw new RangeError('a creditor without such debtors');
	const count = dice.weighted([
		[5, 1],
		[3, 2],
		[2, 3],
		[1, 4]
	]);
	const isFirm = kind === 'professional';
	// Recovery of 40 € an invoice between professionals (C. com. D441-5); the small ones stay under the ceiling with it.
	const indemnity = isFirm ? 4_000 : 0;
	const total = isSmall ? dice.int(9_000 + indemnity * count, 92_000) : dice.int(108_000, isFirm ? 980_000 : 420_000);
	const principals = shares(dice, total - indemnity * count, count);
	return principals.map((principal, no): Claim => {
		const dueOn = addDays(began, -dice.int(140, 150) - 31 * (count - no));
		const interest = isFirm && !isSmall ? Math.round(principal * 0.011) : 0;
		return {
			id: v.parse(claimIdSchema, uuid()),
			ref: `${creditor.invoice}-${dueOn.slice(0, 4)}-${String(index + 1).padStart(4, '0')}-${no + 1}`,
			label: sold.label,
			kind: sold.kind,
			issuedOn: addDays(dueOn, -30),
			dueOn,
			principal,
			interest,
			penalty: 0,
			indemnity,
			contractRateBp: null,
			penalClauseBp: null,
			// Where the creditor counted interest up to the letter, the statement goes on from there.
			countedOn: interest > 0 ? letterOn : null
		};
	});
}

/** Cuts an amount in unequal parts that look like invoices. */
function shares(dice: Chance, total: number, count: number): readonly number[] {
	const parts: number[] = [];
	let left = total;
	for (let part = count; part > 1; part -= 1) {
		const share = Math.max(1_500, Math.round((left / part) * (0.7 + dice.next() * 0.6)));
		parts.push(Math.min(share, left - 1_500 * (part - 1)));
		left -= parts.at(-1) ?? 0;
	}
	return [...parts, left];
}

const individual = (dice: Chance) => ({ name: `${dice.pick(FIRST_NAMES)} ${dice.pick(LAST_NAMES)}`, owner: null });

function firm(dice: Chance): { readonly name: string; readonly owner: string } {
	const owner = dice.pick(LAST_NAMES);
	const [name] = dice.pick(FIRMS);
	return { name: name(owner), owner: `${dice.pick(FIRST_NAMES)} ${owner}` };
}

/** A SIREN with a right check digit in a range that is never given: it names no firm. */
function sirenOf(index: number): string {
	const body = `000${String(index + 1).padStart(5, '0')}`;
	const sum = Array.from(body).reduce((total, digit, place) => {
		const doubled = Number(digit) * (place % 2 === 1 ? 2 : 1);
		return total + (doubled > 9 ? doubled - 9 : doubled);
	}, 0);
	return body + String((10 - (sum % 10)) % 10);
}

function addressOf(dice: Chance, { zone }: Collector): Address {
	const { city, postcode, lat, lon } = dice.pick(TOWNS[zone]);
	const around = (centre: number, spread: number) => Math.round((centre + (dice.next() - 0.5) * spread) * 1e6);
	return {
		lines: [`${dice.int(1, 140)}${dice.flag(0.1) ? ' bis' : ''} ${dice.pick(STREETS)}`],
		postcode,
		city,
		country: 'FR',
		position: { latE6: around(lat, 0.018), lonE6: around(lon, 0.026) }
	};
}

/** Numbers that ARCEP keeps for fiction: 02 61 91 xx xx and 06 39 98 xx xx. */
function phonesOf(dice: Chance, index: number): string[] {
	const mobile = `+3363998${String(1000 + index).padStart(4, '0')}`;
	return dice.flag(0.25) ? [mobile, `+3326191${String(2000 + index)}`] : [mobile];
}

function partiesOf(dice: Chance, isFirm: boolean, owner: string | null, uuid: () => string): DossierFacts['parties'] {
	const id = () => v.parse(partyIdSchema, uuid());
	if (isFirm && owner !== null) return [{ id: id(), role: 'representative', name: owner, phone: null }];
	if (!dice.flag(0.1)) return [];
	const role = dice.pick(['co-debtor', 'guarantor'] as const);
	return [{ id: id(), role, name: `${dice.pick(FIRST_NAMES)} ${dice.pick(LAST_NAMES)}`, phone: null }];
}

/** A few dossiers on which the law or the house stops visits. */
function alertsOf(index: number): Alert[] {
	const alert = ALERT_OF[index];
	return alert === undefined ? [] : [alert];
}
const ALERT_OF: Readonly<Record<number, Alert>> = {
	37: 'disputed',
	58: 'over-indebted',
	91: 'do-not-come-back',
	124: 'do-not-come-back',
	166: 'disputed',
	203: 'deceased'
};
