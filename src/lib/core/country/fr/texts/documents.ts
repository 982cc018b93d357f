// The French template of each document: which text is read and sealed.
import type { ProtocolDocument } from '../../../operation';
import type { PlanTemplate } from '../../../protocol-text';
import { PLAN_APUREMENT } from './plan-apurement';
import { RECONNAISSANCE_DE_DETTE } from './reconnaissance-de-dette';
import { TRANSACTION } from './transaction';

/** The template in use of each document; consumer and professional differ by their clauses. */
export const FRENCH_DOCUMENTS: Readonly<Record<ProtocolDocument, PlanTemplate>> = {
	plan: PLAN_APUREMENT,
	settlement: TRANSACTION,
	acknowledgement: RECONNAISSANCE_DE_DETTE
};
