// Recognises the columns of a portfolio by their headings, with or without accents, capitals and punctuation.
import { foldWords } from '$lib/core/import-cells';
import { IMPORT_FIELDS, REQUIRED_FIELDS, type ImportField } from '$lib/core/import-line';

/** What each column of the file holds; null for one that is left out. The place in the list is the column. */
export type Mapping = readonly (ImportField | null)[];

/** Usual headings, folded: the product's own first, then what accounting and billing programs write. */
const HEADINGS: Readonly<Record<ImportField, readonly string[]>> = {
	dossier: ['dossier', 'ref dossier', 'reference dossier', 'n dossier', 'numero dossier', 'numero de dossier', 'file'],
	creditor: ['creancier', 'donneur d ordre', 'ref creancier', 'reference creancier', 'client', 'creditor'],
	mandate: ['mandat', 'ref mandat', 'reference mandat', 'reference du mandat', 'n mandat', 'mandate'],
	mandateSignedOn: ['date mandat', 'date du mandat', 'mandat signe le', 'date signature mandat', 'mandate date'],
	debtor: ['ref debiteur', 'reference debiteur', 'code debiteur', 'code client', 'n debiteur', 'debtor ref'],
	debtorKind: ['type debiteur', 'type', 'nature debiteur', 'qualite', 'categorie debiteur', 'debtor kind'],
	debtorName: ['debiteur', 'nom debiteur', 'nom du debiteur', 'nom', 'raison sociale', 'nom prenom', 'debtor', 'name'],
	siren: ['siren', 'siret', 'siren siret', 'n siren', 'n siret', 'company number'],
	address: ['adresse', 'adresse 1', 'adresse debiteur', 'rue', 'voie', 'address'],
	postcode: ['code postal', 'cp', 'codepostal', 'postcode', 'zip'],
	city: ['ville', 'commune', 'localite', 'city'],
	phone: ['telephone', 'tel', 'telephones', 'mobile', 'portable', 'numero de telephone', 'phone'],
	email: ['email', 'e mail', 'mail', 'courriel', 'adresse email', 'adresse e mail'],
	claim: [
		'creance',
		'ref creance',
		'reference creance',
		'facture',
		'n facture',
		'no facture',
		'numero facture',
		'numero de facture',
		'reference facture',
		'ref facture',
		'piece',
		'claim',
		'invoice'
	],
	claimLabel: ['libelle', 'libelle creance', 'objet', 'designation', 'motif', 'label'],
	claimKind: ['type creance', 'nature creance', 'nature de la creance', 'nature', 'claim kind'],
	issuedOn: ['date facture', 'date de facture', 'date emission', 'date d emission', 'emise le', 'issue date'],
	dueOn: ['echeance', 'date echeance', 'date d echeance', 'date exigibilite', 'due date'],
	countedOn: ['arrete au', 'date d arrete', 'date arrete', 'interets arretes au', 'counted on'],
	principal: ['principal', 'montant', 'montant du', 'montant ttc', 'montant principal', 'solde', 'capital', 'amount'],
	interest: ['interets', 'interet', 'interets de retard', 'interest'],
	penalty: ['penalites', 'penalite', 'clause penale', 'penalties', 'penalty'],
	indemnity: ['indemnite', 'indemnite forfaitaire', 'ifr', 'indemnite forfaitaire de recouvrement', 'indemnity'],
	currency: ['devise', 'monnaie', 'currency'],
	letter: [
		'ref lettre',
		'reference lettre',
		'lettre',
		'lettre r124 4',
		'reference courrier',
		'ref courrier',
		'letter ref'
	],
	letterCode: ['code lettre', 'code de la lettre', 'code courrier', 'code de signature', 'letter code'],
	letterSentOn: [
		'date lettre',
		'date de lettre',
		'date de la lettre',
		'date courrier',
		'lettre envoyee le',
		'letter date'
	],
	noticeOn: [
		'mise en demeure',
		'date mise en demeure',
		'date de mise en demeure',
		'date med',
		'med',
		'formal notice date'
	],
	collector: [
		'agent',
		'collecteur',
		'email agent',
		'e mail agent',
		'email collecteur',
		'affecte a',
		'recouvreur',
		'collector'
	]
};

const FIELD_OF_HEADING: ReadonlyMap<string, ImportField> = new Map(
	IMPORT_FIELDS.flatMap((field) => HEADINGS[field].map((heading) => [heading, field] as const))
);

/** The field that a heading names, if it is a usual one. */
export const fieldOfHeading = (heading: string): ImportField | null => FIELD_OF_HEADING.get(foldWords(heading)) ?? null;

/** Maps headings to fields, first what was remembered for this very heading; a field is given to one column only. */
export function recognise(headings: readonly string[], remembered: ReadonlyMap<string, ImportField | null>): Mapping {
	const taken = new Set<ImportField>();
	const claim = (field: ImportField | null): ImportField | null => {
		if (field === null || taken.has(field)) return null;
		taken.add(field);
		return field;
	};
	const known = headings.map((heading) => remembered.get(foldWords(heading)));
	const first = known.map((field) => (field === undefined ? undefined : claim(field)));
	return headings.map((heading, index) => {
		const kept = first[index];
		return kept === undefined ? claim(fieldOfHeading(heading)) : kept;
	});
}

/** Fields without which no line can be read and that no column holds. */
export const missingFields = (mapping: Mapping): readonly ImportField[] =>
	REQUIRED_FIELDS.filter((field) => !mapping.includes(field));
