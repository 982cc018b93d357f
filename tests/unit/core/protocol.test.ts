// Agreements up to the signature: the margin, a manager's answer, what a signature needs, and its evidence.
import { describe, expect, it } from 'vitest';
import { FRANCE } from '../../../src/lib/core/country/fr/pack';
import { decide } from '../../../src/lib/core/decide';
import { type NarrowedMargin } from '../../../src/lib/core/dossier';
import { type ProtocolText } from '../../../src/lib/core/operation';
import { excessOf, planMargin } from '../../../src/lib/core/plan-margin';
import { sealedProtocolOf } from '../../../src/lib/core/sealed-protocol';
import { localDate } from '../../../src/lib/core/time';
import {
	act,
	ANA,
	COLLECTOR_STANDING,
	dossier,
	MANAGER,
	MANAGER_STANDING,
	operationId,
	STROKES,
	TODAY
} from './fixture';
import {
	after,
	approved,
	codes,
	DOT,
	FEBRUARY,
	JANUARY,
	line,
	NOON,
	proposed,
	replay,
	sign,
	signing,
	text
} from './protocol-fixture';

describe('the margin', () => {
	const terms = {
		...{ day: TODAY, total: 50_000, waived: 0, accessories: 8_000, down: 0 },
		instalments: [line(1, localDate('2028-11-22'), 50_000, 0)]
	};

	it('is the agency’s, narrowed by the creditor and the dossier, and never widened', () => {
		const narrow: NarrowedMargin = { maxMonths: 6, minDownBp: 1_000, waiverBp: null, discountBp: null };
		const wide: NarrowedMargin = { maxMonths: 99, minDownBp: 0, waiverBp: 9_000, discountBp: 9_000 };
		expect(planMargin({ margin: [narrow, null, wide] }, FRANCE, TODAY)).toEqual({
			ok: true,
			value: { maxMonths: 6, minDownBp: 1_000, waiverBp: 0, discountBp: 0 }
		});
		expect(planMargin({}, FRANCE, TODAY)).toMatchObject({ ok: true, value: { maxMonths: 24 } });
	});

	it.each(['plan.max-months', 'plan.min-down', 'plan.max-waiver', 'plan.immediate-discount'] as const)(
		'is unknown while %s is',
		(name) => {
			const pack = { parameters: { ...FRANCE.parameters, [name]: [] } };
			expect(planMargin({}, pack, TODAY)).toMatchObject({ ok: false, error: { code: 'parameter-not-known' } });
		}
	);

	it('says by how many months, how much down payment and how much given up terms go beyond it', () => {
		const margin = { maxMonths: 24, minDownBp: 1_000, waiverBp: 5_000, discountBp: 1_000 };
		expect(excessOf({ ...terms, waived: 4_001 }, margin)).toEqual([
			{ limit: 'months', asked: 25, allowed: 24 },
			{ limit: 'down', asked: 0, allowed: 5_000 },
			{ limit: 'waived', asked: 4_001, allowed: 4_000 }
		]);
		expect(excessOf({ ...terms, instalments: [] }, { ...margin, maxMonths: 0 })).toEqual([]);
	});

	it('lets who pays at once have the discount, without a down payment', () => {
		const margin = { maxMonths: 1, minDownBp: 5_000, waiverBp: 0, discountBp: 1_000 };
		const now = { ...terms, total: 45_000, waived: 5_000, instalments: [line(1, TODAY, 45_000, 0)] };
		expect(excessOf(now, margin)).toEqual([]);
		expect(excessOf({ ...now, total: 44_000, waived: 6_000 }, margin)).toMatchObject([{ limit: 'waived' }]);
	});
});

