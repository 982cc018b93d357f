// The dry run of an import: judges every line against the file and the portfolio, and says what would be created and changed.
import type { ImportProblem, PortfolioCode } from '$lib/core/import-answer';
import { foldWords } from '$lib/core/import-cells';
import type { ImportField, ImportLine } from '$lib/core/import-line';
import type { Currency } from '$lib/core/money';
import {
	claimKey,
	indexPortfolio,
	type KnownClaim,
	type KnownCollector,
	type KnownCreditor,
	type KnownDebtor,
	type KnownDossier,
	type KnownMandate,
	type KnownPortfolio,
	type PortfolioIndex
} from './portfolio-index';
import { letterCheckOf, type LetterCheck } from '../letter-code';

/** A record of the file that the portfolio knows already (`known`) or that would be created under `id`. */
export type Draft<Known, Wish> = {
	readonly id: string;
	readonly line: number;
	readonly known: Known | null;
	readonly wish: Wish;
};

export type DossierWish = {
	readonly ref: string;
	readonly creditor: string;
	readonly debtor: string;
	readonly currency: Currency;
	readonly mandate: KnownMandate | null;
	readonly letter: ImportLine['letter'];
	/** What is kept of the code printed on the letter. */
	readonly letterCheck: LetterCheck | null;
	readonly noticeOn: string | null;
	readonly collector: KnownCollector | null;
};
export type DebtorWish = ImportLine['debtor'];
export type ClaimWish = ImportLine['claim'] & { readonly dossier: string; readonly creditor: string };

export type ImportDraft = {
	readonly problems: readonly ImportProblem[];
	readonly creditors: readonly KnownCreditor[];
	readonly mandates: readonly (KnownMandate & { readonly signedOn: string })[];
	readonly debtors: readonly Draft<KnownDebtor, DebtorWish>[];
	readonly dossiers: readonly Draft<KnownDossier, DossierWish>[];
	readonly claims: readonly Draft<KnownClaim, ClaimWish>[];
};

/** Judges readable lines in the order of the file; a line with a problem is left out whole. `newId` makes ids of new records. */
export function draftImport(lines: readonly ImportLine[], known: KnownPortfolio, newId: () => string): ImportDraft {
	const drafter = new Drafter(indexPortfolio(known), newId);
	for (const line of lines) drafter.add(line);
	return drafter.draft();
}

/** What a line names, found or to be created. */
type Named = {
	readonly creditor: KnownCreditor;
	readonly mandate: (KnownMandate & { readonly signedOn: string | null }) | null;
	readonly collector: KnownCollector | null;
	readonly dossier: { readonly id: string; readonly known: KnownDossier | null };
	readonly debtor: { readonly id: string; readonly known: KnownDebtor | null };
};

type Mutable<K, W> = { id: string; line: number; known: K | null; wish: W };

class Drafter {
	readonly #index: PortfolioIndex;
	readonly #newId: () => string;
	readonly #problems: ImportProblem[] = [];
	readonly #creditors = new Map<string, KnownCreditor>();
	readonly #mandates = new Map<string, KnownMandate & { readonly signedOn: string }>();
	readonly #debtors = new Map<string, Mutable<KnownDebtor, DebtorWish>>();
	readonly #debtorIds = new Map<string, string>();
	readonly #dossiers = new Map<string, Mutable<KnownDossier, DossierWish>>();
	readonly #dossierIds = new Map<string, string>();
	readonly #claims = new Map<string, Draft<KnownClaim, ClaimWish>>();

	constructor(index: PortfolioIndex, newId: () => string) {
		this.#index = index;
		this.#newId = newId;
	}

