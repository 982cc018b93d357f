// Lets the browser show what was just pressed before something long begins.

/** A hidden page paints nothing; it does not wait for it. */
const HIDDEN_MS = 100;

/** Answers after the next picture: the press has been seen, and what follows is no part of the answer to it. */
export const painted = (): Promise<void> =>
	new Promise((resolve) => {
		setTimeout(resolve, HIDDEN_MS);
		requestAnimationFrame(() => setTimeout(resolve));
	});
