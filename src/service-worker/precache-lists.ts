// The lists of files that the phone keeps; scripts/precache.mjs writes them into the built worker in place of the marker.

export type PrecacheLists = {
	/** Kept before the worker is installed: the shell, the collector's screens, small static files. */
	readonly first: readonly { readonly url: string; readonly revision: string | null }[];
	/** Fetched when the phone is idle: what a screen loads lazily (documents, readers, fonts). */
	readonly later: readonly string[];
	/** First path segments of the collector's screens. */
	readonly screens: readonly string[];
};

// In a string, so that no bundler folds it away; unreadable only where no build step ran.
const written = '@@precache-lists@@';

/** The lists of this build; empty lists in development, where nothing is kept. */
export function precacheLists(): PrecacheLists {
	return written.startsWith('{') ? JSON.parse(written) : { first: [], later: [], screens: [] };
}
