// Vector group `case_events`: what an event changes, in the law's terms; a key that an event leaves alone is absent.
import * as v from 'valibot';
import { FRANCE } from '../../src/lib/core/country/fr/pack';
import { lifeEventEffect } from '../../src/lib/core/life-event';
import { ACTIONS, EVENTS, VISITS } from './codes-a';
import { group, VECTORS_DAY } from './fields';

export const lifeEvents = group(
	v.object({
		event: v.picklist([
			'contestation',
			'deces',
			'demande_de_ne_plus_venir',
			'liquidation_judiciaire',
			'mediateur_saisi',
			'redressement_ou_sauvegarde',
			'surendettement_depot',
			'surendettement_recevable',
			'tutelle_curatelle'
		])
	}),
	({ event }) => {
		const effect = lifeEventEffect(FRANCE, EVENTS[event], VECTORS_DAY);
		const answer: Record<string, unknown> = {
			enforcement_blocked: effect.enforcementBlocked,
			visits: VISITS[effect.visits]
		};
		if (effect.paymentsOnOldDebt !== null)
			answer['payments_on_old_debt'] = effect.paymentsOnOldDebt === 'refuse' ? 'refuse' : 'do_not_solicit';
		if (effect.interest === 'frozen') answer['interest_and_penalties'] = 'frozen_per_L722-14';
		if (effect.interest === 'stopped') answer['interest'] = 'stopped_L622-28';
		if (effect.maxMonths !== null) answer['max_months'] = effect.maxMonths;
		if (effect.action !== null) answer['action'] = ACTIONS[effect.action];
		if (effect.limitation !== null) answer['prescription'] = 'suspended_from_written_agreement_or_first_meeting';
		if (effect.channels !== null) answer['channels'] = 'post_only';
		if (effect.signature !== null) answer['signature'] = 'debtor_alone_refused';
		return answer;
	}
);