	draft(): ImportDraft {
		return {
			problems: this.#problems,
			creditors: [...this.#creditors.values()],
			mandates: [...this.#mandates.values()],
			debtors: [...this.#debtors.values()],
			dossiers: [...this.#dossiers.values()],
			claims: [...this.#claims.values()]
		};
	}

	add(line: ImportLine): void {
		const named = this.#name(line);
		const dossier = this.#wishOfDossier(line, named);
		const debtor = mergeDebtor(this.#debtors.get(named.debtor.id)?.wish, line.debtor);
		const problems = [
			...this.#referenceProblems(line, named),
			...this.#claimProblems(line, named),
			...(dossier.conflict ? [problemOf(line, dossier.conflict, 'dossier-inconsistent')] : []),
			...(debtor.conflict ? [problemOf(line, debtor.conflict, 'debtor-inconsistent')] : [])
		];
		this.#problems.push(...problems);
		if (problems.length === 0) this.#keep(line, named, dossier.wish, debtor.wish);
	}

	#name(line: ImportLine): Named {
		const creditor = this.#index.creditor(line.creditor) ??
			this.#creditors.get(foldWords(line.creditor)) ?? { id: this.#newId(), ref: line.creditor, name: line.creditor };
		const dossier = this.#index.dossier(line.dossier) ?? null;
		// A file without references of debtors names the one that its dossier already has.
		const ofDossier = dossier && line.debtor.ref === line.dossier ? this.#index.debtorOf(dossier.debtor) : undefined;
		const debtor = ofDossier ?? this.#index.debtor(line.debtor.ref) ?? null;
		return {
			creditor,
			mandate: this.#mandateOf(line, creditor),
			collector: line.collector === null ? null : (this.#index.collector(line.collector) ?? null),
			dossier: { id: dossier?.id ?? this.#dossierIds.get(line.dossier) ?? this.#newId(), known: dossier },
			debtor: { id: debtor?.id ?? this.#debtorIds.get(line.debtor.ref) ?? this.#newId(), known: debtor }
		};
	}

	#mandateOf(line: ImportLine, creditor: KnownCreditor): Named['mandate'] {
		if (line.mandate === null) return null;
		const { ref, signedOn } = line.mandate;
		const known = this.#index.mandate(ref) ?? this.#mandates.get(ref);
		return known ? { ...known, signedOn } : { id: this.#newId(), ref, creditor: creditor.id, signedOn };
	}

	#referenceProblems(line: ImportLine, named: Named): readonly ImportProblem[] {
		const problems: ImportProblem[] = [];
		const { mandate, creditor, dossier, debtor } = named;
		const isKnownMandate =
			mandate !== null && (this.#index.mandate(mandate.ref) !== undefined || this.#mandates.has(mandate.ref));
		if (mandate !== null && !isKnownMandate && mandate.signedOn === null)
			problems.push(problemOf(line, 'mandate', 'mandate-unknown'));
		if (mandate !== null && mandate.creditor !== creditor.id)
			problems.push(problemOf(line, 'mandate', 'mandate-of-other-creditor'));
		if (line.collector !== null && named.collector === null)
			problems.push(problemOf(line, 'collector', 'collector-unknown'));
		const before = this.#dossiers.get(dossier.id)?.wish ?? dossier.known;
		if (!before) return problems;
		if (before.creditor !== creditor.id) problems.push(problemOf(line, 'creditor', 'dossier-other-creditor'));
		if (before.debtor !== debtor.id) problems.push(problemOf(line, 'debtor', 'dossier-other-debtor'));
		if (before.currency !== line.currency) problems.push(problemOf(line, 'currency', 'dossier-other-currency'));
		return problems;
	}

	#claimProblems(line: ImportLine, { creditor, dossier }: Named): readonly ImportProblem[] {
		if (this.#claims.has(claimKey(creditor.id, line.claim.ref))) return [problemOf(line, 'claim', 'claim-twice')];
		const known = this.#index.claim(creditor.id, line.claim.ref);
		return known && known.dossier !== dossier.id ? [problemOf(line, 'claim', 'claim-in-other-dossier')] : [];
	}

	#wishOfDossier(line: ImportLine, named: Named): { wish: DossierWish; conflict: ImportField | null } {
		const before = this.#dossiers.get(named.dossier.id)?.wish;
		const letterCheck = line.letterCode === null ? null : letterCheckOf(line.letterCode, named.dossier.id);
		const wish: DossierWish = {
			ref: line.dossier,
			creditor: named.creditor.id,
			debtor: named.debtor.id,
			currency: line.currency,
			mandate: named.mandate ?? before?.mandate ?? null,
			letter: line.letter ?? before?.letter ?? null,
			letterCheck: letterCheck ?? before?.letterCheck ?? null,
			noticeOn: line.noticeOn ?? before?.noticeOn ?? null,
			collector: named.collector ?? before?.collector ?? null
		};
		if (!before) return { wish, conflict: null };
		if (differs(before.letter?.ref, wish.letter?.ref)) return { wish, conflict: 'letter' };
		if (differs(before.letter?.sentOn, wish.letter?.sentOn)) return { wish, conflict: 'letterSentOn' };
		if (differs(before.letterCheck?.hash, wish.letterCheck?.hash)) return { wish, conflict: 'letterCode' };
		if (differs(before.noticeOn, wish.noticeOn)) return { wish, conflict: 'noticeOn' };
		if (differs(before.mandate?.ref, wish.mandate?.ref)) return { wish, conflict: 'mandate' };
		if (differs(before.collector?.id, wish.collector?.id)) return { wish, conflict: 'collector' };
		return { wish, conflict: null };
	}

	#keep(line: ImportLine, named: Named, dossier: DossierWish, debtor: DebtorWish): void {
		const { creditor, mandate } = named;
		if (!this.#index.creditor(line.creditor)) this.#creditors.set(foldWords(line.creditor), creditor);
		if (mandate?.signedOn && !this.#index.mandate(mandate.ref) && !this.#mandates.has(mandate.ref))
			this.#mandates.set(mandate.ref, { ...mandate, signedOn: mandate.signedOn });
		this.#dossierIds.set(line.dossier, named.dossier.id);
		this.#debtorIds.set(line.debtor.ref, named.debtor.id);
		put(this.#dossiers, named.dossier, line.line, dossier);
		put(this.#debtors, named.debtor, line.line, debtor);
		const known = this.#index.claim(creditor.id, line.claim.ref) ?? null;
		this.#claims.set(claimKey(creditor.id, line.claim.ref), {
			id: known?.id ?? this.#newId(),
			line: line.line,
			known,
			wish: { ...line.claim, dossier: named.dossier.id, creditor: creditor.id }
		});
	}
}

function put<K, W>(
	drafts: Map<string, Mutable<K, W>>,
	named: { readonly id: string; readonly known: K | null },
	line: number,
	wish: W
): void {
	const before = drafts.get(named.id);
	if (before) before.wish = wish;
	else drafts.set(named.id, { id: named.id, line, known: named.known, wish });
}

/** Two lines of one debtor must agree on what both say; what one leaves blank the other fills. */
function mergeDebtor(
	before: DebtorWish | undefined,
	line: DebtorWish
): { wish: DebtorWish; conflict: ImportField | null } {
	if (!before) return { wish: line, conflict: null };
	const wish: DebtorWish = {
		ref: before.ref,
		name: before.name,
		kind: before.kind ?? line.kind,
		siren: before.siren ?? line.siren,
		email: before.email ?? line.email,
		phones: [...before.phones, ...line.phones.filter((phone) => !before.phones.includes(phone))],
		address: before.address ?? line.address
	};
	if (foldWords(before.name) !== foldWords(line.name)) return { wish, conflict: 'debtorName' };
	if (differs(before.kind, line.kind ?? before.kind)) return { wish, conflict: 'debtorKind' };
	if (differs(before.siren, line.siren ?? before.siren)) return { wish, conflict: 'siren' };
	return { wish, conflict: null };
}

/** Says whether a value that was given is now another one. */
const differs = (before: string | null | undefined, now: string | null | undefined): boolean =>
	before !== null && before !== undefined && before !== now;

const problemOf = (line: ImportLine, field: ImportField, code: PortfolioCode): ImportProblem => ({
	line: line.line,
	field,
	code,
	value: VALUE_OF[field]?.(line) ?? ''
});

const VALUE_OF: { readonly [Field in ImportField]?: (line: ImportLine) => string } = {
	creditor: (line) => line.creditor,
	mandate: (line) => line.mandate?.ref ?? '',
	debtor: (line) => line.debtor.ref,
	debtorName: (line) => line.debtor.name,
	siren: (line) => line.debtor.siren ?? '',
	claim: (line) => line.claim.ref,
	currency: (line) => line.currency,
	letter: (line) => line.letter?.ref ?? '',
	letterSentOn: (line) => line.letter?.sentOn ?? '',
	noticeOn: (line) => line.noticeOn ?? '',
	collector: (line) => line.collector ?? ''
};
