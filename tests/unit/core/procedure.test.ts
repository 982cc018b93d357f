// Litigation routes and deadlines, letters, formal notices, dunning, cheques, remittance, payment terms and life events.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
	isChequeAcceptable,
	nonPaymentCertificate,
	presentationDelays,
	servedCertificate
} from '../../../src/lib/core/cheque';
import { FRANCE } from '../../../src/lib/core/country/fr/pack';
import type { ParameterName } from '../../../src/lib/core/country/parameters';
import {
	DELIVERY_STATUSES,
	LETTER_MENTIONS,
	LIFE_EVENTS,
	type CountryPack,
	type DebtorForum
} from '../../../src/lib/core/country/pack';
import { dunningCalendar, dunningStop, stepDue } from '../../../src/lib/core/dunning';
import { noticeDeadline, noticeState } from '../../../src/lib/core/formal-notice';
import { blocksOldDebt, lifeEventEffect } from '../../../src/lib/core/life-event';
import {
	litigationRoutes,
	paymentOrderDeadlines,
	proofOfClaimDeadlines,
	smallClaimsState,
	type RouteQuestion
} from '../../../src/lib/core/litigation';
import { checkMandatoryLetter, isCollectionFee, statutoryText } from '../../../src/lib/core/mandatory-letter';
import { paymentTerms } from '../../../src/lib/core/payment-terms';
import { remitBy } from '../../../src/lib/core/remittance';
import { localDate } from '../../../src/lib/core/time';
import { anyDay } from './arbitrary';

const day = localDate;
const TODAY = day('2026-11-21');
const without = (name: ParameterName): CountryPack => ({
	...FRANCE,
	parameters: { ...FRANCE.parameters, [name]: [] }
});
const question = (over: Partial<RouteQuestion>): RouteQuestion => ({
	amountMinor: 300_000,
	forum: 'other',
	paymentOrder: null,
	overIndebted: false,
	insolvent: false,
	contested: false,
	...over
});
const routes = (over: Partial<RouteQuestion>, on = TODAY) => {
	const found = litigationRoutes(FRANCE, question(over), on);
	if (!found.ok) throw new Error(found.error.code);
	return found.value;
};

describe('litigation routes', () => {
	it('of an assignation need an amicable attempt and the contribution up to the ceiling', () => {
		expect(routes({ paymentOrder: false, amountMinor: 500_000 })).toMatchObject({
			amicableAttemptRequired: true,
			contributionMinor: 5000,
			lawyerRequired: false
		});
		expect(routes({ paymentOrder: false, amountMinor: 500_001 }).amicableAttemptRequired).toBe(false);
		expect(routes({ paymentOrder: false }, day('2026-01-15')).contributionMinor).toBe(0);
	});

	it('of a payment order need neither', () => {
		expect(routes({})).toMatchObject({ amicableAttemptRequired: false, contributionMinor: 0 });
	});

	it('need a lawyer above the threshold, except before the protection judge', () => {
		const needed = (forum: DebtorForum, amountMinor: number) => routes({ forum, amountMinor }).lawyerRequired;
		expect(needed('other', 1_000_000)).toBe(false);
		expect(needed('other', 1_000_001)).toBe(true);
		expect(needed('merchant', 1_000_001)).toBe(true);
		expect(needed('home-rent-or-consumer-credit', 9_000_000)).toBe(false);
	});

	it('of a contested claim are neither small claims nor a payment order', () => {
		expect(routes({ contested: true })).toMatchObject({
			smallClaimsPossible: false,
			paymentOrderPossible: false,
			amicableAttemptRequired: true,
			blocked: false
		});
	});

	it('are blocked by insolvency and over-indebtedness', () => {
		expect(routes({ insolvent: true, overIndebted: true })).toMatchObject({
			blocked: true,
			replacedBy: 'proof-of-claim'
		});
		expect(routes({ overIndebted: true })).toMatchObject({ blocked: true, replacedBy: 'over-indebtedness-stay' });
		expect(routes({}).replacedBy).toBeNull();
	});

	it('are refused on a day whose thresholds are not known', () => {
		for (const name of [
			'litigation.small-claims-ceiling',
			'litigation.amicable-attempt-ceiling',
			'litigation.contribution',
			'litigation.lawyer-above-civil'
		] as const)
			expect(litigationRoutes(without(name), question({}), TODAY).ok).toBe(false);
	});
});

