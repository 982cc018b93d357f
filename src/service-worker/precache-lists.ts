// The lists of files that the phone keeps; scripts/precache.mjs writes them in front of the built worker.

export type PrecacheLists = {
	/** Kept before the worker is installed: the shell, the collector's screens, small static files. */
	readonly first: readonly { readonly url: string; readonly revision: string | null }[];
	/** Fetched when the phone is idle: what a screen loads lazily (documents, readers, fonts). */
	readonly later: readonly string[];
	/** First path segments of the collector's screens. */
	readonly screens: readonly string[];
};

declare const self: ServiceWorkerGlobalScope & { readonly tourneeFiles?: PrecacheLists };

/** The lists of this build; empty lists in development, where nothing is kept. */
export function precacheLists(): PrecacheLists {
	return self.tourneeFiles ?? { first: [], later: [], screens: [] };
}
