// The address behind the QR of a receipt, apart from what draws the code.
/** Where anyone checks a receipt: the organisation's public origin, or where this app was opened when it set none, and the token. */
export const receiptAddress = (publicOrigin: string, token: string): string =>
	`${publicOrigin || location.origin}/verify/${token}`;
