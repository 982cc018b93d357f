// Runs the vectors of cash, plans, gates, notes, figures and formats: maps their French codes to the program's own names.
import * as v from 'valibot';
import { formatIban, maskIban, parseIban, ribKey } from '../../src/lib/core/bank-account';
import { cashFine, judgeCash, type CashReason } from '../../src/lib/core/cash-limit';
import { parseCompanyId, parseEstablishmentId, vatNumberOf } from '../../src/lib/core/company-id';
import { FRENCH_NOTE_LEXICON } from '../../src/lib/core/country/fr/note-lexicon';
import { FRENCH_NUMBERING } from '../../src/lib/core/country/fr/numbering';
import { FRANCE } from '../../src/lib/core/country/fr/pack';
import { NF_Z_10_011 } from '../../src/lib/core/country/fr/postal';
import { formatAmount } from '../../src/lib/core/format-amount';
import { formatDate } from '../../src/lib/core/format-date';
import { guardNote, type NoteCategory } from '../../src/lib/core/free-text-guard';
import { judgeGate, type GateEvent, type GateFacts } from '../../src/lib/core/gate';
import type { GateReasonCode } from '../../src/lib/core/gate-section';
import { CURRENCIES } from '../../src/lib/core/money';
import { parsePhone } from '../../src/lib/core/phone';
import { checkAddress } from '../../src/lib/core/postal-address';
import { formatReceiptNumber, issueReceipt, parseReceiptNumber, voidReceipt } from '../../src/lib/core/receipt-number';
import { localDate } from '../../src/lib/core/time';
import { amountInWords } from '../../src/lib/i18n/amount-words';
import { FIGURE_GROUP } from './figure-group';
import { PLAN_GROUP } from './plan-group';
import { day as date, group, VECTORS_DAY, type VectorGroup } from './fields';

const CASH_REASONS: Readonly<Record<CashReason, string>> = {
	'within-ceiling': 'WITHIN_CEILING',
	'debt-above-ceiling': 'DEBT_ABOVE_CEILING',
	'cumulative-cash-within-ceiling': 'CUMULATIVE_CASH_WITHIN_CEILING',
	'no-deposit-account': 'NO_DEPOSIT_ACCOUNT',
	'between-individuals': 'BETWEEN_INDIVIDUALS'
};
const PAYERS = {
	fr_or_business: 'resident-or-business',
	private: 'individual',
	foreign_private: 'foreign-individual'
} as const;

const cashLimits = group(
	v.union([
		v.object({ illegal_cash_cents: v.number() }),
		v.object({
			debt_cents: v.number(),
			cash_cents: v.number(),
			creditor: v.picklist(['particulier', 'professionnel']),
			debtor: v.picklist(['fr_or_business', 'private', 'foreign_private']),
			no_deposit_account: v.optional(v.boolean(), false),
			already_paid_cash_cents: v.optional(v.number(), 0),
			policy: v.nullable(v.optional(v.picklist(['strict', 'lenient'])), null)
		})
	]),
	(inputs) => {
		if ('illegal_cash_cents' in inputs) {
			const fine = cashFine(inputs.illegal_cash_cents, FRANCE, VECTORS_DAY);
			return fine.ok ? { max_fine_cents: fine.value } : { error: fine.error.code };
		}
		const verdict = judgeCash(
			{
				debt: inputs.debt_cents,
				cash: inputs.cash_cents,
				alreadyPaidCash: inputs.already_paid_cash_cents,
				creditor: inputs.creditor === 'particulier' ? 'individual' : 'other',
				payer: PAYERS[inputs.debtor],
				noDepositAccount: inputs.no_deposit_account,
				policy: inputs.policy ?? null
			},
			FRANCE,
			VECTORS_DAY
		);
		if (!verdict.ok) return { error: verdict.error.code };
		const { allowed, maxCash, reason } = verdict.value;
		return { allowed, max_cash_cents: maxCash, reason: CASH_REASONS[reason] };
	}
);

const GATE_CODES: Readonly<Partial<Record<GateReasonCode, string>>> = {
	'no-mandate': 'NO_MANDATE',
	'letter-not-sent': 'LETTER_NOT_SENT',
	'visits-refused': 'DEBTOR_REFUSED_VISITS',
	'over-indebtedness-admitted': 'OVERINDEBTEDNESS_ADMITTED',
	'insolvency-open': 'COLLECTIVE_PROCEDURE',
	'dispute-open': 'DISPUTE_OPEN',
	prescribed: 'PRESCRIBED',
	'rest-day': 'SUNDAY_OR_HOLIDAY',
	'outside-hours': 'OUTSIDE_HOURS'
};
const SUNDAY = localDate('2026-11-22');

