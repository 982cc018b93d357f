// French law of the events that change everything for a dossier: over-indebtedness, insolvency, death, dispute…
import type { LifeEvent, LifeEventEffect } from '../pack';

const NOTHING = {
	enforcementBlocked: false,
	paymentsOnOldDebt: null,
	interest: null,
	maxMonths: false,
	action: null,
	limitation: null,
	channels: null,
	signature: null
} as const;

const INSOLVENCY = {
	...NOTHING,
	enforcementBlocked: true,
	visits: 'blocked',
	paymentsOnOldDebt: 'refuse',
	interest: 'stopped',
	confidence: 'high'
} as const;

/** Effect of each event on visits, payments, interest, limitation and channels. */
export const FRENCH_LIFE_EVENTS: Readonly<Record<LifeEvent, LifeEventEffect>> = {
	'over-indebtedness-filed': {
		...NOTHING,
		visits: 'suspended-until-decision',
		source: 'C. conso L722-2 (pas de suspension d’office avant la recevabilité); usage de la maison',
		confidence: 'medium'
	},
	'over-indebtedness-admitted': {
		...NOTHING,
		enforcementBlocked: true,
		visits: 'blocked',
		paymentsOnOldDebt: 'do-not-solicit',
		interest: 'frozen',
		maxMonths: true,
		action: 'send-claim-statement-to-commission',
		source: 'C. conso L722-2, L722-3, L722-5, L722-14',
		confidence: 'high'
	},
	'safeguard-or-reorganisation': {
		...INSOLVENCY,
		action: 'declare-claim',
		source: 'C. com. L622-7, L622-21, L622-24, L622-28'
	},
	liquidation: {
		...INSOLVENCY,
		action: 'declare-claim-to-liquidator',
		source: 'C. com. L641-3, L622-7, L622-21, L622-28'
	},
	'conciliation-or-ad-hoc-mandate': {
		...NOTHING,
		visits: 'suspended',
		action: 'route-to-legal',
		source: 'C. com. L611-7, C. civ. 1343-5 (confidentielle)',
		confidence: 'medium'
	},
	death: {
		...NOTHING,
		visits: 'blocked',
		action: 'identify-notary-and-heirs',
		source: 'C. civ. 792, 2245',
		confidence: 'medium'
	},
	guardianship: {
		...NOTHING,
		visits: 'representative-only',
		signature: 'debtor-alone-refused',
		source: 'C. civ. 467, 473, 509',
		confidence: 'medium'
	},
	dispute: {
		...NOTHING,
		visits: 'blocked-until-answer',
		action: 'return-to-creditor',
		source: 'C. conso L121-7; usage de la maison',
		confidence: 'medium'
	},
	'mediator-seized': {
		...NOTHING,
		visits: 'suspended',
		limitation: 'suspended-from-agreement-or-first-meeting',
		source: 'C. civ. 2238',
		confidence: 'medium'
	},
	'no-more-visits': {
		...NOTHING,
		visits: 'blocked',
		channels: 'post-only',
		source: 'C. conso L121-7 2°',
		confidence: 'high'
	},
	'police-complaint': {
		...NOTHING,
		visits: 'suspended',
		action: 'return-to-creditor',
		source: 'usage de la maison',
		confidence: 'medium'
	}
};
