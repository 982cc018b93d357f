// Reads a text aloud with the phone's own voice, where it has one; part by part, so that long texts are not cut off.

export type Reader = {
	/** False where the browser cannot speak. */
	readonly isThere: boolean;
	readonly isReading: boolean;
	readonly read: (parts: readonly string[], language: string) => void;
	readonly stop: () => void;
};

/** A voice for one screen; stop it when the screen goes. */
export function reader(): Reader {
	const isThere = typeof speechSynthesis !== 'undefined';
	let isReading = $state(false);

	function stop() {
		isReading = false;
		if (isThere) speechSynthesis.cancel();
	}

	function read(parts: readonly string[], language: string) {
		stop();
		const [last] = parts.slice(-1);
		if (!isThere || last === undefined) return;
		isReading = true;
		for (const part of parts) {
			const spoken = new SpeechSynthesisUtterance(part);
			spoken.lang = language;
			spoken.rate = 0.95;
			if (part === last) spoken.onend = () => (isReading = false);
			spoken.onerror = () => (isReading = false);
			speechSynthesis.speak(spoken);
		}
	}

	return {
		isThere,
		get isReading() {
			return isReading;
		},
		read,
		stop
	};
}
