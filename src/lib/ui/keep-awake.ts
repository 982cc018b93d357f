// Keeps the screen on while somebody reads or signs, where the browser can; it is asked again when the app comes back to the front.

/** Asks for it until the answer is called; a browser that refuses (low battery) is not asked again before the next return. */
export function keepAwake(): () => void {
	if (!('wakeLock' in navigator)) return () => undefined;
	let held: WakeLockSentinel | null = null;
	let wanted = true;

	async function ask() {
		if (!wanted || document.visibilityState !== 'visible' || (held && !held.released)) return;
		try {
			const lock = await navigator.wakeLock.request('screen');
			held = lock;
			if (!wanted) await lock.release();
		} catch {
			// The screen may go dark: what is drawn is kept all the same.
			held = null;
		}
	}

	const back = () => void ask();
	document.addEventListener('visibilitychange', back);
	void ask();
	return () => {
		wanted = false;
		document.removeEventListener('visibilitychange', back);
		void held?.release();
	};
}
