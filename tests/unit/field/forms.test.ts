// The forms of the collector: what is typed becomes an act, or names the field that is wrong.
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { localDate } from '$lib/core/time';
import { emptyPayment, paymentFormSchema } from '../../../src/routes/(field)/dossier/[id]/pay/payment-form';
import { planFormSchema } from '../../../src/routes/(field)/dossier/[id]/plan/plan-form';
import {
	countersignatureOf,
	emptySigning,
	signFormSchema
} from '../../../src/routes/(field)/dossier/[id]/sign/sign-form';
import { EMPTY_VISIT, visitFormSchema } from '../../../src/routes/(field)/dossier/[id]/visit/visit-form';

const today = localDate('2026-11-21');

function wrongFields(schema: v.GenericSchema, fields: unknown): readonly (string | null)[] {
	const parsed = v.safeParse(schema, fields);
	return parsed.success ? [] : parsed.issues.map((issue) => v.getDotPath(issue));
}

describe('the payment form', () => {
	const cash = emptyPayment('cash', '150', 'other', 'Jeanne Martin');
	const schema = paymentFormSchema('EUR');

	test('reads an amount in cents and takes cash without any detail', () => {
		expect(v.parse(schema, { ...cash, amount: '49,90' })).toEqual({
			minor: 4990,
			detail: { means: 'cash' },
			payer: null,
			directedTo: null,
			acceptCredit: false
		});
	});

	test.each(['', '0', '-5', 'abc', '1,234', '12,345'])('refuses the amount « %s » at its field', (amount) => {
		expect(wrongFields(schema, { ...cash, amount })).toEqual(['amount']);
	});

	test('wants the number, the bank and the drawer of a cheque', () => {
		expect(wrongFields(schema, { ...cash, means: 'cheque', drawer: '' })).toEqual(['number', 'bank', 'drawer']);
	});

	test('wants the reference of a card or of a transfer', () => {
		expect(wrongFields(schema, { ...cash, means: 'card' })).toEqual(['reference']);
		expect(v.parse(schema, { ...cash, means: 'transfer', reference: ' VIR-1 ' })).toMatchObject({
			detail: { means: 'transfer', reference: 'VIR-1' }
		});
	});
});

describe('the visit form', () => {
	const schema = visitFormSchema(() => today);

	test('wants an outcome, and nothing else', () => {
		expect(wrongFields(schema, EMPTY_VISIT)).toEqual(['outcome']);
		expect(v.parse(schema, { ...EMPTY_VISIT, outcome: 'absent' })).toEqual({
			outcome: 'absent',
			cause: null,
			note: null,
			next: null
		});
	});

	test('stops a note that the law forbids to keep, not the visit', () => {
		expect(wrongFields(schema, { ...EMPTY_VISIT, outcome: 'met', note: 'Il est alcoolique' })).toEqual(['note']);
	});

	test('refuses a next date that is past or of a day that does not exist', () => {
		const visit = { ...EMPTY_VISIT, outcome: 'met', action: 'visit' };
		expect(wrongFields(schema, { ...visit, on: '2026-11-20' })).toEqual(['on']);
		expect(wrongFields(schema, { ...visit, on: '2026-02-31' })).toEqual(['on']);
	});
});

describe('the plan form', () => {
	const plan = {
		...{ document: 'plan', choice: 'hand', down: '', count: '6', first: '2026-12-21', frequency: 'monthly' },
		...{ waived: '', dispute: '', note: '' }
	};
	const schema = planFormSchema('EUR', () => today);

	test('takes no down payment for an empty field', () => {
		expect(v.parse(schema, plan)).toEqual({
			...{ document: 'plan', down: 0, count: 6, firstDueOn: '2026-12-21', frequency: 'monthly' }
		});
	});

	test('names each wrong field', () => {
		expect(wrongFields(schema, { ...plan, down: 'x', count: '0', first: '2026-11-21' })).toEqual([
			'down',
			'count',
			'first'
		]);
		expect(wrongFields(schema, { ...plan, first: '2206-12-21' })).toEqual(['first']);
	});

	test('lets who pays in one go do so today', () => {
		expect(wrongFields(schema, { ...plan, count: '1', first: today })).toEqual([]);
	});

	test('wants of a settlement what is given up and which disagreement it ends', () => {
		const settlement = { ...plan, document: 'settlement', waived: '12,00', dispute: 'les pénalités' };
		expect(v.parse(schema, settlement)).toMatchObject({ waived: 1_200, dispute: 'les pénalités' });
		expect(wrongFields(schema, { ...settlement, waived: '0', dispute: ' ' })).toEqual(['waived', 'dispute']);
	});
});

