// Words for why a bank returned a cheque.
import type { ChequeReturnReason } from '$lib/core/body';
import { m } from './paraglide/messages';

/** The bank's reason in words. */
export const chequeReturnWord = (reason: ChequeReturnReason): string => WORDS[reason]();

const WORDS: Readonly<Record<ChequeReturnReason, () => string>> = {
	'no-funds': m.cash_reason_no_funds,
	'account-closed': m.cash_reason_account_closed,
	signature: m.cash_reason_signature,
	stopped: m.cash_reason_stopped,
	'lost-or-stolen': m.cash_reason_lost_or_stolen,
	irregular: m.cash_reason_irregular,
	other: m.cash_reason_other
};
