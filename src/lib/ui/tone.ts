// The tones of badges and banners: a colour and, beside it, always an icon or words.
export type Tone = 'neutral' | 'info' | 'ok' | 'warn' | 'danger';

/** Border, background and text of each tone. */
export const TONE_CLASSES: Readonly<Record<Tone, string>> = {
	neutral: 'border-line-strong bg-sunken text-ink',
	info: 'border-accent bg-accent-soft text-accent-ink',
	ok: 'border-ok bg-ok-soft text-ok',
	warn: 'border-warn bg-warn-soft text-warn',
	danger: 'border-danger bg-danger-soft text-danger'
};
