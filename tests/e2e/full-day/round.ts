// Twelve debtors of one round, as the file that the manager imports; the amounts are what the whole story adds up from.

export type Debtor = {
	readonly ref: string;
	readonly name: string;
	/** What is owed, in cents. */
	readonly owed: number;
	readonly letter: string;
	/** Printed on the debtor's letter; with it he can sign by his name. */
	readonly code: string;
};

/** What each stop is for. */
export const STOPS = {
	absent: debtor(1, 'Abel Fournier', 18_450),
	refusal: debtor(2, 'Brune Lacroix', 22_010),
	cash: debtor(3, 'Clément Aubry', 12_345),
	cheque: debtor(4, 'Denise Perrin', 25_070),
	plan: debtor(5, 'Élie Marchal', 60_000),
	acknowledgement: debtor(6, 'Fanny Rousseau', 48_099),
	reversal: debtor(7, 'Gaston Vidal', 30_000),
	dispute: debtor(8, 'Huguette Noël', 41_205),
	promise: debtor(9, 'Ivan Colin', 15_110),
	thirdParty: debtor(10, 'Judith Barbier', 27_730),
	danger: debtor(11, 'Karim Leroy', 33_333),
	noMoreVisits: debtor(12, 'Lola Mercier', 9_990)
} as const;

export const DEBTORS: readonly Debtor[] = Object.values(STOPS);

const HEADINGS =
	'Dossier;Créancier;Mandat;Débiteur;Type débiteur;Adresse;Code postal;Ville;Téléphone;Facture;Libellé;Échéance;Montant;Lettre;Date lettre;Code lettre;Mise en demeure;E-mail agent';

/** The file of the portfolio, in UTF-8, given to a collector. */
export function portfolioFile(collector: string, today: string): Buffer {
	const [dueOn, letterOn, noticeOn] = [daysBefore(today, 150), daysBefore(today, 60), daysBefore(today, 50)];
	const lines = DEBTORS.map(({ ref, name, owed, letter, code }, index) =>
		[
			...[ref, 'Énergie du Val (démo)', 'MD-001', name, 'particulier', `${index + 1} rue du Test`, '37000', 'TOURS'],
			...[`06 39 98 80 ${String(index + 10)}`, `${ref}-F1`, 'Fourniture d’énergie', dueOn],
			...[(owed / 100).toFixed(2).replace('.', ','), letter, letterOn, code, noticeOn, collector]
		].join(';')
	);
	return Buffer.from([HEADINGS, ...lines].join('\r\n'));
}

function debtor(index: number, name: string, owed: number): Debtor {
	const two = String(index).padStart(2, '0');
	return { ref: `JOUR-${two}`, name, owed, letter: `LJ-${two}`, code: `JOURNEE${two}` };
}

const daysBefore = (day: string, days: number): string =>
	new Date(Date.parse(day) - days * 86_400_000).toISOString().slice(0, 10);
