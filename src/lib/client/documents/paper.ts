// What a document on paper says, block by block, before anything draws it: receipts, protocols and visit cards share it.
import type { Strokes } from '$lib/core/operation';

export type Column = {
	readonly label: string;
	readonly numeric: boolean;
	/** Share of the width; the shares of a table need not add up to anything. */
	readonly share: number;
};

export type Block =
	| { readonly kind: 'title'; readonly text: string; readonly under: string | null }
	| { readonly kind: 'heading'; readonly text: string }
	| { readonly kind: 'text'; readonly text: string; readonly look: 'plain' | 'strong' | 'small' | 'centred' }
	| { readonly kind: 'amount'; readonly text: string; readonly words: string }
	| { readonly kind: 'facts'; readonly rows: readonly (readonly [name: string, value: string])[] }
	| {
			readonly kind: 'table';
			readonly caption: string;
			readonly columns: readonly Column[];
			readonly rows: readonly (readonly string[])[];
	  }
	/** A word across the paper, e.g. DUPLICATA. */
	| { readonly kind: 'stamp'; readonly text: string }
	| { readonly kind: 'qr'; readonly url: string; readonly caption: string }
	| { readonly kind: 'strokes'; readonly strokes: Strokes; readonly caption: string }
	| { readonly kind: 'page-break' };

/** A file inside of the document, e.g. the sealed text that it renders. */
export type Attached = {
	readonly name: string;
	readonly type: string;
	readonly description: string;
	readonly text: string;
};

export type Paper = {
	readonly title: string;
	/** Who issues it: the agency. */
	readonly author: string;
	/** BCP 47, e.g. fr-FR. */
	readonly language: string;
	/** Milliseconds of the act; the document carries no other time, so that a reprint is the same. */
	readonly at: number;
	/** At the foot of every page, before the page's number. */
	readonly foot: string;
	readonly blocks: readonly Block[];
	readonly attached: Attached | null;
};

/** A plain paper of the agency: its title under the agency's name, and nothing sealed inside; papers are always in French. */
export const plainPaper = (
	of: {
		readonly title: string;
		readonly at: number;
		readonly organisation: { readonly name: string; readonly address: string };
	},
	blocks: readonly Block[]
): Paper => ({
	title: of.title,
	author: of.organisation.name,
	language: 'fr-FR',
	at: of.at,
	foot: `${of.organisation.name}, ${of.organisation.address}`,
	blocks: [{ kind: 'title', text: of.title, under: of.organisation.name }, ...blocks],
	attached: null
});
