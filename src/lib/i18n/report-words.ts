// Words of what is reported about a debtor: the kinds of dispute, and what an alert stops or warns about.
import { GATE_ACTIONS, type GateAction, type GateEffect, type GateRow } from '$lib/core/gate-section';
import type { DisputeCategory } from '$lib/core/report-bodies';
import { m } from './paraglide/messages';

/** What the debtor says is wrong with the debt. */
export const disputeWord = (category: DisputeCategory): string => CATEGORY_WORDS[category]();

/** The acts that a row of the table of gates stops, and those it warns about; an empty text for none. */
export function effectWords(effects: GateRow['effects']): Readonly<Record<GateEffect, string>> {
	const acts = (effect: GateEffect): string =>
		GATE_ACTIONS.filter((action) => effects[action] === effect)
			.map((action) => ACTION_WORDS[action]())
			.join(', ');
	return { block: acts('block'), warn: acts('warn') };
}

const CATEGORY_WORDS: Readonly<Record<DisputeCategory, () => string>> = {
	'not-mine': m.door_category_not_mine,
	'already-paid': m.door_category_already_paid,
	'goods-or-service': m.door_category_goods_or_service,
	amount: m.door_category_amount,
	prescribed: m.door_category_prescribed,
	contract: m.door_category_contract,
	other: m.door_category_other
};

const ACTION_WORDS: Readonly<Record<GateAction, () => string>> = {
	visit: m.door_gate_visit,
	telephone: m.door_gate_telephone,
	'collect-cash': m.door_gate_collect_cash,
	'propose-plan': m.door_gate_propose_plan,
	'send-letter': m.door_gate_send_letter,
	'send-first-letter': m.door_gate_send_first_letter
};
