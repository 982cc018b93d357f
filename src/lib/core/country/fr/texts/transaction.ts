// The French settlement (transaction, C. civ. 2044 to 2052): a disagreement that ends by concessions of both sides. A lawyer signs it off.
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
	SIGNATURE,
	TABLE
} from './shared-clauses';

/** Change a word: raise the version. Sources: C. civ. 1343-5, 2044, 2048, 2049, 2052, 2240; C. conso L212-1. */
export const TRANSACTION: PlanTemplate = {
	document: 'settlement',
	template: 'fr.transaction',
	version: 1,
	title: 'Transaction',
	mention: 'own-words',
	consent:
		"J'ai lu ce document, ou il m'a été lu. J'ai pu poser mes questions et prendre conseil, et je sais que je peux refuser de signer aujourd'hui. J'accepte cette transaction : je paierai {total} ({totalWords}) selon le tableau ci-dessus, et le créancier abandonne {waived} une fois cette somme payée.",
	clauses: [
		...PARTIES,
		...ORIGIN,
		...REPLACED,
		{
			when: [],
			title: 'Objet du désaccord',
			text: 'Les parties ne sont pas d’accord sur ce point : {dispute}. Elles choisissent d’y mettre fin à l’amiable, par des concessions de part et d’autre, au sens des articles 2044 et suivants du code civil.'
		},
		{
			when: [],
			title: 'Ce que le créancier concède',
			text: 'Sur les {claimed} demandés, le créancier renonce à {waived}. Cet abandon est acquis au débiteur dès que {total} sont payés en entier ; jusque-là, il est conditionnel.'
		},
		{
			when: [],
			title: 'Ce que le débiteur concède',
			text: 'Le débiteur reconnaît devoir {total}, en toutes lettres {totalWords}, s’engage à les payer aux dates du tableau ci-dessus, et renonce à contester cette somme pour le motif indiqué. En cas de différence, le montant en lettres l’emporte.'
		},
		{
			when: [],
			title: 'Effet de la transaction',
			text: 'La transaction ne règle que le désaccord décrit ci-dessus. Une fois exécutée, elle fait obstacle entre les parties à une action en justice ayant le même objet. Elle ne vaut pas reconnaissance d’un tort par l’une ou l’autre.'
		},
		...TABLE,
		...PAYMENTS,
		...COSTS,
		...DIFFICULTY,
		{
			when: [],
			title: 'Sort de l’abandon en cas de déchéance',
			text: 'Si le solde devient exigible faute de régularisation, l’abandon de {waived} n’est pas acquis. Les sommes payées restent déduites de la dette.'
		},
		...LIMITATION,
		{
			when: ['consumer'],
			title: 'Droits du débiteur',
			text: 'Le débiteur peut prendre le temps et le conseil qu’il souhaite avant de signer. Il garde le droit de demander au juge un délai de paiement ou un échelonnement, dans la limite de deux ans, de recourir gratuitement au médiateur de la consommation dont relève le créancier, et de s’adresser à la commission de surendettement de la Banque de France. Aucune clause n’y fait obstacle.'
		},
		{
			when: ['professional'],
			title: 'Droits du débiteur',
			text: 'Le débiteur peut prendre le temps et le conseil qu’il souhaite avant de signer. Il garde le droit de demander au juge un délai de paiement ou un échelonnement, dans la limite de deux ans. L’ouverture d’une procédure collective prévaut sur le présent accord.'
		},
		...REFLECTION,
		...DATA_AND_ADDRESS,
		...SIGNATURE
	]
};
