// French letters: mandatory mentions and text of R124-4, words to avoid, formal notice, dunning calendar.
import type { DunningSection, FormalNoticeSection, LetterMention, LetterSection, VocabularySection } from '../pack';
import { LETTER_MENTIONS } from '../pack';
import type { NOTICE_PARAMETERS, ParameterRows } from '../parameters';
import { house, row } from './row';

const STATUTORY_TEXT = [
	"Les frais de recouvrement entrepris sans titre exécutoire restent à la charge du créancier, sauf s'ils concernent",
	"un acte dont l'accomplissement est prescrit par la loi au créancier. Toute stipulation contraire est réputée non",
	'écrite, sauf disposition législative contraire.\nCependant, le créancier qui justifie du caractère nécessaire des',
	"démarches entreprises pour recouvrer sa créance peut demander au juge de l'exécution de laisser tout ou partie des",
	'frais ainsi exposés à la charge du débiteur de mauvaise foi.'
].join(' ');

/** The R124-4 letter; a fee may be charged before a title only where a law says so. */
export const FRENCH_LETTER: LetterSection = {
	mentions: [row<readonly LetterMention[]>('2012-06-01', null, LETTER_MENTIONS, 'CPCE R124-4', 'high')],
	statutoryText: [row('2014-03-19', null, STATUTORY_TEXT, 'CPCE L111-8 al. 2 et 3 (loi 2014-344)', 'high')],
	feeWords: [
		'frais',
		'honoraires',
		'commission',
		'fee',
		'cout de recouvrement',
		'couts de recouvrement',
		'deplacement'
	],
	lawfulFeeWords: ['indemnite forfaitaire', 'rejet de cheque', 'cheque impaye', 'cheque rejete']
};

/** Never before an enforceable title (C. conso L121-2, CP 433-13). */
export const FRENCH_VOCABULARY: VocabularySection = {
	forbiddenBeforeTitle: [
		'saisie',
		'huissier',
		'sommation',
		'commandement',
		'signification',
		'dernier avis avant',
		'injonction',
		'expulsion',
		'fichage'
	],
	source: 'C. conso L121-2, CP 433-13, 433-17'
};

/** Deadline that a formal notice gives, in days. */
export const FRENCH_NOTICE: ParameterRows<(typeof NOTICE_PARAMETERS)[number]> = {
	'notice.days-professional-min': [house(8, 'usage')],
	'notice.days-professional-max': [house(15, 'usage')],
	'notice.days-consumer-min': [house(15, 'usage')],
	'notice.days-consumer-max': [house(30, 'usage')]
};

/** A registered letter unclaimed or refused still is a formal notice. */
export const FRENCH_FORMAL_NOTICE: FormalNoticeSection = {
	delivery: {
		'in-progress': { effective: false, followUp: 'wait' },
		delivered: { effective: true, followUp: 'none' },
		unclaimed: { effective: true, followUp: 'letter-email-and-visit' },
		refused: { effective: true, followUp: 'letter-email-and-visit' },
		'unknown-at-address': { effective: false, followUp: 'search-address-and-resend' },
		lost: { effective: false, followUp: 'resend' },
		deceased: { effective: false, followUp: 'identify-heirs' }
	},
	source: 'C. civ. 1344; Cass. 1re civ. 20/1/2021 n° 19-20.680'
};

/** House schedule in days from the due date. */
export const FRENCH_DUNNING: DunningSection = {
	steps: [
		{ step: 'preventive-reminder', phase: 'preventive', offsetDays: -5 },
		{ step: 'reminder-1', phase: 'amicable', offsetDays: 3 },
		{ step: 'reminder-2', phase: 'amicable', offsetDays: 15 },
		{ step: 'formal-notice', phase: 'amicable', offsetDays: 30 },
		{ step: 'field-visit', phase: 'field', offsetDays: 45 },
		{ step: 'litigation', phase: 'litigation', offsetDays: 60 }
	],
	source: 'calendrier de la maison',
	confidence: 'medium'
};
