// Agreements for tests of the judge: a text, its signature, a proposal, and where an agreement stands.
import { FRANCE } from '../../../src/lib/core/country/fr/pack';
import { decide, type Standing } from '../../../src/lib/core/decide';
import type { Dossier } from '../../../src/lib/core/dossier';
import type { Act, Body, ProtocolText } from '../../../src/lib/core/operation';
import { protocolLife, type ProtocolState } from '../../../src/lib/core/protocol-life';
import { instant, localDate, type LocalDate } from '../../../src/lib/core/time';
import { act, COLLECTOR_STANDING, MANAGER, operationId, STROKES, TODAY } from './fixture';
import { expect } from 'vitest';

export const NOON = 1_795_000_000_000;
export const DOT = { height: 400, durationMs: 1, lines: [[10, 10]] };
export const JANUARY = localDate('2027-01-05');
export const FEBRUARY = localDate('2027-02-05');

export const line = (no: number, dueOn: LocalDate, minor: number, after: number) => ({
	no,
	contractOn: dueOn,
	dueOn,
	minor,
	after
});

export function text(change: Partial<ProtocolText> = {}): ProtocolText {
	return {
		template: 'fr.plan-apurement',
		version: 2,
		document: 'plan',
		title: 'Échéancier de paiement',
		mention: 'own-words',
		day: TODAY,
		agency: { name: 'Agence', address: 'Tours', siren: '732829320' },
		creditor: { name: 'Énergie du Cher', address: 'Tours' },
		debtor: { name: 'Camille Moreau', address: 'Tours', consumer: true },
		mandate: 'M-1',
		letter: { ref: 'L-1', sentOn: localDate('2026-07-01') },
		dossier: 'D-1',
		currency: 'EUR',
		claims: [{ ref: 'F-1', label: 'Facture', principal: 50_000, interest: 0, penalty: 0, indemnity: 0 }],
		total: 50_000,
		totalWords: 'cinq cents euros',
		down: null,
		instalments: [line(1, JANUARY, 25_000, 25_000), line(2, FEBRUARY, 25_000, 0)],
		clauses: [],
		consent: 'Je suis d’accord',
		...change
	};
}

export const signing = (
	change: Partial<Body<'protocol.signed'>> = {},
	words: Partial<ProtocolText> = {}
): Body<'protocol.signed'> => ({
	round: null,
	text: text(words),
	signer: { name: 'Camille Moreau', capacity: 'debtor' },
	mention: 'Je paierai',
	consentGiven: true,
	strokes: STROKES,
	collector: { name: 'Ana Petit', strokes: STROKES },
	shownMs: 60_000,
	...change
});

export const sign = (body = signing(), about: Parameters<typeof act>[2] = {}) =>
	act('protocol.signed', body, { id: 1, ...about });

export const proposed = (change: Partial<Body<'protocol.proposed'>> = {}, about: Parameters<typeof act>[2] = {}) =>
	act(
		'protocol.proposed',
		{
			round: null,
			document: 'plan',
			currency: 'EUR',
			claimed: 50_000,
			waived: 0,
			total: 50_000,
			down: null,
			frequency: 'monthly',
			instalments: [line(1, JANUARY, 25_000, 25_000), line(2, localDate('2029-06-05'), 25_000, 0)],
			dispute: null,
			over: [{ limit: 'months', asked: 31, allowed: 24 }],
			note: null,
			...change
		},
		{ id: 1, ...about }
	);

export const approved = (proposal = 1, about: Parameters<typeof act>[2] = {}) =>
	act('protocol.approved', { proposal: operationId(proposal) }, { id: 2, actor: MANAGER, ...about });

/** Lets acts happen one after the other; throws on one that a phone would have prevented. */
export function after(start: Dossier, ...acts: readonly [Act, Standing?][]): Dossier {
	return acts.reduce((current, [happened, standing = COLLECTOR_STANDING]) => {
		const { state, anomalies } = decide(current, happened, standing);
		const prevented = anomalies.find(({ prevent }) => prevent);
		if (prevented) throw new Error(`${happened.kind}: ${prevented.code}`);
		return state ? { ...current, state } : current;
	}, start);
}

export const codes = (start: Dossier, happened: Act, standing = COLLECTOR_STANDING) =>
	decide(start, happened, standing).anomalies.map(({ code }) => code);

export function lifeOf(of: Dossier, day: LocalDate = TODAY, at = NOON + 10 * 86_400_000, index = 0): ProtocolState {
	const entry = of.state.protocols[index];
	if (!entry) throw new Error('no agreement');
	const life = protocolLife(of, entry, { day, at: instant(at) }, FRANCE);
	if (!life.ok) throw new Error(life.error.code);
	return life.value.state;
}

export const replay = (start: Dossier, happened: Act, standing = COLLECTOR_STANDING) => {
	const once = after(start, [happened, standing]);
	expect(decide(once, happened, standing).state).toEqual(once.state);
	return once;
};
