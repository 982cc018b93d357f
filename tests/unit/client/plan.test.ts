// The text of a payment plan: complete, in line with its table, different for a consumer and a professional, and never threatening.
import { describe, expect, it } from 'vitest';
import { offerPlan, proposeSchedule, protocolTextFor } from '$lib/client/actions/plan';
import type { DeviceView } from '$lib/client/state/view';
import { canonical } from '$lib/core/canonical';
import { FRANCE } from '$lib/core/country/fr/pack';
import { PLAN_APUREMENT } from '$lib/core/country/fr/texts/plan-apurement';
import { dossierSchema, type Dossier } from '$lib/core/dossier';
import { deviceIdSchema } from '$lib/core/ids';
import { protocolTextSchema, type ProtocolText } from '$lib/core/operation';
import { sumMinor } from '$lib/core/money';
import { localDate } from '$lib/core/time';
import { splitPayment } from '$lib/core/payment-split';
import * as v from 'valibot';
import { DAY, makeDossier, makeSession, newId } from './phone-fixture';

const session = makeSession();
const device: DeviceView = {
	id: v.parse(deviceIdSchema, newId()),
	user: session.user,
	role: session.role,
	organisation: session.organisation,
	publicOrigin: 'https://tournee.example',
	series: 'T03',
	lastReceipt: { year: 2026, number: 0 },
	seq: 0,
	forked: false,
	skewMs: 0,
	settings: { theme: 'system' }
};

const professional = (dossier: Dossier): Dossier =>
	v.parse(dossierSchema, {
		...dossier,
		facts: { ...dossier.facts, debtor: { ...dossier.facts.debtor, kind: 'professional', siren: '552100554' } }
	});

const plan = (dossier: Dossier, change: { readonly down?: number; readonly count?: number } = {}) => ({
	dossier: dossier.id,
	down: 10_000,
	count: 3,
	firstDueOn: localDate('2026-12-31'),
	frequency: 'monthly' as const,
	...change
});

const mapOf = (dossier: Dossier) => new Map([[dossier.id, dossier]]);

function textOf(dossier: Dossier): ProtocolText {
	const text = protocolTextFor(device, mapOf(dossier), plan(dossier), DAY, FRANCE);
	if (!text.ok) throw new Error(text.error.code);
	return text.value;
}

const wordsOf = ({ clauses, consent }: ProtocolText): string =>
	[consent, ...clauses.flatMap(({ title, text }) => [title, text])].join('\n');

describe('the table of a plan', () => {
	it('covers the whole balance, keeps its anchor and moves what falls on a day off', () => {
		const dossier = makeDossier();
		const schedule = proposeSchedule(mapOf(dossier), plan(dossier), DAY, FRANCE);
		if (!schedule.ok) throw new Error(schedule.error.code);
		expect(schedule.value.down).toEqual({ minor: 10_000, dueOn: DAY, after: 38_000 });
		expect(schedule.value.instalments.map(({ dueOn, minor }) => [dueOn, minor])).toEqual([
			['2026-12-31', 12_666],
			['2027-02-01', 12_666],
			['2027-03-01', 12_668]
		]);
	});

	it.each([
		['instalments under the minimum of the house', { count: 60 }, 'instalment-below-minimum'],
		['a plan that needs a manager', { count: 30, down: 0 }, 'instalment-below-minimum'],
		['a down payment over the balance', { down: 99_000 }, 'plan-down-payment'],
		['no instalment', { count: 0 }, 'plan-count']
	])('refuses %s', (_, change, code) => {
		const dossier = makeDossier();
		expect(proposeSchedule(mapOf(dossier), plan(dossier, change), DAY, FRANCE)).toMatchObject({
			ok: false,
			error: { code }
		});
	});

	it('says by how much it goes beyond the margin, and no text is read before a manager agreed', () => {
		const dossier = makeDossier({ principal: 90_000 });
		const wish = plan(dossier, { count: 30, down: 0 });
		expect(offerPlan(mapOf(dossier), wish, DAY, FRANCE)).toMatchObject({
			ok: true,
			value: { over: [{ limit: 'months', asked: 31, allowed: 24 }] }
		});
		expect(protocolTextFor(device, mapOf(dossier), wish, DAY, FRANCE)).toMatchObject({
			ok: false,
			error: { code: 'protocol-over-margin', data: { limit: 'months' } }
		});
	});
});

