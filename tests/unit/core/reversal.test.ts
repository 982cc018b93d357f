// A reversal gives a payment back once, and only when a second person agrees.
import { describe, expect, it } from 'vitest';
import { FRANCE } from '../../../src/lib/core/country/fr/pack';
import { decide } from '../../../src/lib/core/decide';
import { balanceOf } from '../../../src/lib/core/balance';
import type { Dossier } from '../../../src/lib/core/dossier';
import type { Act } from '../../../src/lib/core/operation';
import {
	act,
	ANA,
	COLLECTOR_STANDING,
	dossier,
	MANAGER,
	MANAGER_STANDING,
	operationId,
	OTHER_MANAGER,
	payment,
	TODAY
} from './fixture';

const codes = (on: Dossier | null, made: Act, standing = COLLECTOR_STANDING) =>
	decide(on, made, standing).anomalies.map((anomaly) => anomaly.code);

function after(on: Dossier, made: Act, standing = COLLECTOR_STANDING): Dossier {
	const { state } = decide(on, made, standing);
	if (!state) throw new Error('the act touched no dossier');
	return { ...on, state };
}

describe('a reversal', () => {
	const paid = after(dossier(), act('payment.recorded', payment(10_000, 50_000), { id: 1 }));
	const asked = act('payment.reversal-requested', { payment: operationId(1), reason: 'Erreur de saisie' }, { id: 2 });
	const approval = (actor: Act['actor'], request = operationId(2)) =>
		act('payment.reversed', { payment: operationId(1), request, reason: 'Vu avec la caisse' }, { id: 3, actor });

	it('posts nothing while it is only asked for', () => {
		const decision = decide(paid, asked, COLLECTOR_STANDING);
		expect(decision.effects).toEqual([]);
		expect(decision.state?.payments[0]?.status).toBe('reversal-requested');
	});

	it('approved by a second person gives the debt back, once', () => {
		const requested = after(paid, asked);
		const decision = decide(requested, approval(MANAGER), MANAGER_STANDING);
		expect(decision.anomalies).toEqual([]);
		expect(decision.effects.map((effect) => effect.sign)).toEqual([-1]);
		const reversed = after(requested, approval(MANAGER), MANAGER_STANDING);
		expect(balanceOf(reversed, TODAY, FRANCE)).toBe(50_000);
		expect(codes(reversed, approval(OTHER_MANAGER), MANAGER_STANDING)).toEqual(['reversal-already']);
	});

	it('changes the payment that it names and no other', () => {
		const other = payment(5_000, 40_000, { receipt: { ...payment(0, 0).receipt, number: 2 } });
		const both = after(paid, act('payment.recorded', other, { id: 7 }));
		const { state } = after(after(both, asked), approval(MANAGER), MANAGER_STANDING);
		expect(state.payments.map(({ id, status }) => [id, status])).toEqual([
			[operationId(7), 'recorded'],
			[operationId(1), 'reversed']
		]);
	});

	it('is refused to the one who took the money and to the one who asked', () => {
		const requested = after(
			paid,
			act('payment.reversal-requested', { payment: operationId(1), reason: 'Doublon' }, { id: 2, actor: MANAGER })
		);
		expect(codes(requested, approval(MANAGER), MANAGER_STANDING)).toEqual(['reversal-same-person']);
		expect(codes(requested, approval(ANA), MANAGER_STANDING)).toEqual(['reversal-same-person']);
		expect(codes(requested, approval(OTHER_MANAGER), MANAGER_STANDING)).toEqual([]);
	});

	it('needs a payment and a request that exist', () => {
		expect(codes(dossier(), asked)).toEqual(['reversal-payment-unknown']);
		expect(codes(dossier(), approval(MANAGER), MANAGER_STANDING)).toEqual(['reversal-payment-unknown']);
		expect(codes(paid, approval(MANAGER), MANAGER_STANDING)).toEqual(['reversal-request-unknown']);
		const requested = after(paid, asked);
		expect(codes(requested, asked)).toEqual([]);
		expect(codes(requested, { ...asked, id: operationId(8) })).toEqual(['reversal-already']);
	});
});
