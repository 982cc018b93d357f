// The French acknowledgement of debt (reconnaissance de dette, C. civ. 1376): the debtor writes the amount himself. A lawyer signs it off.
import type { PlanTemplate } from '../../../protocol-text';
import { DATA_AND_ADDRESS, LIMITATION, ORIGIN, PAYMENTS, REFLECTION, REPLACED, RIGHTS, TABLE } from './shared-clauses';

/** Change a word: raise the version. Sources: C. civ. 1174, 1343-5, 1366, 1367, 1376, 2240. */
export const RECONNAISSANCE_DE_DETTE: PlanTemplate = {
	document: 'acknowledgement',
	template: 'fr.reconnaissance-de-dette',
	version: 1,
	title: 'Reconnaissance de dette',
	mention: 'amount',
	consent:
		"J'ai lu ce document, ou il m'a été lu. J'ai pu poser mes questions, je sais que je peux refuser de signer aujourd'hui et contester la somme demandée. Je reconnais devoir {total} à {creditor} et j'écris moi-même cette somme, en chiffres et en toutes lettres.",
	clauses: [
		{
			when: ['mandated'],
			title: 'Celui qui s’engage',
			text: 'Par le présent acte, {debtor} reconnaît devoir à {creditor}, représenté par {agency}, qui exerce une activité de recouvrement amiable et agit en vertu du mandat {mandate}, la somme de {total}. {agency} n’a aucun pouvoir de contrainte.'
		},
		{
			when: ['own'],
			title: 'Celui qui s’engage',
			text: 'Par le présent acte, {debtor} reconnaît devoir à {creditor}, représenté par {agency}, la somme de {total}.'
		},
		{
			when: ['letter'],
			title: 'Lettre adressée au débiteur',
			text: 'Il fait suite à la lettre {letterRef} envoyée le {letterOn}, qui indiquait le fondement et le montant de la somme demandée.'
		},
		...ORIGIN,
		...REPLACED,
		{
			when: [],
			title: 'Somme écrite par le débiteur',
			text: 'Le débiteur écrit lui-même, au clavier ou au doigt, la somme de {total} en chiffres et en toutes lettres. Personne ne l’écrit à sa place et rien n’est rempli d’avance. En cas de différence, la somme en toutes lettres l’emporte.'
		},
		...TABLE,
		...PAYMENTS,
		{
			when: [],
			title: 'Ni frais ni intérêts',
			text: 'Aucun frais ni intérêt ne s’ajoute à cette somme tant que les dates du tableau sont respectées. Le débiteur peut payer plus tôt, en tout ou partie, sans frais.'
		},
		...LIMITATION,
		...RIGHTS,
		...REFLECTION,
		...DATA_AND_ADDRESS,
		{
			when: [],
			title: 'Signature électronique et exemplaires',
			text: 'Le débiteur accepte de signer ce document sous forme électronique. Son texte, la somme qu’il écrit et sa signature sont scellés ensemble au moment de signer, de sorte que toute modification se voit. Cette signature électronique est simple ; sa fiabilité peut être discutée. L’original est conservé pour le créancier, et le débiteur en reçoit copie sur un support durable.'
		},
		{
			when: [],
			title: 'Droit applicable',
			text: 'Le présent acte est soumis au droit français et relève des tribunaux que la loi désigne.'
		}
	]
};
