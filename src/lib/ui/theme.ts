// The chosen theme of this browser: light, dark, full sun, or as the system says. A preference, so it lives in localStorage.

export const THEMES = ['system', 'light', 'dark', 'sun'] as const;
export type Theme = (typeof THEMES)[number];

const KEY = 'tournee_theme';

/** The theme chosen on this browser; `system` when none was, or when storage is closed. */
export function readTheme(): Theme {
	try {
		const stored = localStorage.getItem(KEY);
		return THEMES.find((theme) => theme === stored) ?? 'system';
	} catch {
		return 'system';
	}
}

/** Shows a theme; `system` follows the setting of the phone. */
export function applyTheme(theme: Theme): void {
	if (theme === 'system') delete document.documentElement.dataset['theme'];
	else document.documentElement.dataset['theme'] = theme;
}

/** Shows a theme and remembers it; a browser that refuses storage only forgets it at the next start. */
export function chooseTheme(theme: Theme): void {
	applyTheme(theme);
	try {
		localStorage.setItem(KEY, theme);
	} catch {
		return;
	}
}
