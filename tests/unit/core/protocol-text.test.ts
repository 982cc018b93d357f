// The text of a payment plan says what the dossier and the table say, and is refused while anything in it is unknown.
import { describe, expect, it } from 'vitest';
import { FRANCE } from '../../../src/lib/core/country/fr/pack';
import { PLAN_APUREMENT } from '../../../src/lib/core/country/fr/texts/plan-apurement';
import type { CountryPack } from '../../../src/lib/core/country/pack';
import type { ParameterName } from '../../../src/lib/core/country/parameters';
import { decide } from '../../../src/lib/core/decide';
import type { Dossier } from '../../../src/lib/core/dossier';
import {
	buildProtocolText,
	type ClauseCondition,
	type PlanTemplate,
	type ProtocolRequest
} from '../../../src/lib/core/protocol-text';
import { buildSchedule, type PlanRequest, type Schedule } from '../../../src/lib/core/schedule';
import { localDate } from '../../../src/lib/core/time';
import { act, claim, claimId, COLLECTOR_STANDING, dossier, payment, TODAY } from './fixture';

const PLAN: PlanRequest = {
	total: 50_000,
	down: { minor: 10_000, dueOn: TODAY },
	count: 4,
	firstDueOn: localDate('2026-12-21'),
	frequency: 'monthly',
	anchorDay: null,
	roll: false,
	region: null,
	minInstalment: 2_000
};

function schedule(change: Partial<PlanRequest> = {}): Schedule {
	const built = buildSchedule({ ...PLAN, ...change }, FRANCE.calendar);
	if (!built.ok) throw new Error(built.error.code);
	return built.value;
}

const build = (change: Partial<ProtocolRequest> = {}, template = PLAN_APUREMENT, pack: CountryPack = FRANCE) =>
	buildProtocolText(
		{
			dossier: dossier(),
			day: TODAY,
			agency: { name: 'Agence Ligérienne', address: '1 rue Haute, 37000 Tours', siren: '732829320' },
			schedule: schedule(),
			totalWords: 'cinq cents euros',
			...change
		},
		template,
		pack
	);

function text(change: Partial<ProtocolRequest> = {}, template = PLAN_APUREMENT) {
	const built = build(change, template);
	if (!built.ok) throw new Error(built.error.code);
	return built.value;
}

/** A template of one clause, which is also what the debtor consents to. */
const oneClause = (clause: string, when: readonly ClauseCondition[] = []): PlanTemplate => ({
	document: 'plan',
	template: 'essai',
	version: 1,
	title: 'Essai',
	mention: 'none',
	consent: clause,
	clauses: [{ when, title: 'Clause', text: clause }]
});
const worded = (clause: string, change: Partial<ProtocolRequest> = {}) => text(change, oneClause(clause)).consent;
/** Amounts and dates are set with spaces that do not break: here they are only spaces. */
const plain = (set: string) => set.replace(/\s/g, ' ');
const titles = (change: Partial<ProtocolRequest> = {}) => text(change).clauses.map((clause) => clause.title);
const without = (name: ParameterName): CountryPack => ({
	...FRANCE,
	parameters: { ...FRANCE.parameters, [name]: [] }
});
const professional: Dossier['facts']['debtor'] = {
	...dossier().facts.debtor,
	kind: 'professional',
	name: 'Le Coin',
	siren: '732829320'
};

