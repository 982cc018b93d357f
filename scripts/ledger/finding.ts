// What the verifier of the ledger finds, and the words for it: which device, which operation of its chain, and what is wrong.

export type Finding = {
	/** Series of the device's receipts, which people know it by; its id where the row of the device is gone. */
	readonly device: string;
	/** Null for what belongs to no single operation: a head, a balance. */
	readonly seq: number | null;
	/** Id of the operation, or of whatever the row is about; null where the place in the chain says it all. */
	readonly id: string | null;
	readonly what: string;
};

/** One line a person can act on. */
export const tellFinding = ({ device, seq, id, what }: Finding): string =>
	`✗ device ${device}${seq === null ? '' : `, seq ${seq}`}${id === null ? '' : ` (${id})`}: ${what}`;