describe('the signing form', () => {
	const zigzag = {
		height: 500,
		lines: [[100, 100, 200, 200, 300, 100, 400, 200, 500, 100, 600, 200, 650, 100, 700, 200]]
	};
	const signed = {
		...emptySigning('Jeanne Martin'),
		consent: 'yes',
		mention: 'Je reconnais devoir cette somme',
		strokes: JSON.stringify({ ...zigzag, durationMs: 1200 })
	};
	const text = { mention: 'own-words', total: 12_050, currency: 'EUR' } as const;
	const schema = signFormSchema({ text, hasCode: true });

	test('is complete with consent, own words and a drawing', () => {
		expect(v.parse(schema, signed)).toMatchObject({ signer: { name: 'Jeanne Martin', capacity: 'debtor' } });
	});

	test('refuses a missing consent, missing words, and a blank or trivial drawing', () => {
		const dot = JSON.stringify({ height: 500, lines: [[500, 250]], durationMs: 10 });
		expect(wrongFields(schema, { ...signed, consent: '' })).toEqual(['consent']);
		expect(wrongFields(schema, { ...signed, mention: ' ' })).toEqual(['mention']);
		expect(wrongFields(schema, { ...signed, strokes: '' })).toEqual(['strokes']);
		expect(wrongFields(schema, { ...signed, strokes: dot })).toEqual(['strokes']);
	});

	test('takes a drawn mention, and a typed name with the code of the letter', () => {
		const drawn = { ...signed, mention: '', mentionHow: 'drawn', mentionStrokes: signed.strokes };
		expect(v.parse(schema, drawn)).toMatchObject({ mention: null, mentionStrokes: { height: 500 } });
		const typed = { ...signed, how: 'code', strokes: '', typedName: 'Jeanne Martin', code: 'abcd-efgh-23' };
		expect(v.parse(schema, typed)).toMatchObject({ signature: { name: 'Jeanne Martin', code: 'abcd-efgh-23' } });
		expect(wrongFields(schema, { ...typed, typedName: '', code: '12' })).toEqual(['typedName', 'code']);
	});

	test('wants the amount of an acknowledgement in figures and in words, and both of them right', () => {
		const asked = signFormSchema({ text: { ...text, mention: 'amount' }, hasCode: false });
		const written = { ...signed, mention: '', figures: '120,50', words: 'cent vingt euros et cinquante centimes' };
		expect(v.parse(asked, written)).toMatchObject({ mention: null, amountMention: { figures: '120,50' } });
		expect(wrongFields(asked, { ...written, figures: '', words: '' })).toEqual(['figures', 'words']);
		expect(wrongFields(asked, { ...written, figures: '120,5x', words: 'cent vingt' })).toEqual(['figures', 'words']);
		expect(wrongFields(asked, { ...written, figures: '12,05', words: 'cent euros' })).toEqual(['figures', 'words']);
	});

	test('takes the collector’s own name in place of his strokes, and nobody else’s', () => {
		const typed = { ...signed, collectorHow: 'typed', collectorName: ' ines  CARPENTIER-Lopez ' };
		expect(countersignatureOf(typed, 'Inès Carpentier-Lopez')).toEqual({ name: 'Inès Carpentier-Lopez' });
		expect(countersignatureOf(typed, 'Malik Bensaïd')).toBeNull();
		expect(countersignatureOf(signed, 'Malik Bensaïd')).toBeNull();
		expect(countersignatureOf({ ...signed, collectorStrokes: signed.strokes }, 'Malik Bensaïd')).toMatchObject({
			strokes: { durationMs: 1200 }
		});
	});

	test('asks for no mention where the paper asks for none', () => {
		const none = signFormSchema({ text: { ...text, mention: 'none' }, hasCode: false });
		expect(v.parse(none, { ...signed, mention: '' })).toMatchObject({ mention: null });
	});
});
