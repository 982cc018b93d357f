// Clauses that the French documents share, each true of every document that names it; part of what is sealed. A lawyer signs them off.
import type { Clause } from '../../../protocol-text';

/** Who agrees with whom, and the letter that came before (CPCE R124-3, R124-4). */
export const PARTIES: readonly Clause[] = [
	{
		when: ['mandated'],
		title: 'Les parties',
		text: "Le présent accord est conclu entre {creditor}, créancier, représenté par {agency}, qui exerce une activité de recouvrement amiable et agit en vertu du mandat {mandate}, et {debtor}, débiteur. {agency} n'a aucun pouvoir de contrainte."
	},
	{
		when: ['own'],
		title: 'Les parties',
		text: 'Le présent accord est conclu entre {creditor}, créancier, représenté par {agency}, et {debtor}, débiteur.'
	},
	{
		when: ['letter'],
		title: 'Lettre adressée au débiteur',
		text: 'Il fait suite à la lettre {letterRef} envoyée le {letterOn}, qui indiquait le fondement et le montant de la somme demandée.'
	}
];

/** What is owed, part by part (CPCE R124-4, L111-8). */
export const ORIGIN: readonly Clause[] = [
	{
		when: [],
		title: 'Origine et décompte de la dette',
		text: 'La dette du dossier {dossier} provient des créances du tableau ci-dessus. Arrêtée au {statementOn}, après déduction des versements reçus, elle se compose de : principal {principal}, intérêts {interest}, pénalités {penalty}, indemnité forfaitaire {indemnity}, soit au total {claimed}. Aucun frais de recouvrement n’y est ajouté.'
	}
];

/** The agreement that this one takes the place of. */
export const REPLACED: readonly Clause[] = [
	{
		when: ['replaces'],
		title: 'Accord remplacé',
		text: 'Le présent document remplace celui qui a été signé le {replacedOn}, qui est conservé. Les paiements faits depuis sont déduits du décompte ci-dessus.'
	}
];

/** Down payment and table. */
export const TABLE: readonly Clause[] = [
	{
		when: ['down'],
		title: 'Acompte',
		text: 'Un acompte de {down} est payable le {downOn}. Il n’est acquis qu’à son encaissement et donne lieu aussitôt à une quittance numérotée, remise au débiteur et jointe à son exemplaire.'
	},
	{
		when: ['instalments'],
		title: 'Échéancier',
		text: 'Le créancier accorde au débiteur de payer le reste en {count} échéance(s), du {firstOn} au {lastOn}, aux dates et montants du tableau ci-dessus. La dernière échéance reprend les arrondis.'
	},
	{
		when: ['immediate'],
		title: 'Paiement immédiat',
		text: 'Le débiteur paie {total} en une fois, le {firstOn}. Le paiement donne lieu aussitôt à une quittance numérotée.'
	}
];

/** How payments are made and counted (CMF L112-6; C. civ. 1342-10, 1343-1). */
export const PAYMENTS: readonly Clause[] = [
	{
		when: ['consumer'],
		title: 'Comment payer',
		text: 'Le débiteur paie par virement, chèque, carte ou espèces, auprès de {agency} à l’adresse indiquée ci-dessus ou lors d’un passage convenu. Le chèque est établi à l’ordre du créancier ou du compte affecté de {agency}, jamais au nom de la personne qui se déplace. Une dette supérieure à {cashCeiling} ne se paie pas en espèces. Chaque paiement, même partiel, donne lieu à une quittance.'
	},
	{
		when: ['professional'],
		title: 'Comment payer',
		text: 'Le débiteur paie par virement, chèque ou carte, auprès de {agency} à l’adresse indiquée ci-dessus. Le chèque est établi à l’ordre du créancier ou du compte affecté de {agency}, jamais au nom de la personne qui se déplace. Une dette supérieure à {cashCeiling} ne se paie pas en espèces. Chaque paiement, même partiel, donne lieu à une quittance.'
	},
	{
		when: [],
		title: 'Jours non ouvrés',
		text: 'Une échéance qui tombe un samedi, un dimanche ou un jour férié est reportée au premier jour ouvrable qui suit, sans changer la date des suivantes. Le tableau tient déjà compte de ce report.'
	},
	{
		when: [],
		title: 'Imputation des paiements',
		text: 'Sauf si le débiteur indique, en payant, quelle dette il entend acquitter, chaque paiement éteint l’échéance la plus ancienne, d’abord ses intérêts, puis son principal. Un excédent reste au crédit du débiteur, qui choisit son remboursement ou son affectation.'
	}
];

/** Free of charge for a consumer (C. conso L312-4); what becomes of a professional's penalties; early payment. */
export const COSTS: readonly Clause[] = [
	{
		when: ['consumer'],
		title: 'Ni frais ni intérêts',
		text: 'Ce délai est gratuit : ni frais, ni intérêt, ni pénalité ne s’ajoutent à la dette tant que l’accord est respecté.'
	},
	{
		when: ['professional'],
		title: 'Pénalités de retard',
		text: 'Les pénalités de retard cessent de courir à la date de signature tant que l’accord est respecté. En cas de déchéance du terme, elles reprennent, au taux applicable, sur le principal restant dû à compter de cette déchéance. Aucun frais ne s’ajoute au titre du présent accord.'
	},
	{
		when: [],
		title: 'Paiement anticipé',
		text: 'Le débiteur peut payer plus tôt, en tout ou partie, à tout moment et sans frais.'
	}
];

