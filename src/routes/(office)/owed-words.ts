// What a phone owes, in words.
import * as v from 'valibot';
import { phoneDebtSchema, type PhoneDebt } from '$lib/core/phone-debt';
import { dateTimeText } from '$lib/i18n/format';
import { m } from '$lib/i18n/paraglide/messages';

/** The debts that stopped an act, as the answer of its form carries them; none where something else did. */
export function debtsIn(answer: unknown): readonly PhoneDebt[] {
	const read = v.safeParse(stoppedSchema, answer);
	return read.success ? read.output.debts : [];
}

const stoppedSchema = v.object({ debts: v.array(phoneDebtSchema) });

type Debt = Pick<PhoneDebt, 'operations' | 'owingMs' | 'receipts' | 'shownMs' | 'files'> & { readonly holes?: number };

/** Each thing that is missing, as a few words; empty for a phone that owes nothing. */
export function owedWords({ operations, owingMs, receipts, shownMs, files, holes = 0 }: Debt): readonly string[] {
	const since = (at: number | null) => (at === null ? '' : ` ${m.attention_since({ at: dateTimeText(at) })}`);
	return [
		...(operations > 0 ? [m.attention_owes_operations({ count: operations }) + since(owingMs)] : []),
		...(receipts > 0 ? [m.attention_owes_receipts({ count: receipts }) + since(shownMs)] : []),
		...(holes > 0 ? [m.attention_owes_holes({ count: holes })] : []),
		...(files > 0 ? [m.attention_owes_files({ count: files })] : [])
	];
}
