// What a judged act does to its dossier: the next state, the ledger's lines and the projections, all from one decision.
import type { Decision } from '$lib/core/decide';
import type { Dossier } from '$lib/core/dossier';
import type { Act } from '$lib/core/operation';
import type { Work } from './judge';
import { projectDossier } from './project';

/** Posts an act once it is judged; an act that a decision lets take effect later is posted under its own id and day all the same. */
export function takeEffect(work: Work, act: Act, dossier: Dossier, decision: Decision): void {
	if (!decision.state) return;
	const after = { ...dossier, state: decision.state };
	work.dossiers.set(dossier.id, after);
	postLedger(work, act, dossier, decision);
	projectDossier(work, act, dossier, after);
}

function postLedger({ rows }: Work, act: Act, dossier: Dossier, { effects }: Decision): void {
	const isReversal = act.kind === 'payment.reversed' || act.kind === 'cheque.returned';
	const reverses = isReversal ? act.body.payment : null;
	effects.forEach((effect, line) => {
		const isClaim = effect.to === 'claim';
		rows.ledger.push({
			operation: act.id,
			line,
			dossier: dossier.id,
			claim: isClaim ? effect.posting.claim : null,
			component: isClaim ? effect.posting.component : 'credit',
			minor: effect.sign * (isClaim ? effect.posting.minor : effect.minor),
			currency: dossier.facts.currency,
			day: act.day,
			reverses
		});
	});
}