/** Time to put things right, and no automatic loss of the term (C. conso L212-1). */
export const DIFFICULTY: readonly Clause[] = [
	{
		when: ['consumer'],
		title: 'En cas de difficulté',
		text: 'Le débiteur qui rencontre une difficulté en avertit {agency} dès que possible, afin de rechercher une solution. Un retard de {graceDays} jours au plus n’a pas de conséquence. Au-delà, et seulement si {seriousInstalments} échéances sont impayées ou si plus d’un tiers d’une échéance le reste, une lettre avertit le débiteur et lui laisse {noticeDays} jours pour régulariser ; s’il le fait, l’accord continue. À défaut, une seconde lettre, décidée par une personne responsable et jamais automatiquement, peut rendre exigible le solde restant dû. Les sommes payées restent acquises et sont déduites.'
	},
	{
		when: ['professional'],
		title: 'En cas de difficulté',
		text: 'Le débiteur qui rencontre une difficulté en avertit {agency} dès que possible. Un retard de {graceDays} jours au plus n’a pas de conséquence. Au-delà, une lettre met le débiteur en demeure de régulariser sous {noticeDays} jours ; s’il le fait, l’accord continue. À défaut, une seconde lettre, décidée par une personne responsable et jamais automatiquement, peut rendre exigible le solde restant dû. Les sommes payées restent acquises et sont déduites.'
	}
];

/** What the acknowledgement does to the limitation (C. civ. 2240). */
export const LIMITATION: readonly Clause[] = [
	{
		when: [],
		title: 'Prescription',
		text: 'En reconnaissant sa dette, le débiteur interrompt la prescription : un nouveau délai de même durée court à compter de la signature.'
	}
];

/** What no clause takes away (C. civ. 1343-5). */
export const RIGHTS: readonly Clause[] = [
	{
		when: ['consumer'],
		title: 'Droits du débiteur',
		text: 'Le débiteur garde le droit de contester la dette, de demander au juge un délai de paiement ou un échelonnement, dans la limite de deux ans, de recourir gratuitement au médiateur de la consommation dont relève le créancier, et de s’adresser à la commission de surendettement de la Banque de France. Aucune clause n’y fait obstacle.'
	},
	{
		when: ['professional'],
		title: 'Droits du débiteur',
		text: 'Le débiteur garde le droit de contester la dette et de demander au juge un délai de paiement ou un échelonnement, dans la limite de deux ans. L’ouverture d’une procédure collective prévaut sur le présent accord.'
	}
];

/** A voluntary time of reflection for a consumer, personal data, change of address. */
export const REFLECTION: readonly Clause[] = [
	{
		when: ['consumer'],
		title: 'Temps de réflexion',
		text: 'Le débiteur peut renoncer à cet accord, sans motif ni frais, dans les {reflectionHours} heures qui suivent sa signature, par tout moyen écrit adressé à {agency}. Ce temps lui est offert par {agency}. Les sommes déjà payées restent imputées sur la dette.'
	}
];

export const DATA_AND_ADDRESS: readonly Clause[] = [
	{
		when: [],
		title: 'Données personnelles',
		text: '{agency} traite les données de ce dossier pour le recouvrement de la créance et la preuve du présent accord, et ne les communique qu’au créancier et aux personnes habilitées. Le débiteur peut y accéder, les faire rectifier, s’opposer ou en demander la limitation auprès de {agency}, et saisir la CNIL. Le tracé de la signature est conservé sans mesure de vitesse ni de pression.'
	},
	{
		when: [],
		title: 'Changement d’adresse',
		text: 'Le débiteur signale sans délai à {agency} tout changement d’adresse ou de coordonnées ; à défaut, les lettres sont valablement envoyées à la dernière adresse connue.'
	}
];

/** Electronic signature, simple (C. civ. 1366, 1367, 1375), and the law that applies. */
export const SIGNATURE: readonly Clause[] = [
	{
		when: [],
		title: 'Signature électronique et exemplaires',
		text: 'Les parties acceptent de signer ce document sous forme électronique. Son texte et la signature, tracée au doigt ou faite du nom du signataire et du code de sa lettre, sont scellés ensemble au moment de signer, de sorte que toute modification se voit. Cette signature électronique est simple ; sa fiabilité peut être discutée. Il est établi un exemplaire par partie ayant un intérêt distinct, soit deux, et le débiteur reçoit le sien sur un support durable.'
	},
	{
		when: ['consumer'],
		title: 'Droit applicable',
		text: 'Le présent accord est soumis au droit français. Le débiteur peut agir devant les tribunaux que la loi lui ouvre, notamment celui de son domicile.'
	},
	{
		when: ['professional'],
		title: 'Droit applicable',
		text: 'Le présent accord est soumis au droit français et relève des tribunaux que la loi désigne.'
	}
];
