// What a guided interview leaves behind: how the person behaved, the facts agreed in his words, what was granted against what.
import * as v from 'valibot';
import { textSchema } from './body';

/** How a person behaves at the door; it chooses the card to read, and says nothing of who he is. */
export const PROFILES = ['cooperative', 'talkative', 'unhappy', 'aggressive', 'evasive', 'manipulative'] as const;
export type Profile = (typeof PROFILES)[number];

/** What a collector may grant within his margin, and what he asks for in return. */
export const GRANTED = ['time', 'instalments', 'penalties', 'visit'] as const;
export type Granted = (typeof GRANTED)[number];
export const RETURNED = ['down', 'standing-order', 'signature', 'papers'] as const;
export type Returned = (typeof RETURNED)[number];

export const MAX_FACTS = 12;
export const MAX_FACT_LENGTH = 200;

export const interviewSchema = v.strictObject({
	profile: v.nullable(v.picklist(PROFILES)),
	agreed: v.pipe(v.array(textSchema(MAX_FACT_LENGTH, 1)), v.maxLength(MAX_FACTS)),
	concession: v.nullable(v.strictObject({ granted: v.picklist(GRANTED), returned: v.picklist(RETURNED) }))
});
export type Interview = v.InferOutput<typeof interviewSchema>;