describe('the text of a plan', () => {
	it('carries the table, the claims and the parties as the dossier has them', () => {
		expect(text()).toMatchObject({
			template: 'fr.plan-apurement',
			day: TODAY,
			creditor: { name: 'Énergie du Cher', address: 'Tours' },
			debtor: { name: 'Camille Moreau', address: '', consumer: true },
			mandate: 'M-1',
			letter: { ref: 'L-1' },
			dossier: 'D-0001',
			total: 50_000,
			down: { minor: 10_000, dueOn: TODAY },
			claims: [{ ref: 'F-1', principal: 50_000, interest: 0, penalty: 0, indemnity: 0 }]
		});
		expect(text().instalments.map((instalment) => instalment.minor)).toEqual([10_000, 10_000, 10_000, 10_000]);
	});

	it('leaves no field unfilled, for a consumer and for a professional', () => {
		for (const facts of [{}, { debtor: professional }]) {
			const built = text({ dossier: dossier([claim(1, { kind: 'civil' })], facts) });
			const written = [built.consent, ...built.clauses.map((clause) => clause.text)];
			expect(written.filter((line) => /[{}]|undefined|null|NaN/.test(line))).toEqual([]);
		}
	});

	it('names the down payment only when there is one', () => {
		expect(titles()).toContain('Acompte');
		expect(titles({ schedule: schedule({ down: null }) })).not.toContain('Acompte');
		expect(text({ schedule: schedule({ down: null }) }).down).toBeNull();
		expect(plain(worded('{down} le {downOn}'))).toBe('100,00 € le 21 novembre 2026');
		expect(plain(worded('{down}', { schedule: schedule({ down: null }) }))).toBe('0,00 €');
	});

	it('of staff collecting its own claims speaks of no mandate, and of no letter where none was sent', () => {
		const { creditor } = dossier().facts;
		const own = dossier([claim(1)], { creditor: { ...creditor, kind: 'own' }, mandate: null, letter: null });
		expect(text({ dossier: own })).toMatchObject({ mandate: '', letter: null });
		expect(titles({ dossier: own })).not.toContain('Lettre adressée au débiteur');
		expect(titles()).toContain('Lettre adressée au débiteur');
		expect(
			text({ dossier: own })
				.clauses.map((clause) => clause.text)
				.join(' ')
		).not.toContain('mandat');
		expect(worded('[{mandate}] [{letterRef}] [{letterOn}]', { dossier: own })).toBe('[] [] []');
		expect(plain(worded('{mandate}, {letterRef} du {letterOn}'))).toBe(
			'M-1 du 5 janvier 2026, L-1 du 1er juillet 2026'
		);
	});

	it('counts the instalments from the first day to the last', () => {
		expect(plain(worded('{count} du {firstOn} au {lastOn}'))).toBe('4 du 21 décembre 2026 au 21 mars 2027');
	});

	it('of a table that has no instalment goes from the day of signature to that day', () => {
		const paidAtOnce: Schedule = { total: 50_000, down: { minor: 50_000, dueOn: TODAY, after: 0 }, instalments: [] };
		expect(plain(worded('{count} du {firstOn} au {lastOn}', { schedule: paidAtOnce }))).toBe(
			'0 du 21 novembre 2026 au 21 novembre 2026'
		);
	});

	it('gives the first address of the debtor on one line, and the number of a company beside its name', () => {
		const [lines, country, position] = [['2 quai Bas', 'Bât. C'], 'FR', null];
		const addresses = [{ lines, postcode: '37000', city: 'Tours', country, position }];
		const company = dossier([claim(1, { kind: 'civil' })], { debtor: { ...professional, addresses } });
		expect(text({ dossier: company }).debtor.address).toBe('2 quai Bas, Bât. C, 37000 Tours');
		expect(worded('{debtor}', { dossier: company })).toBe('Le Coin (SIREN 732829320)');
		expect(worded('{debtor}')).toBe('Camille Moreau');
	});

	it('lists only claims of which something is still open', () => {
		const two = dossier([claim(1), claim(2)]);
		const paid = payment(50_000, 100_000, {
			allocation: [{ claim: claimId(2), component: 'principal', minor: 50_000 }]
		});
		const { state } = decide(two, act('payment.recorded', paid), COLLECTOR_STANDING);
		if (!state) throw new Error('the act touched no dossier');
		expect(text({ dossier: { ...two, state } }).claims.map(({ ref }) => ref)).toEqual(['F-1']);
	});
});

describe('a plan is refused', () => {
	it('when nothing is owed', () => {
		expect(build({ dossier: dossier([]) })).toMatchObject({ error: { code: 'plan-nothing-left' } });
	});

	it('when its table settles another sum than the debt, and says both', () => {
		expect(build({ dossier: dossier([claim(1, { principal: 49_999 })]) })).toEqual({
			ok: false,
			error: { code: 'protocol-total-mismatch', data: { table: 50_000, total: 49_999 } }
		});
	});

	it.each([
		'cash.ceiling-resident',
		'plan.grace-days',
		'plan.notice-days-consumer',
		'plan.reflection-hours',
		'plan.serious-default-instalments'
	] as const)('while %s, which its clauses quote, is not known', (name) => {
		expect(build({}, PLAN_APUREMENT, without(name))).toEqual({
			ok: false,
			error: { code: 'parameter-not-known', data: { parameter: name, day: TODAY } }
		});
	});

	it('but not to a consumer for want of a number that only professionals need', () => {
		expect(build({}, PLAN_APUREMENT, without('plan.notice-days-professional')).ok).toBe(true);
	});
});

it('a template that names an unknown field is a bug, so it throws rather than be signed', () => {
	expect(() => text({}, oneClause('Payez {somme}.'))).toThrow('somme');
});

it('a clause with conditions is written only when all of them hold', () => {
	const clauses = (when: readonly ClauseCondition[]) => text({}, oneClause('Clause.', when)).clauses.length;
	expect(clauses(['consumer', 'mandated', 'letter', 'down'])).toBe(1);
	expect(clauses(['consumer', 'own'])).toBe(0);
	expect(clauses(['professional'])).toBe(0);
});
