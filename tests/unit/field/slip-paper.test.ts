// The slip of a hand-over: who, what, the difference with its reason, and the act that both signed.
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { cashBagSchema } from '$lib/core/cash-day';
import { operationIdSchema, uuidV7 } from '$lib/core/ids';
import { PhoneReader } from '$lib/client/state/phone-reader';
import {
	slipFileName,
	slipOf,
	slipPaper,
	slipText
} from '../../../src/routes/(field)/cash/slip/[operation]/slip-paper';
import { DAY, makePhone, makeWorld, MORNING } from '../client/phone-fixture';

const id = v.parse(
	operationIdSchema,
	uuidV7(MORNING, (length) => new Uint8Array(length).fill(3))
);
const handOver = (change: object = {}) =>
	v.parse(cashBagSchema.entries.handOvers.item, {
		...{ id, day: DAY, atMs: MORNING, to: 'Nadia Ferrand', currency: 'EUR', expected: 33_773, counted: 31_773 },
		...{ reason: 'Billet égaré', cheques: 2, chequesMinor: 75_000 },
		...change
	});
const plain = (text: string) => text.replaceAll(/[\u00A0\u202F]/g, ' ');

async function device() {
	const read = await new PhoneReader(await makePhone(makeWorld())).read();
	if (!read.ok) throw new Error(read.error.code);
	return read.value.device;
}

describe('the slip of a hand-over', () => {
	it('says who gave what to whom, the difference with its reason, the cheques, and the act', async () => {
		const text = plain(slipText(slipOf(handOver(), await device())));
		for (const words of [
			'Val de Loire Recouvrement',
			'Remis par : Ana Petit',
			'Reçu par : Nadia Ferrand',
			'Attendu : 337,73 €',
			'-20,00 € « Billet égaré »',
			'2, 750,00 €',
			id
		])
			expect(text).toContain(words);
	});

	it('names neither a difference nor cheques where there is none', async () => {
		const { rows } = slipOf(handOver({ counted: 33_773, reason: null, cheques: 0, chequesMinor: 0 }), await device());
		expect(rows).toHaveLength(6);
	});

	it('is the same paper each time, with the time of the hand-over', async () => {
		const slip = slipOf(handOver(), await device());
		expect(slipPaper(slip)).toEqual(slipPaper(slipOf(handOver(), await device())));
		expect(slipPaper(slip).at).toBe(MORNING);
		expect(slipFileName(handOver())).toBe(`remise-${DAY}-${id.slice(-8)}`);
	});
});
