// A dossier and acts on it, for tests of the judge: built from readable words, never from snapshots.
import { FRANCE } from '../../../src/lib/core/country/fr/pack';
import type { Standing } from '../../../src/lib/core/decide';
import { EMPTY_STATE, type Claim, type Dossier } from '../../../src/lib/core/dossier';
import * as v from 'valibot';
import {
	claimIdSchema,
	creditorIdSchema,
	debtorIdSchema,
	deviceIdSchema,
	dossierIdSchema,
	operationIdSchema,
	roundIdSchema,
	userIdSchema,
	uuidV7
} from '../../../src/lib/core/ids';
import type { Act, Body, OperationKind, Strokes } from '../../../src/lib/core/operation';
import { instant, localDate, type LocalDate } from '../../../src/lib/core/time';

export const TODAY = localDate('2026-11-21');

/** The same identifier for the same number, in the form of a UUIDv7. */
export function uuid(number: number): string {
	return uuidV7(1_700_000_000_000 + number, (length) => new Uint8Array(length).fill(number % 251));
}

export const operationId = (number: number) => v.parse(operationIdSchema, uuid(number));
export const dossierId = (number: number) => v.parse(dossierIdSchema, uuid(1000 + number));
export const claimId = (number: number) => v.parse(claimIdSchema, uuid(2000 + number));
export const userId = (number: number) => v.parse(userIdSchema, uuid(3000 + number));
export const roundId = (number: number) => v.parse(roundIdSchema, uuid(4000 + number));
export const DEVICE = v.parse(deviceIdSchema, uuid(5000));
export const ANA = userId(1);
export const MANAGER = userId(2);
export const OTHER_MANAGER = userId(3);

export const COLLECTOR_STANDING: Standing = {
	role: 'collector',
	series: 'T01',
	lastReceipt: 0,
	pack: FRANCE,
	insuredUntil: null
};
export const MANAGER_STANDING: Standing = { ...COLLECTOR_STANDING, role: 'manager', series: 'T00' };

export function claim(number: number, amounts: Partial<Claim> = {}): Claim {
	return {
		id: claimId(number),
		ref: `F-${number}`,
		label: 'Facture',
		kind: 'consumer-goods-services',
		issuedOn: localDate('2026-05-01'),
		dueOn: localDate('2026-06-01'),
		principal: 50_000,
		interest: 0,
		penalty: 0,
		indemnity: 0,
		contractRateBp: null,
		penalClauseBp: null,
		countedOn: null,
		...amounts
	};
}

export function dossier(claims: readonly Claim[] = [claim(1)], facts: Partial<Dossier['facts']> = {}): Dossier {
	return {
		id: dossierId(1),
		rev: 1,
		facts: {
			ref: 'D-0001',
			phase: 'amicable',
			currency: 'EUR',
			debtor: {
				id: v.parse(debtorIdSchema, uuid(6000)),
				kind: 'consumer',
				name: 'Camille Moreau',
				siren: null,
				addresses: [],
				phones: [],
				email: null
			},
			parties: [],
			creditor: {
				id: v.parse(creditorIdSchema, uuid(7000)),
				name: 'Énergie du Cher',
				address: 'Tours',
				kind: 'mandated',
				person: 'other'
			},
			mandate: { ref: 'M-1', signedOn: localDate('2026-01-05') },
			letter: { ref: 'L-1', sentOn: localDate('2026-07-01') },
			noticeOn: null,
			alerts: [],
			claims: [...claims],
			...facts
		},
		state: EMPTY_STATE
	};
}

type ActOf<K extends OperationKind> = Extract<Act, { kind: K }>;

/** An act of Ana's phone on the first dossier, today at noon unless told otherwise. */
export function act<K extends OperationKind>(
	kind: K,
	body: Body<K>,
	about?: { id?: number; actor?: Act['actor']; day?: LocalDate; at?: number; dossier?: Act['dossier'] }
): ActOf<K>;
export function act(
	kind: OperationKind,
	body: unknown,
	about: { id?: number; actor?: Act['actor']; day?: LocalDate; at?: number; dossier?: Act['dossier'] } = {}
): unknown {
	return {
		kind,
		id: operationId(about.id ?? 1),
		actor: about.actor ?? ANA,
		device: DEVICE,
		dossier: about.dossier === undefined ? dossierId(1) : about.dossier,
		day: about.day ?? TODAY,
		at: instant(about.at ?? 1_795_000_000_000),
		body
	};
}

/** A cash payment of the first claim's principal, printed as it should be. */
export function payment(
	minor: number,
	before: number,
	changes: Partial<Body<'payment.recorded'>> = {}
): Body<'payment.recorded'> {
	return {
		round: roundId(1),
		receipt: { series: 'T01', year: 2026, number: 1, token: 'A'.repeat(147) },
		minor,
		currency: 'EUR',
		detail: { means: 'cash' },
		payer: null,
		directedTo: null,
		allocation: [{ claim: claimId(1), component: 'principal', minor }],
		credit: 0,
		before,
		after: before - minor,
		printed: {
			debtor: 'Camille Moreau',
			creditor: 'Énergie du Cher',
			mandate: 'M-1',
			letter: { ref: 'L-1', sentOn: localDate('2026-07-01') },
			words: 'cent euros',
			collector: 'Ana Petit'
		},
		...changes
	};
}

/** A signature that a person could have drawn. */
export const STROKES: Strokes = {
	height: 400,
	durationMs: 1800,
	lines: [[100, 200, 150, 120, 200, 240, 260, 110, 320, 250, 380, 130, 440, 240, 500, 150, 560, 230, 640, 180]]
};
