// Addresses of lists: the same page with a filter changed, so that every view can be shared and kept.

/** The address with some parameters set, or removed where null; the rest is kept. */
export function withParameters(url: URL, changes: Readonly<Record<string, string | null>>): string {
	const parameters = new URLSearchParams(url.searchParams);
	for (const [name, value] of Object.entries(changes)) {
		if (value === null || value === '') parameters.delete(name);
		else parameters.set(name, value);
	}
	const query = parameters.toString();
	return query === '' ? url.pathname : `${url.pathname}?${query}`;
}

/** The receipts behind a figure: only the parameters that are given. */
export function receiptsAddress(filter: Readonly<Record<string, string | number | null>>): string {
	const parameters = new URLSearchParams();
	for (const [name, value] of Object.entries(filter)) if (value !== null) parameters.set(name, String(value));
	return `/office/receipts?${parameters.toString()}`;
}
