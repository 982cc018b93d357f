// Turns a judged import and its ticks into the rows of one write: what is created, what is updated, and the balances that follow.
import { COMPONENTS, type Component } from '$lib/core/operation';
import { NOTHING_PAID, type Paid } from '$lib/core/dossier';
import type { LocalDate } from '$lib/core/time';
import { keyOf, mergedAddresses, mergedPhones } from './changes';
import type { ClaimWish, Draft, ImportDraft } from './plan';
import type { KnownClaim, KnownDossier, KnownPortfolio } from './portfolio-index';

type Row = Readonly<Record<string, string | number | null>>;

export type ImportRows = {
	readonly creditors: readonly Row[];
	readonly mandates: readonly Row[];
	readonly debtors: readonly Row[];
	readonly dossiers: readonly Row[];
	readonly claims: readonly Row[];
	readonly assignments: readonly Row[];
	readonly updatedDebtors: readonly Row[];
	readonly updatedDossiers: readonly Row[];
	readonly updatedClaims: readonly Row[];
	/** Existing dossiers whose phones must learn of something: judged at `rev`, with the balance that follows. */
	readonly touched: readonly { readonly id: string; readonly rev: number; readonly balance: number }[];
};

/** Builds the rows; of existing records only those that are ticked change. */
export function rowsOf(
	draft: ImportDraft,
	known: KnownPortfolio,
	ticked: ReadonlySet<string>,
	today: LocalDate
): ImportRows {
	const isTicked = (subject: 'claim' | 'dossier' | 'debtor', id: string) => ticked.has(keyOf(subject, id));
	const newClaims = draft.claims.filter((claim) => claim.known === null);
	const changedClaims = draft.claims.filter((claim) => claim.known !== null && isTicked('claim', claim.id));
	const changedDossiers = draft.dossiers.filter((dossier) => dossier.known !== null && isTicked('dossier', dossier.id));
	const changedDebtors = draft.debtors.filter((debtor) => debtor.known !== null && isTicked('debtor', debtor.id));
	const debtorIds = new Set(changedDebtors.map((debtor) => debtor.id));
	const touchedIds = new Set([
		...[...newClaims, ...changedClaims].map((claim) => claim.wish.dossier),
		...changedDossiers.map((dossier) => dossier.id),
		...known.dossiers.filter((dossier) => debtorIds.has(dossier.debtor)).map((dossier) => dossier.id)
	]);
	const kinds = new Map(draft.debtors.map((debtor) => [debtor.id, kindOf(debtor.wish, debtor.known?.kind)]));
	const debtorOfDossier = new Map(draft.dossiers.map((dossier) => [dossier.id, dossier.wish.debtor]));
	const kindOfClaim = (claim: Draft<KnownClaim, ClaimWish>) =>
		claim.wish.kind ??
		(kinds.get(debtorOfDossier.get(claim.wish.dossier) ?? '') === 'professional'
			? 'business'
			: 'consumer-goods-services');
	return {
		creditors: draft.creditors.map(({ id, ref, name }) => ({ id, ref, name })),
		mandates: draft.mandates.map(({ id, ref, creditor, signedOn }) => ({ id, ref, creditor, signedOn })),
		debtors: draft.debtors.flatMap((debtor) => newDebtorRow(debtor)),
		dossiers: newDossierRows(draft, newClaims, today),
		claims: newClaims.map((claim) => ({
			...claimRow(claim),
			ref: claim.wish.ref,
			dossier: claim.wish.dossier,
			creditor: claim.wish.creditor,
			kind: kindOfClaim(claim)
		})),
		assignments: [...draft.dossiers.filter((dossier) => dossier.known === null), ...changedDossiers].flatMap(
			({ id, wish }) => (wish.collector ? [{ dossier: id, user: wish.collector.id }] : [])
		),
		updatedDebtors: changedDebtors.flatMap((debtor) => changedDebtorRow(debtor)),
		updatedDossiers: changedDossiers.map((dossier) => dossierRow(dossier)),
		updatedClaims: changedClaims.map((claim) => ({
			...claimRow(claim),
			kind: claim.wish.kind ?? claim.known?.kind ?? ''
		})),
		touched: touchedRows(
			known.dossiers.filter((dossier) => touchedIds.has(dossier.id)),
			known.claims,
			newClaims,
			changedClaims
		)
	};
}

/** The amounts of a claim once the file is taken over; a blank cell keeps what is there. */
const amountsOf = ({ known, wish }: Draft<KnownClaim, ClaimWish>): Readonly<Record<Component, number>> => ({
	principal: wish.principal,
	interest: wish.interest ?? known?.interest ?? 0,
	penalty: wish.penalty ?? known?.penalty ?? 0,
	indemnity: wish.indemnity ?? known?.indemnity ?? 0
});

