// What stops or warns a collector in France before a visit, a call, cash, a plan or a letter, with the rule behind each line.
import type { GateAction, GateEffect, GateRow, GateSection } from '../../gate-section';

type Effects = Readonly<Partial<Record<GateAction, GateEffect>>>;

/** Everything but the first letter: nothing may be asked before it was sent under a signed mandate. */
const EVERY_STEP: Effects = {
	visit: 'block',
	telephone: 'block',
	'collect-cash': 'block',
	'propose-plan': 'block',
	'send-letter': 'block'
};
const EVERYTHING: Effects = { ...EVERY_STEP, 'send-first-letter': 'block' };

const high = (effects: Effects, source: string): GateRow => ({ effects, source, confidence: 'high' });
const medium = (effects: Effects, source: string): GateRow => ({ effects, source, confidence: 'medium' });

/** The table of gates. Lines of medium confidence are house policy or one reading of the law. */
export const FRENCH_GATES: GateSection = {
	'no-mandate': high(EVERYTHING, 'CPCE R124-3'),
	'mandate-not-in-force': high(EVERYTHING, 'CPCE R124-3'),
	'insurance-expired': medium({ visit: 'block', telephone: 'warn' }, 'CPCE R124-2; usage de la maison'),
	'letter-not-sent': high(EVERY_STEP, 'CPCE R124-4'),
	'visits-refused': high({ visit: 'block' }, 'C. conso L121-7 2°'),
	'contact-refused': high({ visit: 'block', telephone: 'block' }, 'C. conso L121-7 2° et 3°'),
	'debtor-deceased': medium({ ...EVERYTHING, 'collect-cash': 'warn' }, 'C. civ. 792, 2245'),
	'debtor-minor': medium(EVERYTHING, 'C. civ. 388-1-1, 1146; usage de la maison'),
	'debtor-protected': medium(
		{ ...EVERY_STEP, 'send-letter': 'warn', 'send-first-letter': 'warn' },
		'C. civ. 467, 473, 509'
	),
	'over-indebtedness-admitted': high(EVERYTHING, 'C. conso L722-2, L722-5'),
	'over-indebtedness-filed': medium(
		{ visit: 'block', telephone: 'warn', 'propose-plan': 'warn', 'collect-cash': 'warn', 'send-letter': 'warn' },
		'C. conso L722-2 (pas de suspension d’office avant la recevabilité); usage de la maison'
	),
	'insolvency-open': high(EVERYTHING, 'C. com. L622-7, L622-21'),
	'conciliation-open': medium({ ...EVERY_STEP, 'collect-cash': 'warn' }, 'C. com. L611-7; C. civ. 1343-5'),
	'dispute-open': medium(
		{ visit: 'block', telephone: 'warn', 'propose-plan': 'block', 'collect-cash': 'warn', 'send-letter': 'warn' },
		'C. conso L121-7; usage de la maison (répondre d’abord)'
	),
	'mediation-open': medium(
		{ visit: 'block', telephone: 'block', 'propose-plan': 'warn', 'collect-cash': 'warn', 'send-letter': 'warn' },
		'C. civ. 2238; usage de la maison'
	),
	'complaint-filed': medium(
		{ visit: 'block', telephone: 'block', 'propose-plan': 'warn', 'collect-cash': 'warn', 'send-letter': 'warn' },
		'usage de la maison'
	),
	// Paying a prescribed debt is valid (C. civ. 2249) but may not be solicited from a consumer.
	prescribed: high({ ...EVERYTHING, 'collect-cash': 'warn' }, 'C. civ. 2219, 2249 à 2251; C. conso L121-2'),
	'partly-prescribed': medium(
		{ visit: 'warn', telephone: 'warn', 'propose-plan': 'warn', 'collect-cash': 'warn', 'send-letter': 'warn' },
		'C. civ. 2219; C. conso L121-2'
	),
	'cash-ceiling': high({ 'collect-cash': 'block' }, 'CMF L112-6, D112-3'),
	'danger-reported': medium({ visit: 'warn' }, 'C. trav. L4121-1; usage de la maison'),
	'address-unknown': medium({ visit: 'warn', 'send-letter': 'warn' }, 'usage de la maison'),
	'rest-day': medium({ visit: 'block', telephone: 'block' }, 'usage de la maison, par analogie avec CPCE L141-1'),
	'outside-hours': medium({ visit: 'block', telephone: 'block' }, 'usage de la maison, par analogie avec CPCE L141-1')
};
