// What a receipt prints of the notes and coins that were given, where they were recorded.
import { describe, expect, it } from 'vitest';
import { recordPayment } from '$lib/client/actions/record-payment';
import { PhoneReader } from '$lib/client/state/phone-reader';
import type { MeansDetail } from '$lib/core/operation';
import {
	receiptLines,
	receiptOf,
	receiptText
} from '../../../src/routes/(field)/dossier/[id]/receipt/[operation]/receipt';
import { cash, operationsOf } from '../client/acts-fixture';
import { load, makeDossier, makePhone, makeWorld } from '../client/phone-fixture';

/** Narrow and fixed blanks of French amounts, as plain ones. */
const plain = (text: string) => text.replaceAll(/[\u00A0\u202F]/g, ' ');

async function receiptFor(detail: MeansDetail) {
	const phone = await makePhone(makeWorld());
	const dossier = makeDossier();
	await load(phone, [dossier]);
	expect(await recordPayment(phone, { ...cash(dossier, 4_500), detail })).toMatchObject({ ok: true });
	const read = await new PhoneReader(phone).read();
	const [operation] = await operationsOf(phone);
	const receipt = read.ok && operation ? receiptOf(operation, read.value.device) : null;
	if (!receipt) throw new Error('no receipt');
	return receipt;
}

const given = async (detail: MeansDetail) => {
	const receipt = await receiptFor(detail);
	return receiptLines(receipt).flatMap(([name, value]) => (name === 'Remis par le payeur' ? [plain(value)] : []));
};

describe('the notes and coins on a receipt', () => {
	it('are printed with their sum and the change', async () => {
		const notes = [
			{ unit: 2_000, count: 2 },
			{ unit: 1_000, count: 1 }
		];
		expect(await given({ means: 'cash', given: notes })).toEqual(['2 × 20,00 €, 1 × 10,00 € (50,00 €), rendu 5,00 €']);
	});

	it('need no change where the sum is exact, also in the text that is shared', async () => {
		const notes = [
			{ unit: 2_000, count: 2 },
			{ unit: 500, count: 1 }
		];
		const receipt = await receiptFor({ means: 'cash', given: notes });
		expect(plain(receiptText(receipt))).toContain('Remis par le payeur : 2 × 20,00 €, 1 × 5,00 € (45,00 €)\n');
	});

	it('are not mentioned where nobody recorded them', async () => {
		expect(await given({ means: 'cash' })).toEqual([]);
		expect(await given({ means: 'card', reference: 'A1' })).toEqual([]);
	});
});
