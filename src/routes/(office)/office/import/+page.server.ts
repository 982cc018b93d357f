// The import page: only who may import gets it; the work is done in the browser and the endpoints beside.
import { officeOf } from '../../office-guard.server';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	await officeOf(event, 'import');
	return {};
};
