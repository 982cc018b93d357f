// What may be decided about what, and by whom; the filters of the queue; what a phone owes.
import * as v from 'valibot';
import { expect, it } from 'vitest';
import { barOfDecision, decisionsOn, reviewDecidedSchema, type Reviewed } from '$lib/core/decide-review';
import { deviceIdSchema, dossierIdSchema, operationIdSchema, userIdSchema } from '$lib/core/ids';
import type { Act } from '$lib/core/operation';
import { isAlarm, owes, RECEIPT_ALARM_MS } from '$lib/core/phone-debt';
import { readReviewsFilter, reviewsQuery } from '$lib/core/reviews-filter';
import { actOf } from '$lib/core/act';
import { localDate } from '$lib/core/time';

const id = (tail: number) => `01926b3c-0000-7000-8000-${String(tail).padStart(12, '0')}`;
const author = v.parse(userIdSchema, id(1));
const manager = v.parse(userIdSchema, id(2));

function actFrom(kind: string, body: Parameters<typeof actOf>[0]['body'], dossier: number | null, actor = author): Act {
	const header = {
		kind,
		id: v.parse(operationIdSchema, id(9)),
		actor,
		device: v.parse(deviceIdSchema, id(3)),
		dossier: dossier === null ? null : v.parse(dossierIdSchema, id(dossier)),
		at: { ms: 0, utcOffset: 0, day: localDate('2026-11-20'), skew: null }
	};
	const read = actOf({ header, body });
	if (!read.ok) throw new Error(read.error.code);
	return read.value;
}

const reversal = (dossier: number | null) =>
	actFrom('payment.reversal-requested', { payment: id(5), reason: 'Erreur' }, dossier);
const item = (more: Partial<Reviewed>): Reviewed => ({
	author,
	role: 'collector',
	outcome: 'quarantined',
	act: reversal(4),
	isClosed: false,
	...more
});

function decision(word: 'accepted' | 'set-aside' | 'asked', actor = manager): Act<'review.decided'> {
	const act = actFrom('review.decided', { operation: id(9), decision: word, note: 'Vu avec lui' }, 4, actor);
	if (act.kind !== 'review.decided') throw new Error('another kind');
	return act;
}

it.each([
	['what was applied', item({ outcome: 'applied' }), []],
	['what was flagged', item({ outcome: 'flagged' }), ['accepted', 'asked']],
	['what was set aside and can take effect', item({}), ['accepted', 'set-aside', 'asked']],
	['what cannot be read', item({ act: null }), ['set-aside', 'asked']],
	['what is on no dossier', item({ act: reversal(null) }), ['set-aside', 'asked']],
	['what its author may not do', item({ act: decision('asked') }), ['set-aside', 'asked']],
	['what was refused', item({ outcome: 'refused' }), ['set-aside', 'asked']]
])('%s leaves these decisions', (_what, reviewed, decisions) => {
	expect(decisionsOn(reviewed)).toEqual(decisions);
});

it.each([
	['nothing', undefined, decision('asked'), 'review-unknown'],
	['what was applied', item({ outcome: 'applied' }), decision('accepted'), 'review-unknown'],
	['what was decided', item({ isClosed: true }), decision('asked'), 'review-closed'],
	['one’s own act', item({}), decision('accepted', author), 'review-same-person'],
	['a flag', item({ outcome: 'flagged' }), decision('set-aside'), 'review-decision-impossible'],
	['what was set aside', item({}), decision('accepted'), null]
])('a decision about %s is barred as it should be', (_what, reviewed, act, code) => {
	expect(barOfDecision(reviewed, act)).toBe(code);
});

it('a decision says why, in at most 300 characters', () => {
	const body = { operation: id(9), decision: 'accepted', note: 'Vu' };
	expect(v.safeParse(reviewDecidedSchema, body).success).toBe(false);
	expect(v.safeParse(reviewDecidedSchema, { ...body, note: 'x'.repeat(301) }).success).toBe(false);
	expect(v.safeParse(reviewDecidedSchema, { ...body, note: 'Vue' }).success).toBe(true);
});

it('a filter of the queue survives its address, and what does not fit counts as absent', () => {
	const whole = { which: 'asked', outcome: 'refused', author } as const;
	expect(reviewsQuery(whole)).toBe(`?which=asked&outcome=refused&author=${author}`);
	expect(readReviewsFilter(new URLSearchParams(reviewsQuery(whole)))).toEqual(whole);
	const none = { which: 'open', outcome: null, author: null } as const;
	expect(reviewsQuery(none)).toBe('');
	expect(readReviewsFilter(new URLSearchParams('which=all&outcome=applied&author=me'))).toEqual(none);
});

it('a phone owes operations, receipts, files or numbers, and only receipts are an alarm', () => {
	const nothing = { operations: 0, receipts: 0, files: 0, holes: 0 };
	expect(owes(nothing)).toBe(false);
	for (const name of ['operations', 'receipts', 'files', 'holes'] as const)
		expect(owes({ ...nothing, [name]: 1 })).toBe(true);
	expect(isAlarm({ holes: 0, shownMs: null }, 0)).toBe(false);
	expect(isAlarm({ holes: 1, shownMs: null }, 0)).toBe(true);
	expect(isAlarm({ holes: 0, shownMs: 1 }, RECEIPT_ALARM_MS)).toBe(false);
	expect(isAlarm({ holes: 0, shownMs: 1 }, RECEIPT_ALARM_MS + 1)).toBe(true);
});
