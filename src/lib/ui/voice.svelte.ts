// The one voice of the app: pages hand it a sentence, the live region of the layout reads it aloud.
import { createContext } from 'svelte';

export class Voice {
	message = $state('');

	/** Says a sentence; the same one again is said again. */
	say(sentence: string): void {
		this.message = this.message === sentence ? `${sentence}\u00A0` : sentence;
	}
}

const [read, write] = createContext<Voice>();

/** The voice of the layout above. */
export const getVoice = (): Voice => read();

/** Called once by a layout. */
export const setVoice = (voice: Voice): Voice => write(voice);