describe('a payment order', () => {
	const order = { orderDate: day('2026-09-01'), servedOn: null, servedToPerson: true, asOf: null };
	const deadlines = (over: Partial<Parameters<typeof paymentOrderDeadlines>[1]>) => {
		const found = paymentOrderDeadlines(FRANCE, { ...order, ...over });
		return found.ok ? found.value : null;
	};

	it('lapses when it is not served within three months of September 2026', () => {
		expect(deadlines({})).toMatchObject({ serviceMonths: 3, serveBy: '2026-12-01', lapsed: null });
		expect(deadlines({ asOf: day('2026-12-01') })?.lapsed).toBeNull();
		expect(deadlines({ asOf: day('2026-12-02') })?.lapsed).toBe(true);
		expect(deadlines({ servedOn: day('2026-12-02') })?.lapsed).toBe(true);
	});

	it('is enforceable two months after service when no opposition was notified, in the new regime only', () => {
		expect(deadlines({ servedOn: day('2026-10-15') })).toMatchObject({
			lapsed: false,
			oppositionLastDay: '2026-11-16',
			enforceableWithoutNoticeAfter: '2026-12-15'
		});
		const old = deadlines({ orderDate: day('2026-08-31'), servedOn: day('2026-10-15') });
		expect(old?.enforceableWithoutNoticeAfter).toBeNull();
	});

	it('leaves the opposition open when it was not served to the person', () => {
		expect(deadlines({ servedOn: day('2026-10-15'), servedToPerson: false })?.oppositionLastDay).toBeNull();
	});

	it('is refused where its delays are not known', () => {
		for (const name of ['litigation.order-service-months', 'litigation.opposition-months'] as const)
			expect(paymentOrderDeadlines(without(name), order).ok).toBe(false);
	});
});

describe('a proof of claim and an invitation to small claims', () => {
	it('are refused where their delays are not known', () => {
		for (const name of [
			'litigation.declaration-months',
			'litigation.declaration-extra-months-overseas',
			'litigation.declaration-relief-months'
		] as const)
			expect(proofOfClaimDeadlines(without(name), TODAY, true).ok).toBe(false);
		expect(smallClaimsState(without('litigation.small-claims-reply-months'), TODAY, null, TODAY).ok).toBe(false);
	});

	it('stand until the deadline, then silence is a refusal; a reply ends the wait', () => {
		const status = (reply: 'accepted' | 'refused' | null, asOf: string) => {
			const found = smallClaimsState(FRANCE, day('2026-11-02'), reply, day(asOf));
			return found.ok ? found.value.status : null;
		};
		expect(status(null, '2026-12-02')).toBe('waiting');
		expect(status(null, '2026-12-03')).toBe('refused-by-silence');
		expect(status('accepted', '2026-12-03')).toBe('accepted');
		expect(status('refused', '2026-11-10')).toBe('refused');
	});
});

