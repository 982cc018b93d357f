// Which operations of the review queue are shown: read from the parameters of the page's address.
import * as v from 'valibot';
import { userIdSchema } from './ids';

/** 'open': nobody looked yet; 'asked': its author was asked something; 'decided': closed. */
export const REVIEW_STATES = ['open', 'asked', 'decided'] as const;
export const REVIEW_OUTCOMES = ['flagged', 'quarantined', 'refused'] as const;

export const reviewsFilterSchema = v.object({
	which: v.fallback(v.picklist(REVIEW_STATES), 'open'),
	outcome: v.fallback(v.nullable(v.picklist(REVIEW_OUTCOMES)), null),
	author: v.fallback(v.nullable(userIdSchema), null)
});
export type ReviewsFilter = v.InferOutput<typeof reviewsFilterSchema>;

/** Reads a filter from the parameters of an address; what does not fit counts as absent. */
export function readReviewsFilter(parameters: URLSearchParamsLike): ReviewsFilter {
	const { which, outcome, author } = Object.fromEntries(parameters);
	return v.parse(reviewsFilterSchema, { which, outcome: outcome ?? null, author: author ?? null });
}

/** The parameters of a filter, so that a link leads back to the same list. */
export function reviewsQuery({ which, outcome, author }: ReviewsFilter): string {
	const given = [
		['which', which === 'open' ? null : which],
		['outcome', outcome],
		['author', author]
	].flatMap(([name, value]) => (value === null ? [] : [`${name}=${value}`]));
	return given.length === 0 ? '' : `?${given.join('&')}`;
}

type URLSearchParamsLike = Iterable<readonly [string, string]>;