describe('a proposal beyond the margin', () => {
	it('waits, is approved by a manager, and only then signed, exactly as it is', () => {
		const waiting = replay(dossier(), proposed());
		expect(waiting.state.proposals).toMatchObject([{ status: 'waiting', decision: null }]);
		const body = signing(
			{ proposal: operationId(1) },
			{ instalments: [line(1, JANUARY, 25_000, 25_000), line(2, localDate('2029-06-05'), 25_000, 0)] }
		);
		expect(codes(waiting, sign(body, { id: 3 }))).toEqual(['protocol-not-approved']);
		const agreed = replay(waiting, approved(), MANAGER_STANDING);
		expect(agreed.state.proposals).toMatchObject([{ status: 'approved', decision: { by: MANAGER, reason: null } }]);
		for (const change of [
			{ instalments: [line(1, JANUARY, 25_000, 25_000), line(2, FEBRUARY, 25_000, 0)] },
			{ instalments: [line(1, JANUARY, 50_000, 0)] },
			{ document: 'acknowledgement' as const, mention: 'own-words' as const }
		])
			expect(codes(agreed, sign({ ...body, text: { ...body.text, ...change } }, { id: 3 }))).toContain(
				'protocol-differs'
			);
		const signed = after(agreed, [sign(body, { id: 3 })]);
		expect(signed.state.proposals).toMatchObject([{ status: 'signed' }]);
	});

	it('is not signed without a proposal, nor after another one took its place', () => {
		const long = signing(
			{},
			{ instalments: [line(1, JANUARY, 25_000, 25_000), line(2, localDate('2029-06-05'), 25_000, 0)] }
		);
		expect(codes(dossier(), sign(long))).toEqual(['protocol-over-margin']);
		const two = after(dossier(), [proposed()], [proposed({}, { id: 5 })]);
		expect(two.state.proposals).toMatchObject([{ status: 'waiting' }, { status: 'replaced' }]);
		expect(codes(two, approved(), MANAGER_STANDING)).toEqual(['proposal-decided']);
		const within = after(two, [sign(signing(), { id: 6 })]);
		expect(within.state.proposals?.map(({ status }) => status)).toEqual(['replaced', 'replaced']);
	});

	it('is declined with a reason, once, and by somebody else', () => {
		const waiting = after(dossier(), [proposed()]);
		const decline = (actor = MANAGER) =>
			act('protocol.declined', { proposal: operationId(1), reason: 'Trop long' }, { id: 2, actor });
		const declined = replay(waiting, decline(), MANAGER_STANDING);
		expect(declined.state.proposals).toMatchObject([{ status: 'declined', decision: { reason: 'Trop long' } }]);
		expect(codes(declined, approved(1, { id: 7 }), MANAGER_STANDING)).toEqual(['proposal-decided']);
		expect(codes(waiting, decline(ANA), MANAGER_STANDING)).toEqual(['proposal-same-person']);
		expect(codes(dossier(), approved(), MANAGER_STANDING)).toEqual(['proposal-unknown']);
	});

	it('must add up, with what is given up', () => {
		expect(codes(dossier(), proposed({ claimed: 50_100 }))).toEqual(['protocol-total-mismatch']);
		expect(codes(dossier(), proposed({ claimed: 50_100, waived: 100 }))).toEqual(['protocol-over-balance']);
	});

	it('is over once the debtor refused it; a refusal of anything else changes nothing', () => {
		const refuse = (proposal: number | null) =>
			act(
				'protocol.refused',
				{
					...{ round: null, document: 'plan', total: 50_000, currency: 'EUR', reason: 'wants-time', note: null },
					proposal: proposal === null ? null : operationId(proposal)
				},
				{ id: 8 }
			);
		const waiting = after(dossier(), [proposed()]);
		expect(replay(waiting, refuse(1)).state.proposals).toMatchObject([{ status: 'refused' }]);
		expect(decide(waiting, refuse(null), COLLECTOR_STANDING).state).toBe(waiting.state);
		expect(decide(dossier(), refuse(1), COLLECTOR_STANDING).state?.proposals).toBeUndefined();
	});
});