describe('the mandatory letter', () => {
	const draft = { present: LETTER_MENTIONS, lineLabels: ['Intérêts de retard'], enforceableTitle: false };
	const check = (over: Partial<typeof draft>) => {
		const found = checkMandatoryLetter(FRANCE, { ...draft, ...over }, TODAY);
		return found.ok ? found.value : null;
	};

	it('may be sent when complete', () => {
		expect(check({})).toEqual({ sendable: true, missing: [], forbiddenFees: [] });
	});

	it('may not be sent without each of its mentions', () => {
		for (const mention of LETTER_MENTIONS) {
			const present = LETTER_MENTIONS.filter((other) => other !== mention);
			expect(checkMandatoryLetter(FRANCE, { ...draft, present }, TODAY)).toMatchObject({
				value: { sendable: false, missing: [mention] }
			});
		}
	});

	it('may claim no collection fee without a title', () => {
		const lineLabels = ['Frais de recouvrement', 'Déplacement du collecteur', 'Pénalités'];
		expect(check({ lineLabels })).toMatchObject({ sendable: false, forbiddenFees: lineLabels.slice(0, 2) });
		expect(check({ lineLabels, enforceableTitle: true })?.sendable).toBe(true);
	});

	it('may claim what a law charges to the debtor although it sounds like a fee', () => {
		expect(isCollectionFee(FRANCE, 'Indemnité forfaitaire pour frais de recouvrement (40 €)')).toBe(false);
		expect(isCollectionFee(FRANCE, 'Frais bancaires de rejet de chèque')).toBe(false);
		expect(isCollectionFee(FRANCE, 'FRAIS DE DOSSIER')).toBe(true);
	});

	it('is refused on a day before its rules', () => {
		expect(checkMandatoryLetter(FRANCE, draft, day('2001-01-01')).ok).toBe(false);
		expect(statutoryText(FRANCE, day('2001-01-01')).ok).toBe(false);
		expect(statutoryText(FRANCE, TODAY)).toMatchObject({ ok: true });
	});
});

describe('a formal notice', () => {
	it('is effective when delivered, unclaimed or refused', () => {
		expect(DELIVERY_STATUSES.filter((status) => noticeState(FRANCE, status).effective)).toEqual([
			'delivered',
			'unclaimed',
			'refused'
		]);
		expect(noticeState(FRANCE, 'unknown-at-address').followUp).toBe('search-address-and-resend');
	});

	it('gives a consumer a longer deadline', () => {
		expect(noticeDeadline(FRANCE, 'professional', TODAY)).toEqual({
			ok: true,
			value: { earliest: '2026-11-29', latest: '2026-12-06' }
		});
		expect(noticeDeadline(FRANCE, 'consumer', TODAY)).toMatchObject({ value: { latest: '2026-12-21' } });
		expect(noticeDeadline(without('notice.days-consumer-min'), 'consumer', TODAY).ok).toBe(false);
		expect(noticeDeadline(without('notice.days-consumer-max'), 'consumer', TODAY).ok).toBe(false);
	});
});

describe('dunning', () => {
	const calendar = dunningCalendar(FRANCE, day('2026-11-30'));
	const state = { balanceMinor: 100, disputed: false, promisedFor: null };

	it('does the latest step whose business day has come', () => {
		const due = (on: string) => stepDue(calendar, state, day(on))?.step ?? null;
		expect(due('2026-11-24')).toBeNull();
		expect(due('2026-11-25')).toBe('preventive-reminder');
		expect(due('2027-01-14')).toBe('field-visit');
		expect(due('2028-01-01')).toBe('litigation');
	});

	it('falls on the next business day', () => {
		const steps = dunningCalendar(FRANCE, day('2026-12-23'), 'alsace-moselle');
		expect(steps.find((step) => step.step === 'reminder-1')).toMatchObject({
			date: '2026-12-26',
			businessDay: '2026-12-28'
		});
	});

	it('pauses once paid, while disputed, and until a promise is due', () => {
		expect(dunningStop({ ...state, balanceMinor: 0 }, TODAY)).toBe('paid');
		expect(dunningStop({ ...state, disputed: true }, TODAY)).toBe('disputed');
		expect(dunningStop({ ...state, promisedFor: TODAY }, TODAY)).toBe('promise-not-due');
		expect(dunningStop({ ...state, promisedFor: day('2026-11-20') }, TODAY)).toBeNull();
		expect(stepDue(calendar, { ...state, disputed: true }, day('2028-01-01'))).toBeNull();
	});
});

