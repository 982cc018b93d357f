// What a collector chooses for this phone, such as the theme; local, never synced.
import { writeMeta } from './meta';
import type { Phone } from './phone';
import type { DeviceSettings } from '../state/view';

/** Keeps the settings of this phone. */
export const saveSettings = (phone: Phone, settings: DeviceSettings): Promise<void> =>
	writeMeta(phone.db, 'settings', settings);