describe('a signature', () => {
	const none = ({ strokes: _, ...body }: ReturnType<typeof signing>) => body;
	const typed = { name: 'Camille Moreau', proof: 'A'.repeat(43) };

	it('is drawn, or a typed name with the proof of the letter’s code; never blank', () => {
		expect(codes(dossier(), sign())).toEqual([]);
		expect(codes(dossier(), sign({ ...none(signing()), typed }))).toEqual([]);
		expect(codes(dossier(), sign(none(signing())))).toEqual(['strokes-trivial']);
		expect(codes(dossier(), sign(signing({ strokes: DOT })))).toEqual(['strokes-trivial']);
		expect(codes(dossier(), sign(signing({ collector: { name: 'Ana', strokes: DOT } })))).toEqual(['strokes-trivial']);
		expect(codes(dossier(), sign(signing({ collector: { name: 'Ana' } })))).toEqual([]);
	});

	it('needs the mention that the paper asks for, typed or drawn', () => {
		expect(codes(dossier(), sign(signing({ mention: null })))).toEqual(['mention-missing']);
		expect(codes(dossier(), sign(signing({ mention: null, mentionStrokes: DOT })))).toEqual(['mention-missing']);
		expect(codes(dossier(), sign(signing({ mention: null, mentionStrokes: STROKES })))).toEqual([]);
		expect(codes(dossier(), sign(signing({ mention: null }, { mention: 'none' })))).toEqual([]);
	});

	it('of an acknowledgement needs the amount written by the debtor himself', () => {
		const paper: Partial<ProtocolText> = { document: 'acknowledgement', mention: 'amount' };
		const write = (figures: string) =>
			sign(signing({ mention: null, amountMention: { figures, words: 'cinq cents euros' } }, paper));
		expect(codes(dossier(), write('500,00'))).toEqual([]);
		expect(codes(dossier(), write('50,00'))).toEqual(['mention-differs']);
		expect(codes(dossier(), write('beaucoup'))).toEqual(['mention-differs']);
		expect(codes(dossier(), sign(signing({}, paper)))).toEqual(['mention-missing']);
		expect(codes(dossier(), sign(signing({ mention: null, mentionStrokes: STROKES }, paper)))).toEqual([]);
	});

	it('of a text of before knows no margin and asks for no mention', () => {
		const {
			document: _,
			mention: __,
			title: ___,
			...before
		} = text({
			instalments: [line(1, JANUARY, 25_000, 25_000), line(2, localDate('2029-06-05'), 25_000, 0)]
		});
		expect(codes(dossier(), sign({ ...signing(), text: before, mention: null }))).toEqual([]);
	});

	it('is judged without a margin while a parameter of it is not known', () => {
		const pack = { ...FRANCE, parameters: { ...FRANCE.parameters, 'plan.max-waiver': [] } };
		expect(codes(dossier(), sign(), { ...COLLECTOR_STANDING, pack })).toEqual([]);
	});

	it('is shown with its evidence, however it was made', () => {
		const proof = { id: operationId(1), hash: 'h', sig: 's', seq: 4, series: 'T01', atMs: NOON, receivedMs: null };
		const drawn = sealedProtocolOf(signing({ proposal: operationId(2) }), { ...proof, receivedMs: NOON + 1 });
		expect(drawn).toMatchObject({
			mention: { how: 'typed', text: 'Je paierai' },
			signature: { how: 'drawn' },
			collector: { name: 'Ana Petit' },
			evidence: {
				template: 'fr.plan-apurement v2',
				receivedAt: NOON + 1,
				strokes: { lines: 1 },
				proposal: operationId(2)
			}
		});
		const { collector: _, ...alone } = none(signing({ mention: null }));
		expect(sealedProtocolOf({ ...alone, typed }, proof)).toMatchObject({
			mention: { how: 'none' },
			signature: { how: 'code', letter: 'L-1' },
			collector: null,
			evidence: { receivedAt: null, strokes: null, proposal: null }
		});
		expect(sealedProtocolOf({ ...alone, typed, text: text({ letter: null }) }, proof).signature).toMatchObject({
			letter: ''
		});
		expect(sealedProtocolOf(alone, proof).signature).toEqual({ how: 'missing' });
		expect(sealedProtocolOf({ ...alone, mentionStrokes: STROKES }, proof).mention.how).toBe('drawn');
		const amount = { figures: '500', words: 'cinq cents euros' };
		expect(sealedProtocolOf({ ...alone, amountMention: amount }, proof).mention).toEqual({ how: 'amount', ...amount });
	});
});
