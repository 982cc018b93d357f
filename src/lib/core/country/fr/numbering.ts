// How telephone lines are numbered in France (ARCEP) and in the countries whose numbers collectors meet most.
import type { Numbering } from '../../phone';

/**
 * Overseas departments have country codes of their own but are dialled from all of France with ten digits starting with
 * 0, so they come before the mainland. Mobiles start with 06 and 07; 09 is a line of a box. 06 39 98 is no line of
 * Mayotte: ARCEP reserves it for fiction, as a mobile of the mainland.
 */
export const FRENCH_NUMBERING: Numbering = {
	national: [
		{ country: 'GP', code: '590', trunk: '0', pattern: /^(590|690|691)\d{6}$/, mobile: /^69/ },
		{ country: 'GF', code: '594', trunk: '0', pattern: /^(594|694)\d{6}$/, mobile: /^69/ },
		{ country: 'MQ', code: '596', trunk: '0', pattern: /^(596|696|697)\d{6}$/, mobile: /^69/ },
		{ country: 'YT', code: '262', trunk: '0', pattern: /^(269\d|639(?!98)\d)\d{5}$/, mobile: /^6/ },
		{ country: 'RE', code: '262', trunk: '0', pattern: /^(262|263|692|693)\d{6}$/, mobile: /^69/ },
		{ country: 'FR', code: '33', trunk: '0', pattern: /^[1-9]\d{8}$/, mobile: /^[67]/ }
	],
	foreign: [
		{ country: 'MA', code: '212', trunk: '0', pattern: /^[5-8]\d{8}$/, mobile: /^[67]/ },
		{ country: 'TN', code: '216', trunk: '', pattern: /^[2-9]\d{7}$/, mobile: /^[2459]/ },
		{ country: 'SN', code: '221', trunk: '', pattern: /^[37]\d{8}$/, mobile: /^7/ },
		{ country: 'CI', code: '225', trunk: '', pattern: /^[02]\d{9}$/, mobile: /^0/ },
		{ country: 'BE', code: '32', trunk: '0', pattern: /^[1-9]\d{7,8}$/, mobile: /^4\d{8}$/ },
		{ country: 'CH', code: '41', trunk: '0', pattern: /^[1-9]\d{8}$/, mobile: /^7/ },
		{ country: 'LU', code: '352', trunk: '', pattern: /^[2-9]\d{4,8}$/, mobile: /^6\d{8}$/ }
	]
};
