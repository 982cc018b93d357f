// The forms of cash at the door and at the bank: what strings become once they are right, and which field is wrong otherwise.
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { uuidV7 } from '$lib/core/ids';
import { depositFormSchema } from '../../../src/routes/(field)/cash/deposit/deposit-form';
import { emptyPayment, paymentFormSchema } from '../../../src/routes/(field)/dossier/[id]/pay/payment-form';

const id = uuidV7(1_795_000_000_000, (length) => new Uint8Array(length).fill(7));
const deposit = (fields: Partial<Record<'amount' | 'slip' | 'cheques', string>>) =>
	v.safeParse(depositFormSchema('EUR'), { amount: '', slip: 'BR 12', cheques: '', ...fields });
const wrong = (read: ReturnType<typeof deposit>) =>
	read.success ? [] : read.issues.map((issue) => v.getDotPath(issue));

describe('a deposit', () => {
	it('is cash, cheques, or both, with the reference of the bank', () => {
		expect(deposit({ amount: '120,50' })).toMatchObject({ output: { cash: 12_050, cheques: [], slip: 'BR 12' } });
		expect(deposit({ cheques: `${id} nothing` })).toMatchObject({ output: { cash: 0, cheques: [id] } });
	});

	it('says which field is wrong', () => {
		expect(wrong(deposit({}))).toEqual(['amount']);
		expect(wrong(deposit({ amount: 'beaucoup' }))).toEqual(['amount']);
		expect(wrong(deposit({ amount: '10', slip: '  ' }))).toEqual(['slip']);
	});
});

describe('cash at the door', () => {
	it('keeps the notes that the debtor gave, and none when nobody counted', () => {
		const fields = emptyPayment('cash', '150', 'other', 'Jeanne Martin');
		const read = (given: string) => v.safeParse(paymentFormSchema('EUR'), { ...fields, given });
		expect(read('')).toMatchObject({ output: { detail: { means: 'cash' } } });
		expect(read('10000:1')).toMatchObject({ success: false, issues: [{ path: [{ key: 'given' }] }] });
		expect(read('10000:1 5000:2')).toMatchObject({
			output: {
				detail: {
					given: [
						{ unit: 10_000, count: 1 },
						{ unit: 5_000, count: 2 }
					]
				}
			}
		});
	});
});
