// Words for what went wrong with a photo: on the phone while it is taken, and with the server while it is sent.
import { m } from './paraglide/messages';

const TAKEN: Readonly<Record<string, () => string>> = {
	'photo-unreadable': m.files_unreadable,
	'photo-too-large': m.files_too_large,
	'photo-no-room': m.files_no_room
};

/** Why a photo could not be kept, and what to do. */
export const photoProblem = (code: string): string => (TAKEN[code] ?? m.files_failed)();

const SENT: Readonly<Record<string, () => string>> = {
	'not-found': m.files_code_not_found,
	'blob-differs': m.files_code_differs,
	'unopenable-seal': m.files_code_unopenable,
	'unreadable-record': m.files_code_unopenable,
	'unexpected-content': m.files_code_unopenable
};

/** Why the server does not have a photo. */
export const uploadProblem = (code: string): string => SENT[code]?.() ?? m.files_code_other({ code });
