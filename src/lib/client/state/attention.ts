// Which own operations still need a person, and which the office has settled.
import type { OutboxItem } from './view';

type Judged = Pick<OutboxItem, 'state' | 'outcome' | 'decision'>;

/** Words of the office that close an item; after any other it stays open. */
const SETTLING: readonly string[] = ['accepted', 'set-aside'];

/** The office has decided about it for good. */
export const isSettled = ({ decision }: Judged): boolean => decision !== null && SETTLING.includes(decision.decision);

/** Set aside, refused or flagged by the server, or continued elsewhere, and not settled yet; or the office asks something. */
export const needsAttention = (item: Judged): boolean =>
	!isSettled(item) && (item.state === 'attention' || item.outcome === 'flagged' || item.decision !== null);
