// Which own operations are still to be folded, and for whom they are judged; the fold itself is loaded when there are some.
import type { HouseRules } from '$lib/core/country/house-rules';
import type { Standing } from '$lib/core/decide';
import type { DeviceRecord, OutboxRecord } from './records';

/** The author as `decide` needs to know him; the counter only matters to judge a new receipt. */
export const standingOf = (device: DeviceRecord, rules: HouseRules, lastReceipt = 0): Standing => ({
	role: device.role,
	series: device.series,
	lastReceipt,
	...rules
});

/**
 * Says whether an own operation is still to be folded: the pulled rows do not contain it, and it was not set aside.
 * An operation of an earlier chain of this phone (after a fork) belongs to the manager's review, not to the fold.
 */
export const isPending = (record: OutboxRecord, device: DeviceRecord, through: number): boolean =>
	record.device === device.id && record.seq > through && record.state !== 'attention';
