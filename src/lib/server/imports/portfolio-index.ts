// The part of the portfolio that an import must know to be judged: what its references already name.
import type { Address, Paid } from '$lib/core/dossier';
import { foldWords } from '$lib/core/import-cells';

export type KnownCreditor = { readonly id: string; readonly ref: string; readonly name: string };
export type KnownMandate = { readonly id: string; readonly ref: string; readonly creditor: string };
export type KnownCollector = { readonly id: string; readonly email: string };
export type KnownDebtor = {
	readonly id: string;
	readonly ref: string;
	readonly name: string;
	readonly kind: 'consumer' | 'professional';
	readonly siren: string | null;
	readonly email: string | null;
	readonly phones: readonly string[];
	readonly addresses: readonly Address[];
};
export type KnownDossier = {
	readonly id: string;
	readonly ref: string;
	readonly creditor: string;
	readonly debtor: string;
	readonly mandate: string | null;
	readonly currency: string;
	readonly letterRef: string | null;
	readonly letterSentOn: string | null;
	readonly letterSalt: string | null;
	readonly letterHash: string | null;
	readonly noticeOn: string | null;
	readonly collector: string | null;
	readonly rev: number;
	readonly paid: Readonly<Record<string, Paid>>;
};
export type KnownClaim = {
	readonly id: string;
	readonly ref: string;
	readonly dossier: string;
	readonly creditor: string;
	readonly label: string;
	readonly kind: string;
	readonly issuedOn: string | null;
	readonly dueOn: string;
	readonly countedOn: string | null;
	readonly principal: number;
	readonly interest: number;
	readonly penalty: number;
	readonly indemnity: number;
};

/** Rows of the portfolio as they were read in one transaction. */
export type KnownPortfolio = {
	readonly creditors: readonly KnownCreditor[];
	readonly mandates: readonly KnownMandate[];
	readonly collectors: readonly KnownCollector[];
	readonly debtors: readonly KnownDebtor[];
	readonly dossiers: readonly KnownDossier[];
	readonly claims: readonly KnownClaim[];
};

/** The same rows by what the file calls them. */
export type PortfolioIndex = {
	readonly creditor: (refOrName: string) => KnownCreditor | undefined;
	readonly mandate: (ref: string) => KnownMandate | undefined;
	readonly collector: (email: string) => KnownCollector | undefined;
	readonly collectorOf: (id: string) => KnownCollector | undefined;
	readonly debtor: (ref: string) => KnownDebtor | undefined;
	readonly debtorOf: (id: string) => KnownDebtor | undefined;
	readonly dossier: (ref: string) => KnownDossier | undefined;
	readonly claim: (creditor: string, ref: string) => KnownClaim | undefined;
	readonly claimsOf: (dossier: string) => readonly KnownClaim[];
};

/** Indexes the rows; a creditor is found by its reference or by its name, without accents and capitals. */
export function indexPortfolio(known: KnownPortfolio): PortfolioIndex {
	const creditors = new Map(
		known.creditors.flatMap((row) => [[foldWords(row.name), row] as const, [foldWords(row.ref), row] as const])
	);
	const mandates = new Map(known.mandates.map((row) => [row.ref, row]));
	const collectors = new Map(known.collectors.map((row) => [row.email.toLowerCase(), row]));
	const collectorsById = new Map(known.collectors.map((row) => [row.id, row]));
	const debtors = new Map(known.debtors.map((row) => [row.ref, row]));
	const debtorsById = new Map(known.debtors.map((row) => [row.id, row]));
	const dossiers = new Map(known.dossiers.map((row) => [row.ref, row]));
	const claims = new Map(known.claims.map((row) => [claimKey(row.creditor, row.ref), row]));
	const claimsByDossier = Map.groupBy(known.claims, (row) => row.dossier);
	return {
		creditor: (refOrName) => creditors.get(foldWords(refOrName)),
		mandate: (ref) => mandates.get(ref),
		collector: (email) => collectors.get(email),
		collectorOf: (id) => collectorsById.get(id),
		debtor: (ref) => debtors.get(ref),
		debtorOf: (id) => debtorsById.get(id),
		dossier: (ref) => dossiers.get(ref),
		claim: (creditor, ref) => claims.get(claimKey(creditor, ref)),
		claimsOf: (dossier) => claimsByDossier.get(dossier) ?? []
	};
}

/** What makes a claim one: its creditor and the creditor's reference. */
export const claimKey = (creditor: string, ref: string): string => `${creditor}\u0000${ref}`;
