// Words of black boxes: why one cannot be opened, and what became of what was inside.
import type { ImportedItem } from '$lib/core/black-box-answer';
import type { Refusal } from '$lib/core/refusal';
import { m } from '$lib/i18n/paraglide/messages';
import { refusalMessage } from '$lib/i18n/refusal-message';

/** What is wrong with a file or its code, and the way out. */
export const boxProblem = (problem: Refusal): string => PROBLEMS[problem.code]?.() ?? refusalMessage(problem);

export const importedWord = ({ outcome, isNew }: Pick<ImportedItem, 'outcome' | 'isNew'>): string =>
	isNew || outcome === 'left' ? OUTCOMES[outcome]() : m.attention_box_known({ outcome: OUTCOMES[outcome]() });

const PROBLEMS: Readonly<Record<string, () => string>> = {
	'black-box-unreadable': m.attention_box_unreadable,
	'black-box-newer': m.attention_box_newer,
	'black-box-truncated': m.attention_box_truncated,
	'black-box-other-organisation': m.attention_box_other_organisation,
	'recovery-code-malformed': m.attention_box_code_malformed,
	'black-box-wrong-key': m.attention_box_wrong_key,
	'black-box-damaged': m.attention_box_damaged,
	'not-found': m.attention_box_unknown_phone
};

const OUTCOMES: Readonly<Record<ImportedItem['outcome'], () => string>> = {
	applied: m.office_outcome_applied,
	flagged: m.attention_outcome_flagged,
	quarantined: m.attention_outcome_quarantined,
	refused: m.attention_outcome_refused,
	forked: m.attention_box_outcome_forked,
	left: m.attention_box_outcome_left
};
