// The French payment plan (plan d'apurement), consumer and professional: own words, versioned, sealed with what is signed. A lawyer signs it off.
import type { PlanTemplate } from '../../../protocol-text';
import {
	COSTS,
	DATA_AND_ADDRESS,
	DIFFICULTY,
	LIMITATION,
	ORIGIN,
	PARTIES,
	PAYMENTS,
	REFLECTION,
	REPLACED,
	RIGHTS,
	SIGNATURE,
	TABLE
} from './shared-clauses';

/**
 * Points of RULES §5. Change a word: raise the version and keep the old text readable in what was sealed. Sources: C. civ. 1342-10,
 * 1343-1, 1343-5, 1366, 1367, 1375, 1376, 2240; C. conso L212-1; CPCE L111-8, R124-3 to R124-6; CMF L112-6.
 */
export const PLAN_APUREMENT: PlanTemplate = {
	document: 'plan',
	template: 'fr.plan-apurement',
	version: 2,
	title: 'Échéancier de paiement',
	mention: 'own-words',
	consent:
		"J'ai lu ce document, ou il m'a été lu. J'ai pu poser mes questions, je sais que je peux refuser de signer aujourd'hui et contester la somme demandée. Je reconnais devoir {total} ({totalWords}) et je m'engage à payer selon le tableau ci-dessus.",
	clauses: [
		...PARTIES,
		...ORIGIN,
		...REPLACED,
		{
			when: [],
			title: 'Reconnaissance de la dette',
			text: 'Le débiteur reconnaît devoir cette somme, soit {total}, en toutes lettres {totalWords}. Il écrit lui-même, au clavier ou au doigt, la mention qui lui est demandée à l’écran ; personne ne la remplit à sa place. En cas de différence, le montant en lettres l’emporte.'
		},
		...TABLE,
		...PAYMENTS,
		...COSTS,
		...DIFFICULTY,
		{
			when: [],
			title: 'Maintien de la dette et des garanties',
			text: 'Cet accord aménage le paiement sans remplacer la dette d’origine : il n’emporte pas novation, et les garanties et engagements d’autres personnes demeurent tels quels. La déchéance du terme ne s’étend ni aux codébiteurs ni aux cautions. Ce n’est pas une transaction : aucune partie ne renonce à ses droits au-delà de ce qui est écrit ici, et aucun abandon n’est consenti.'
		},
		...LIMITATION,
		...RIGHTS,
		...REFLECTION,
		...DATA_AND_ADDRESS,
		...SIGNATURE
	]
};
