// How much of a debt may be paid in cash: the ceiling of the country, its exceptions, and the fine for going beyond.
import { inForce } from './country/dated';
import type { CashPolicy, CountryPack, CreditorKind } from './country/pack';
import { parameter } from './country/parameters';
import { scaleMinor } from './money';
import type { Refusal } from './refusal';
import { ok, type Result } from './result';
import type { LocalDate } from './time';

/** Who pays: a resident or a business, a resident acting privately, or a foreign resident acting privately. */
export type CashPayer = 'resident-or-business' | 'individual' | 'foreign-individual';

export type CashQuestion = {
	/** The whole debt at hand-over, before anything was paid on it, in minor units. */
	readonly debt: number;
	readonly cash: number;
	readonly alreadyPaidCash: number;
	readonly creditor: CreditorKind;
	readonly payer: CashPayer;
	/** The payer has no bank account or cannot use other means (CMF L112-6 III). */
	readonly noDepositAccount: boolean;
	/** Null takes the policy of the country; `lenient` needs a written decision. */
	readonly policy: CashPolicy | null;
};

export type CashReason =
	| 'within-ceiling'
	| 'debt-above-ceiling'
	| 'cumulative-cash-within-ceiling'
	| 'no-deposit-account'
	| 'between-individuals';

/** The answer; `ceiling` is null where none applies. Amounts in minor units. */
export type CashVerdict = {
	readonly allowed: boolean;
	readonly maxCash: number;
	readonly reason: CashReason;
	readonly ceiling: number | null;
};

type Pack = Pick<CountryPack, 'parameters' | 'cash'>;

/**
 * Judges a hand-over of cash on a day. Strict reading: a debt above the ceiling takes no cash at all, not even a part.
 * Lenient reading: cash is accepted until its sum reaches the ceiling. Refuses when no ceiling is known for the day.
 */
export function judgeCash(question: CashQuestion, pack: Pack, day: LocalDate): Result<CashVerdict, Refusal> {
	const left = Math.max(0, question.debt - question.alreadyPaidCash);
	const verdict = (maxCash: number, reason: CashReason, ceiling: number | null): Result<CashVerdict, Refusal> =>
		ok({ allowed: question.cash <= maxCash, maxCash, reason, ceiling });
	if (question.creditor === 'individual' && question.payer !== 'resident-or-business')
		return verdict(left, 'between-individuals', null);
	if (question.noDepositAccount) return verdict(left, 'no-deposit-account', null);
	const name = question.payer === 'foreign-individual' ? 'cash.ceiling-foreign' : 'cash.ceiling-resident';
	const ceiling = parameter(pack, name, day);
	if (!ceiling.ok) return ceiling;
	if (question.debt <= ceiling.value) return verdict(left, 'within-ceiling', ceiling.value);
	const policy = question.policy === null ? inForce(pack.cash.policy, day) : ok(question.policy);
	if (!policy.ok) return policy;
	if (policy.value === 'strict') return verdict(0, 'debt-above-ceiling', ceiling.value);
	const room = Math.max(0, ceiling.value - question.alreadyPaidCash);
	return verdict(room, 'cumulative-cash-within-ceiling', ceiling.value);
}

/** The highest fine for cash paid beyond the ceiling, shared by payer and payee (CMF L112-7), in minor units. */
export function cashFine(illegalCash: number, pack: Pack, day: LocalDate): Result<number, Refusal> {
	const rate = parameter(pack, 'cash.fine-rate', day);
	return rate.ok ? ok(scaleMinor(illegalCash, rate.value, 10_000)) : rate;
}
