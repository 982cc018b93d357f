// What a file says otherwise than the portfolio: the list that a manager ticks, record by record.
import type { Address } from '$lib/core/dossier';
import type { ChangedValue, ImportChange } from '$lib/core/import-answer';
import { foldWords } from '$lib/core/import-cells';
import type { ImportField } from '$lib/core/import-line';
import type { Currency } from '$lib/core/money';
import type { ClaimWish, DebtorWish, DossierWish, Draft, ImportDraft } from './plan';
import type { KnownClaim, KnownDebtor, KnownDossier } from './portfolio-index';

/** The names of what a known record points to, for a list that people read. */
export type NameOf = {
	readonly mandate: (id: string | null) => string | null;
	readonly collector: (id: string | null) => string | null;
};

/** Every difference with a record that exists; a blank cell is none. */
export function changesOf(draft: ImportDraft, names: NameOf): readonly ImportChange[] {
	const currencies = new Map(draft.dossiers.map((dossier) => [dossier.id, dossier.wish.currency]));
	const ofDebtors = new Map(draft.dossiers.map((dossier) => [dossier.wish.debtor, dossier.wish.currency]));
	return [
		...draft.claims.flatMap((claim) =>
			changeOf('claim', claim, claim.wish.ref, currencies.get(claim.wish.dossier), claimValues(claim))
		),
		...draft.dossiers.flatMap((dossier) =>
			changeOf('dossier', dossier, dossier.wish.ref, dossier.wish.currency, dossierValues(dossier, names))
		),
		...draft.debtors.flatMap((debtor) =>
			changeOf('debtor', debtor, debtor.known?.name ?? debtor.wish.ref, ofDebtors.get(debtor.id), debtorValues(debtor))
		)
	];
}

/** What a tick names. */
export const keyOf = (subject: ImportChange['subject'], id: string): string => `${subject}:${id}`;

/** The debtor's telephone numbers once the file's are added: none is ever dropped. */
export const mergedPhones = (known: KnownDebtor, wish: DebtorWish): readonly string[] => [
	...wish.phones,
	...known.phones.filter((phone) => !wish.phones.includes(phone))
];

/** The debtor's addresses once the file's comes first: none is ever dropped. */
export const mergedAddresses = (known: KnownDebtor, wish: DebtorWish): readonly Address[] => {
	const { address } = wish;
	if (address === null) return known.addresses;
	const same = known.addresses.find((candidate) => addressText(candidate) === addressText(address));
	return [same ?? address, ...known.addresses.filter((candidate) => candidate !== same)];
};

function changeOf(
	subject: ImportChange['subject'],
	draft: { readonly id: string; readonly line: number; readonly known: unknown },
	ref: string,
	currency: Currency | undefined,
	values: readonly ChangedValue[]
): readonly ImportChange[] {
	if (draft.known === null || currency === undefined || values.length === 0) return [];
	return [{ key: keyOf(subject, draft.id), line: draft.line, subject, ref, currency, values }];
}

function claimValues({ known, wish }: Draft<KnownClaim, ClaimWish>): readonly ChangedValue[] {
	if (!known) return [];
	return [
		...changed('principal', known.principal, wish.principal),
		...changed('interest', known.interest, wish.interest),
		...changed('penalty', known.penalty, wish.penalty),
		...changed('indemnity', known.indemnity, wish.indemnity),
		...changed('dueOn', known.dueOn, wish.dueOn),
		...changed('countedOn', known.countedOn, wish.countedOn),
		...changed('issuedOn', known.issuedOn, wish.issuedOn),
		...changed('claimLabel', known.label, wish.label),
		...changed('claimKind', known.kind, wish.kind)
	];
}

function dossierValues({ known, wish }: Draft<KnownDossier, DossierWish>, names: NameOf): readonly ChangedValue[] {
	if (!known) return [];
	return [
		...changed('letter', known.letterRef, wish.letter?.ref ?? null),
		...changed('letterSentOn', known.letterSentOn, wish.letter?.sentOn ?? null),
		...changed('letterCode', hidden(known.letterHash), hidden(wish.letterCheck?.hash ?? null)),
		...changed('noticeOn', known.noticeOn, wish.noticeOn),
		...changed('mandate', names.mandate(known.mandate), wish.mandate?.ref ?? null),
		...changed('collector', names.collector(known.collector), wish.collector?.email ?? null)
	];
}

/** Says that a code is another one without telling either. */
const hidden = (hash: string | null): string | null => (hash === null ? null : `••• ${hash.slice(0, 4)}`);

function debtorValues({ known, wish }: Draft<KnownDebtor, DebtorWish>): readonly ChangedValue[] {
	if (!known) return [];
	const newPhones = wish.phones.filter((phone) => !known.phones.includes(phone));
	const [first] = known.addresses;
	const { address } = wish;
	const moved = address !== null && (!first || addressText(first) !== addressText(address));
	return [
		...(foldWords(known.name) === foldWords(wish.name) ? [] : changed('debtorName', known.name, wish.name)),
		...changed('debtorKind', known.kind, wish.kind),
		...changed('siren', known.siren, wish.siren),
		...changed('email', known.email, wish.email),
		...(newPhones.length > 0 ? changed('phone', known.phones.join(' ; '), mergedPhones(known, wish).join(' ; ')) : []),
		...(moved ? changed('address', first ? lineOf(first) : null, lineOf(address)) : [])
	];
}

function changed(
	field: ImportField,
	from: string | number | null,
	to: string | number | null
): readonly ChangedValue[] {
	return to === null || from === to ? [] : [{ field, from, to }];
}

const lineOf = (address: Address): string =>
	[...address.lines, `${address.postcode} ${address.city}`.trim()].filter(Boolean).join(', ');

const addressText = (address: Address): string => foldWords(lineOf(address));
