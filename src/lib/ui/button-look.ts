// The looks of a button, shared by real buttons and by links that look like one.

/** `primary` is the one thing to do on a screen; `danger` is what cannot be taken back lightly. */
export type ButtonLook = 'primary' | 'secondary' | 'quiet' | 'danger';

const CLASSES: Readonly<Record<ButtonLook, string>> = {
	primary: 'button button-primary',
	secondary: 'button',
	quiet: 'button button-quiet',
	danger: 'button button-danger'
};

/** The classes of a look; `full` takes the whole width, `extra` is added as given. */
export const buttonClass = (look: ButtonLook, full: boolean, extra: unknown): string =>
	[CLASSES[look], full ? 'w-full' : '', typeof extra === 'string' ? extra : ''].filter((part) => part !== '').join(' ');
