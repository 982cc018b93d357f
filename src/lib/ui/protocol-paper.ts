// The fixed words around a sealed plan, in French like the text they frame, and the plan as lines of a table or of a message.
import type { ProtocolText } from '$lib/core/operation';
import { amountText, dateText } from '$lib/i18n/format';

/** Headings of the paper; what is sealed is the text itself, these only lay it out. */
export const PAPER = {
	title: 'Échéancier de paiement',
	table: 'Dates et montants',
	date: 'Date',
	amount: 'Montant',
	left: 'Reste',
	down: 'Acompte, ce jour',
	debtor: 'Débiteur',
	creditor: 'Créancier',
	agency: 'Mandataire (recouvrement amiable)',
	mandate: 'Mandat',
	letter: "Lettre d'information",
	claims: 'Décompte',
	waived: 'Abandon du créancier',
	principal: 'principal',
	interest: 'intérêts',
	penalty: 'pénalités',
	indemnity: 'indemnité'
} as const;

/** The table of a plan: down payment, then instalments, each with what is left after it. */
export function protocolRows(
	text: ProtocolText
): readonly { readonly key: string; readonly cells: readonly string[] }[] {
	const amount = (minor: number) => amountText(minor, text.currency, 'fr');
	const down = text.down
		? [{ key: 'down', cells: [PAPER.down, amount(text.down.minor), amount(text.total - text.down.minor)] }]
		: [];
	return [
		...down,
		...text.instalments.map((line) => ({
			key: String(line.no),
			cells: [dateText(line.dueOn, 'short', 'fr'), amount(line.minor), amount(line.after)]
		}))
	];
}

/** The text in parts that are read aloud: what it is, how much, when, and every clause. */
export function spokenParts(text: ProtocolText): readonly string[] {
	return [
		`${text.title ?? PAPER.title}. ${text.totalWords}.`,
		...protocolRows(text).map((row) => row.cells.slice(0, 2).join(' : ')),
		...text.clauses.map((clause) => `${clause.title}. ${clause.text}`),
		text.consent
	];
}

/** The debtor's copy as plain text, for the share sheet: complete, in the order of the paper. */
export function protocolAsText(text: ProtocolText): string {
	return [
		`${text.title ?? PAPER.title} · ${text.dossier} · ${dateText(text.day, 'long', 'fr')}`,
		`${amountText(text.total, text.currency, 'fr')} (${text.totalWords})`,
		...protocolRows(text).map((row) => row.cells.join(' · ')),
		`${PAPER.debtor} : ${text.debtor.name}, ${text.debtor.address}`,
		`${PAPER.creditor} : ${text.creditor.name}, ${text.creditor.address}`,
		`${PAPER.agency} : ${text.agency.name}, ${text.agency.address}, SIREN ${text.agency.siren}`,
		...(text.mandate ? [`${PAPER.mandate} : ${text.mandate}`] : []),
		...(text.letter ? [`${PAPER.letter} : ${text.letter.ref}, ${dateText(text.letter.sentOn, 'short', 'fr')}`] : []),
		...text.clauses.map((clause) => `${clause.title}\n${clause.text}`),
		text.consent
	].join('\n\n');
}