function claimRow(claim: Draft<KnownClaim, ClaimWish>): Row {
	const { known, wish } = claim;
	return {
		id: claim.id,
		label: wish.label ?? known?.label ?? '',
		issuedOn: wish.issuedOn ?? known?.issuedOn ?? null,
		dueOn: wish.dueOn,
		countedOn: wish.countedOn ?? known?.countedOn ?? null,
		...amountsOf(claim)
	};
}

function newDebtorRow({ id, known, wish }: ImportDraft['debtors'][number]): readonly Row[] {
	if (known) return [];
	return [
		{
			id,
			ref: wish.ref,
			kind: kindOf(wish, undefined),
			name: wish.name,
			siren: wish.siren,
			email: wish.email,
			phones: JSON.stringify(wish.phones),
			addresses: JSON.stringify(wish.address ? [wish.address] : [])
		}
	];
}

function changedDebtorRow({ id, known, wish }: ImportDraft['debtors'][number]): readonly Row[] {
	if (!known) return [];
	return [
		{
			id,
			name: wish.name,
			kind: wish.kind ?? known.kind,
			siren: wish.siren ?? known.siren,
			email: wish.email ?? known.email,
			phones: JSON.stringify(mergedPhones(known, wish)),
			addresses: JSON.stringify(mergedAddresses(known, wish))
		}
	];
}

function newDossierRows(
	draft: ImportDraft,
	newClaims: readonly Draft<KnownClaim, ClaimWish>[],
	today: LocalDate
): readonly Row[] {
	const byDossier = Map.groupBy(newClaims, (claim) => claim.wish.dossier);
	return draft.dossiers
		.filter((dossier) => dossier.known === null)
		.map((dossier) => {
			const claims = byDossier.get(dossier.id) ?? [];
			return {
				...dossierRow(dossier),
				ref: dossier.wish.ref,
				creditor: dossier.wish.creditor,
				debtor: dossier.wish.debtor,
				currency: dossier.wish.currency,
				// Nothing is late yet: a reminder may be sent, nobody is visited.
				phase: claims.every((claim) => claim.wish.dueOn >= today) ? 'preventive' : 'amicable',
				balance: claims.reduce((sum, claim) => sum + openOf(amountsOf(claim), NOTHING_PAID), 0)
			};
		});
}

function dossierRow({ id, known, wish }: ImportDraft['dossiers'][number]): Row {
	return {
		id,
		mandate: wish.mandate?.id ?? known?.mandate ?? null,
		letterRef: wish.letter?.ref ?? known?.letterRef ?? null,
		letterSentOn: wish.letter?.sentOn ?? known?.letterSentOn ?? null,
		letterSalt: wish.letterCheck?.salt ?? known?.letterSalt ?? null,
		letterHash: wish.letterCheck?.hash ?? known?.letterHash ?? null,
		noticeOn: wish.noticeOn ?? known?.noticeOn ?? null
	};
}

function touchedRows(
	dossiers: readonly KnownDossier[],
	claims: readonly KnownClaim[],
	newClaims: readonly Draft<KnownClaim, ClaimWish>[],
	changedClaims: readonly Draft<KnownClaim, ClaimWish>[]
): ImportRows['touched'] {
	const changed = new Map(changedClaims.map((claim) => [claim.id, amountsOf(claim)]));
	const knownByDossier = Map.groupBy(claims, (claim) => claim.dossier);
	const newByDossier = Map.groupBy(newClaims, (claim) => claim.wish.dossier);
	return dossiers.map((dossier) => {
		const open = (id: string, amounts: Readonly<Record<Component, number>>) =>
			openOf(amounts, dossier.paid[id] ?? NOTHING_PAID);
		let balance = 0;
		for (const claim of knownByDossier.get(dossier.id) ?? []) balance += open(claim.id, changed.get(claim.id) ?? claim);
		for (const claim of newByDossier.get(dossier.id) ?? []) balance += open(claim.id, amountsOf(claim));
		return { id: dossier.id, rev: dossier.rev, balance };
	});
}

const openOf = (due: Readonly<Record<Component, number>>, paid: Paid): number =>
	COMPONENTS.reduce((sum, component) => sum + Math.max(0, due[component] - paid[component]), 0);

/** Where nobody says, a company number makes a professional; else the debtor is protected as a consumer. */
const kindOf = (
	wish: ImportDraft['debtors'][number]['wish'],
	known: 'consumer' | 'professional' | undefined
): 'consumer' | 'professional' => wish.kind ?? known ?? (wish.siren === null ? 'consumer' : 'professional');