describe('a cheque', () => {
	it('must be presented sooner when issued nearer', () => {
		const ends = (origin: 'domestic' | 'europe' | 'elsewhere') => {
			const found = presentationDelays(FRANCE, day('2026-03-02'), origin);
			return found.ok ? found.value.presentationEnds : null;
		};
		expect([ends('domestic'), ends('europe'), ends('elsewhere')]).toEqual(['2026-03-10', '2026-03-22', '2026-05-11']);
	});

	it('served unpaid is a title after fifteen days', () => {
		expect(servedCertificate(FRANCE, day('2026-05-05'))).toEqual({
			ok: true,
			value: { paymentDelayEnds: '2026-05-20', enforceableFrom: '2026-05-21' }
		});
	});

	it('dated later than its receipt is not taken', () => {
		expect(isChequeAcceptable(day('2026-05-30'), day('2026-05-30'))).toBe(true);
		expect(isChequeAcceptable(day('2026-05-31'), day('2026-05-30'))).toBe(false);
	});

	it('gets no answer where its delays are not known', () => {
		expect(presentationDelays(without('cheque.presentation-days'), TODAY, 'domestic').ok).toBe(false);
		expect(presentationDelays(without('cheque.bank-action-months'), TODAY, 'domestic').ok).toBe(false);
		expect(nonPaymentCertificate(without('cheque.certificate-after-days'), TODAY).ok).toBe(false);
		expect(servedCertificate(without('cheque.payment-after-service-days'), TODAY).ok).toBe(false);
	});
});

describe('remittance and payment terms', () => {
	it('follow the mandate when it agreed a delay', () => {
		expect(remitBy(FRANCE, TODAY, { unit: 'days', count: 10 })).toEqual({ ok: true, value: '2026-12-01' });
		expect(remitBy(FRANCE, TODAY, { unit: 'months', count: 2 })).toEqual({ ok: true, value: '2027-01-21' });
	});

	it('are refused where the law is not known', () => {
		expect(remitBy(without('remittance.delay-months'), TODAY, null).ok).toBe(false);
		for (const name of [
			'terms.default-days',
			'terms.max-days',
			'terms.end-of-month-days',
			'terms.periodic-days'
		] as const)
			expect(paymentTerms(without(name), TODAY).ok).toBe(false);
	});

	it('count the default from the receipt of the goods', () => {
		expect(paymentTerms(FRANCE, TODAY, day('2026-12-01'))).toMatchObject({ value: { byDefault: '2026-12-31' } });
	});
});

describe('life events', () => {
	it('say for how long they may last only where the law limits it', () => {
		expect(lifeEventEffect(FRANCE, 'over-indebtedness-admitted', TODAY).maxMonths).toBe(24);
		expect(lifeEventEffect(FRANCE, 'liquidation', TODAY).maxMonths).toBeNull();
		const unknown = without('litigation.over-indebtedness-max-months');
		expect(lifeEventEffect(unknown, 'over-indebtedness-admitted', TODAY).maxMonths).toBeNull();
	});

	it('forbid asking for old debts in insolvency and once over-indebtedness is admitted', () => {
		expect(LIFE_EVENTS.filter((event) => blocksOldDebt(FRANCE, [event]))).toEqual([
			'over-indebtedness-admitted',
			'safeguard-or-reorganisation',
			'liquidation'
		]);
		expect(blocksOldDebt(FRANCE, [])).toBe(false);
	});
});

describe('any day', () => {
	it('gets an answer or a refusal, never an exception', () => {
		fc.assert(
			fc.property(anyDay, anyDay, fc.string(), (a, b, label) => {
				paymentTerms(FRANCE, a, b);
				dunningCalendar(FRANCE, a);
				paymentOrderDeadlines(FRANCE, { orderDate: a, servedOn: b, servedToPerson: true, asOf: b });
				proofOfClaimDeadlines(FRANCE, a, true);
				smallClaimsState(FRANCE, a, null, b);
				litigationRoutes(FRANCE, question({}), a);
				presentationDelays(FRANCE, a, 'domestic');
				remitBy(FRANCE, a, null);
				noticeDeadline(FRANCE, 'consumer', a);
				checkMandatoryLetter(FRANCE, { present: [], lineLabels: [label], enforceableTitle: false }, a);
			})
		);
	});
});