describe('the text of a plan', () => {
	it('is wire text: the schema and canonical JSON take it as it is', () => {
		const text = textOf(makeDossier());
		expect(v.is(protocolTextSchema, text)).toBe(true);
		expect(() => canonical(text)).not.toThrow();
	});

	it('acknowledges the debt in figures and in words, split into what it is made of', () => {
		const text = textOf(makeDossier());
		const words = wordsOf(text);
		expect(text).toMatchObject({ template: 'fr.plan-apurement', version: 2, total: 48_000 });
		expect(text.totalWords).toBe('quatre cent quatre-vingts euros');
		expect(words).toContain('480,00\u00A0€');
		expect(words).toContain('quatre cent quatre-vingts euros');
		expect(
			sumMinor(
				text.claims.map(({ principal, interest, penalty, indemnity }) => principal + interest + penalty + indemnity)
			)
		).toBe(text.total);
		expect(sumMinor(text.instalments.map(({ minor }) => minor)) + (text.down?.minor ?? 0)).toBe(text.total);
	});

	it('leaves no field of the template open', () => {
		for (const dossier of [makeDossier(), professional(makeDossier())])
			expect(wordsOf(textOf(dossier))).not.toMatch(/[{}]|undefined|null|NaN/);
	});

	it('quotes the mandate and the letter, the ceiling of cash and the delays of the country', () => {
		const words = wordsOf(textOf(makeDossier()));
		for (const part of [
			'M-12 du 5 janvier 2026',
			'L-88',
			'1er septembre 2026',
			'1\u202F000,00\u00A0€',
			'30 jours',
			'48 heures'
		])
			expect(words).toContain(part);
	});

	it('covers every point of the list for a consumer', () => {
		const titles = textOf(makeDossier()).clauses.map(({ title }) => title);
		expect(titles).toEqual([
			'Les parties',
			'Lettre adressée au débiteur',
			'Origine et décompte de la dette',
			'Reconnaissance de la dette',
			'Acompte',
			'Échéancier',
			'Comment payer',
			'Jours non ouvrés',
			'Imputation des paiements',
			'Ni frais ni intérêts',
			'Paiement anticipé',
			'En cas de difficulté',
			'Maintien de la dette et des garanties',
			'Prescription',
			'Droits du débiteur',
			'Temps de réflexion',
			'Données personnelles',
			'Changement d’adresse',
			'Signature électronique et exemplaires',
			'Droit applicable'
		]);
	});

	it("speaks of penalties only to a professional, and of the consumer's rights only to a consumer", () => {
		const consumer = wordsOf(textOf(makeDossier()));
		const firm = wordsOf(textOf(professional(makeDossier())));
		expect(consumer).toContain('surendettement');
		expect(consumer).not.toContain('pénalités de retard cessent');
		expect(firm).toContain('pénalités de retard cessent');
		expect(firm).toContain('SIREN 552100554');
		for (const word of ['médiateur', 'surendettement', 'Temps de réflexion']) expect(firm).not.toContain(word);
	});

	it('never uses the words of a court or a bailiff', () => {
		const everything = PLAN_APUREMENT.clauses.map(({ title, text }) => `${title} ${text}`).join(' ');
		const plain = everything.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
		for (const word of FRANCE.vocabulary.forbiddenBeforeTitle)
			expect(plain).not.toMatch(new RegExp(`(?<![a-z])${word}(?![a-z])`));
	});
});

describe('the split of a payment', () => {
	it('takes what is due first and says what would stay a credit', () => {
		const dossier = makeDossier();
		const split = splitPayment(dossier, { minor: 50_000, directedTo: null }, DAY, FRANCE);
		expect(split).toMatchObject({ credit: 2_000, before: 48_000, after: 0 });
	});
});
