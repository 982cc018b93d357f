// The three documents: each has its own requirements, reads complete for a consumer and a professional, and threatens nobody.
import { describe, expect, it } from 'vitest';
import { FRANCE } from '../../../src/lib/core/country/fr/pack';
import { FRENCH_DOCUMENTS } from '../../../src/lib/core/country/fr/texts/documents';
import { PROTOCOL_DOCUMENTS, type ProtocolDocument, type ProtocolText } from '../../../src/lib/core/operation';
import { buildProtocolText, type ProtocolTerms } from '../../../src/lib/core/protocol-text';
import { buildSchedule } from '../../../src/lib/core/schedule';
import { addDays, addMonths, localDate } from '../../../src/lib/core/time';
import { claim, dossier, operationId, TODAY } from './fixture';

const SETTLING: ProtocolTerms = { waived: 8_000, dispute: 'le montant des pénalités' };
const owed = () => dossier([claim(1, { principal: 42_000, penalty: 8_000 })]);

function build(
	document: ProtocolDocument,
	terms: ProtocolTerms,
	about: { of?: ReturnType<typeof owed>; now?: boolean } = {}
) {
	const total = 50_000 - (terms.waived ?? 0);
	const schedule = buildSchedule(
		{
			total,
			down: null,
			count: about.now ? 1 : 3,
			firstDueOn: about.now ? TODAY : addMonths(TODAY, 1),
			frequency: 'monthly',
			anchorDay: null,
			roll: !about.now,
			region: null,
			minInstalment: 0
		},
		FRANCE.calendar
	);
	if (!schedule.ok) throw new Error(schedule.error.code);
	const agency = { name: 'Agence', address: 'Tours', siren: '732829320' };
	const request = {
		dossier: about.of ?? owed(),
		day: TODAY,
		agency,
		schedule: schedule.value,
		totalWords: 'tant',
		terms
	};
	return buildProtocolText(request, FRENCH_DOCUMENTS[document], FRANCE);
}

function text(
	document: ProtocolDocument,
	about: Parameters<typeof build>[2] = {},
	more: ProtocolTerms = {}
): ProtocolText {
	const built = build(document, { ...(document === 'settlement' ? SETTLING : {}), ...more }, about);
	if (!built.ok) throw new Error(built.error.code);
	return built.value;
}

const wordsOf = ({ title, clauses, consent }: ProtocolText): string =>
	[title, consent, ...clauses.flatMap((clause) => [clause.title, clause.text])].join('\n');
const firm = (): ReturnType<typeof owed> => {
	const { facts, ...rest } = owed();
	return { ...rest, facts: { ...facts, debtor: { ...facts.debtor, kind: 'professional', siren: '732829320' } } };
};

describe.each(PROTOCOL_DOCUMENTS)('the %s', (document) => {
	it('is complete for a consumer and for a professional, in instalments and at once', () => {
		for (const of of [owed(), firm()])
			for (const now of [false, true])
				expect(wordsOf(text(document, { of, now }))).not.toMatch(/[{}]|undefined|null|NaN/);
	});

	it('says which document, which version and what the debtor writes himself', () => {
		const { template, version, mention } = FRENCH_DOCUMENTS[document];
		expect(text(document)).toMatchObject({
			document,
			template,
			version,
			mention,
			total: document === 'settlement' ? 42_000 : 50_000
		});
	});

	it('keeps the words of courts and bailiffs out', () => {
		const plain = wordsOf(text(document)).normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
		for (const word of FRANCE.vocabulary.forbiddenBeforeTitle)
			expect(plain).not.toMatch(new RegExp(`(?<![a-z])${word}(?![a-z])`));
	});

	it('takes no right away that the law gives', () => {
		expect(wordsOf(text(document))).toContain('surendettement');
		expect(wordsOf(text(document))).toContain('dans la limite de deux ans');
		expect(wordsOf(text(document))).toContain('48 heures');
		expect(wordsOf(text(document, { of: firm() }))).not.toContain('48 heures');
	});
});

describe('a settlement', () => {
	it('names the disagreement and what each side gives', () => {
		const words = wordsOf(text('settlement'));
		for (const part of ['le montant des pénalités', '80,00\u00A0€', '420,00\u00A0€', '500,00\u00A0€', '2044'])
			expect(words).toContain(part);
		expect(text('settlement')).toMatchObject({ waived: 8_000, dispute: 'le montant des pénalités' });
	});

	it.each([
		['without anything given up', 'settlement', { dispute: 'x' }, 'settlement-needs-waiver'],
		['without a disagreement', 'settlement', { waived: 8_000 }, 'settlement-needs-dispute'],
		['given up in a plan', 'plan', { waived: 8_000 }, 'waiver-needs-settlement']
	] as const)('is refused %s', (_, document, terms, code) => {
		expect(build(document, terms)).toMatchObject({ ok: false, error: { code } });
	});

	it('gives up less than is owed', () => {
		const small = dossier([claim(1, { principal: 5_000 })]);
		expect(build('settlement', SETTLING, { of: small })).toMatchObject({ error: { code: 'waiver-too-large' } });
	});
});

describe('an agreement that takes the place of another, on an earlier count', () => {
	it('says so, and to which day the debt is counted', () => {
		const replaces = { operation: operationId(7), signedOn: localDate('2026-08-05') };
		const countedOn = addDays(TODAY, -3);
		const built = text('plan', {}, { replaces, countedOn });
		expect(built).toMatchObject({ replaces, countedOn });
		expect(wordsOf(built)).toContain('5 août 2026');
		expect(wordsOf(built)).toContain('18 novembre 2026');
		expect(wordsOf(text('plan'))).not.toContain('remplace celui');
	});
});