const visitGate = group(
	v.object({
		letter_sent: v.optional(v.boolean(), true),
		mandate: v.optional(v.boolean(), true),
		now: v.optional(v.pipe(v.string(), v.regex(/^\d{1,2}:\d{2}/)), '10:30'),
		refused: v.optional(v.boolean(), false),
		overind: v.optional(v.boolean(), false),
		insolv: v.optional(v.boolean(), false),
		disputed: v.optional(v.boolean(), false),
		prescribed: v.optional(v.boolean(), false),
		weekday_ok: v.optional(v.boolean(), true)
	}),
	(inputs) => {
		const events: readonly [boolean, GateEvent['event']][] = [
			[inputs.refused, 'visits-refused'],
			[inputs.overind, 'over-indebtedness-admitted'],
			[inputs.insolv, 'insolvency-open'],
			[inputs.disputed, 'dispute-open']
		];
		const facts: GateFacts = {
			creditor: 'mandated',
			mandate: inputs.mandate ? { signedOn: localDate('2026-01-05'), endsOn: null } : null,
			insuredUntil: null,
			letter: inputs.letter_sent ? { ref: 'L-1', sentOn: localDate('2026-10-01') } : null,
			events: events.flatMap(([isTrue, event]) => (isTrue ? [{ event, on: null }] : [])),
			prescribed: inputs.prescribed ? 'all' : 'none',
			cash: null
		};
		const [hours, minutes] = inputs.now.split(':').map(Number);
		const minute = (hours ?? 0) * 60 + (minutes ?? 0);
		const day = inputs.weekday_ok ? VECTORS_DAY : SUNDAY;
		const gate = judgeGate('visit', facts, { day, minute, region: 'metropole' }, FRANCE);
		return { allowed: gate.allowed, reasons: gate.reasons.map((reason) => GATE_CODES[reason.code] ?? reason.code) };
	}
);

const NOTE_FLAGS: Readonly<Record<NoteCategory, string>> = {
	health: 'sante',
	insult: 'injure',
	opinion: 'opinion',
	offence: 'justice',
	origin: 'origine',
	identifier: 'identifiant',
	'third-party': 'tiers'
};

const freeTextGuard = group(v.object({ text: v.string() }), ({ text }) => {
	const verdict = guardNote(text, FRENCH_NOTE_LEXICON);
	return {
		flags: verdict.categories.map((category) => NOTE_FLAGS[category]).sort(),
		block_save: verdict.effect === 'block'
	};
});

const currencyInput = v.optional(v.picklist(CURRENCIES), 'EUR');

const formatAmountGroup = group(v.object({ cents: v.number(), currency: currencyInput }), ({ cents, currency }) => {
	const text = formatAmount({ minor: cents, currency });
	const codepoints = Array.from(text, (character) => {
		const code = character.codePointAt(0) ?? 0;
		return `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
	});
	return { text, codepoints };
});

const amountWords = group(v.object({ minor: v.number(), currency: currencyInput }), (amount) => ({
	traditional: amountInWords(amount, 'fr', 'traditional'),
	reform_1990: amountInWords(amount, 'fr', 'reform-1990')
}));

const formatDateGroup = group(v.object({ iso: date }), ({ iso }) => ({
	short: formatDate(iso, 'short'),
	long: formatDate(iso, 'long'),
	full: formatDate(iso, 'full')
}));

const raw = v.object({ raw: v.string() });

const phone = group(raw, (inputs) => {
	const parsed = parsePhone(inputs.raw, FRENCH_NUMBERING);
	return parsed.ok ? { valid: true, ...parsed.value } : { valid: false };
});

const siren = group(raw, (inputs) => {
	const parsed = parseCompanyId(inputs.raw, FRANCE.identifiers);
	const vat = vatNumberOf(inputs.raw, FRANCE.identifiers);
	return { valid: parsed.ok, tva: vat.ok ? vat.value : null };
});

const siret = group(raw, (inputs) => ({ valid: parseEstablishmentId(inputs.raw, FRANCE.identifiers).ok }));

const iban = group(raw, (inputs) => {
	const parsed = parseIban(inputs.raw);
	if (!parsed.ok) return { valid: false };
	return { valid: true, display: formatIban(parsed.value), masked: maskIban(parsed.value) };
});

const rib = group(v.object({ bank: v.string(), branch: v.string(), account: v.string() }), (inputs) => {
	const key = ribKey(inputs);
	return key.ok ? { key: key.value } : { error: key.error.code };
});

const address = group(v.object({ lines: v.array(v.string()) }), ({ lines }) => {
	const errors = checkAddress(lines, NF_Z_10_011);
	return { ok: errors.length === 0, errors };
});

const receiptNumber = group(
	v.object({
		state: v.object({ device: v.string(), year: v.number(), last: v.number() }),
		event: v.variant('type', [
			v.object({ type: v.literal('issue'), date }),
			v.object({ type: v.literal('void'), number: v.string(), reason: v.optional(v.string(), '') })
		])
	}),
	({ state, event }) => {
		if (event.type === 'issue') {
			const { series, receipt } = issueReceipt(state, event.date);
			return { number: formatReceiptNumber(receipt, FRANCE.receipt), last: series.last };
		}
		const parsed = parseReceiptNumber(event.number, FRANCE.receipt);
		if (!parsed.ok) return { error: parsed.error.code, last: state.last };
		const voided = voidReceipt(state, parsed.value, event.reason);
		if (!voided.ok) return { error: voided.error.code, last: state.last };
		return { last: state.last, kept: true, status: 'annulee' };
	}
);

/** The groups of this half of the rules. */
export const GROUPS_B: Readonly<Record<string, VectorGroup>> = {
	cash_limits: cashLimits,
	payment_plan: PLAN_GROUP,
	visit_gate: visitGate,
	free_text_guard: freeTextGuard,
	kpi: FIGURE_GROUP,
	format_amount: formatAmountGroup,
	amount_words: amountWords,
	format_date: formatDateGroup,
	phone,
	siren,
	siret,
	iban,
	rib,
	address,
	receipt_number: receiptNumber
};
