// Reads an operation as the act that `decide` judges: the body through the schema of its kind.
import * as v from 'valibot';
import type { Json } from './canonical';
import { deviceIdSchema, dossierIdSchema, operationIdSchema, userIdSchema } from './ids';
import { BODY_SCHEMAS, dateSchema, integerSchema, isKnownKind, type Act } from './operation';
import { refusal, type Refusal } from './refusal';
import { err, ok, type Result } from './result';
import { instant } from './time';
import type { Header } from './wire';

const common = {
	id: operationIdSchema,
	actor: userIdSchema,
	device: deviceIdSchema,
	dossier: v.nullable(dossierIdSchema),
	day: dateSchema,
	at: v.pipe(integerSchema, v.transform(instant))
};
const schemaOf = <const Kind extends string, Body extends v.GenericSchema>(kind: Kind, body: Body) =>
	v.object({ kind: v.literal(kind), ...common, body });

const actSchema = v.variant('kind', [
	schemaOf('round.published', BODY_SCHEMAS['round.published']),
	schemaOf('round.started', BODY_SCHEMAS['round.started']),
	schemaOf('round.closed', BODY_SCHEMAS['round.closed']),
	schemaOf('visit.reported', BODY_SCHEMAS['visit.reported']),
	schemaOf('payment.recorded', BODY_SCHEMAS['payment.recorded']),
	schemaOf('promise.made', BODY_SCHEMAS['promise.made']),
	schemaOf('protocol.signed', BODY_SCHEMAS['protocol.signed']),
	schemaOf('protocol.proposed', BODY_SCHEMAS['protocol.proposed']),
	schemaOf('protocol.approved', BODY_SCHEMAS['protocol.approved']),
	schemaOf('protocol.declined', BODY_SCHEMAS['protocol.declined']),
	schemaOf('protocol.refused', BODY_SCHEMAS['protocol.refused']),
	schemaOf('protocol.withdrawn', BODY_SCHEMAS['protocol.withdrawn']),
	schemaOf('protocol.terminated', BODY_SCHEMAS['protocol.terminated']),
	schemaOf('situation.reported', BODY_SCHEMAS['situation.reported']),
	schemaOf('dispute.reported', BODY_SCHEMAS['dispute.reported']),
	schemaOf('alert.lifted', BODY_SCHEMAS['alert.lifted']),
	schemaOf('payment.reversal-requested', BODY_SCHEMAS['payment.reversal-requested']),
	schemaOf('payment.reversed', BODY_SCHEMAS['payment.reversed']),
	schemaOf('cheque.returned', BODY_SCHEMAS['cheque.returned']),
	schemaOf('cash.handed-over', BODY_SCHEMAS['cash.handed-over']),
	schemaOf('cash.deposited', BODY_SCHEMAS['cash.deposited']),
	schemaOf('cash.deposit-confirmed', BODY_SCHEMAS['cash.deposit-confirmed']),
	schemaOf('review.decided', BODY_SCHEMAS['review.decided'])
]);

/** What of an operation makes an act. */
type Readable = {
	readonly header: Pick<Header, 'kind' | 'id' | 'actor' | 'device' | 'dossier' | 'at'>;
	readonly body: Json;
};

/**
 * The act of an operation, at the time of a right clock (device clock minus its skew); refuses a kind that this version does not know, and a body that is not what the kind
 * asks for.
 */
export function actOf({ header, body }: Readable): Result<Act, Refusal<'unknown-kind' | 'unreadable-body'>> {
	const { kind, id, actor, device, dossier, at } = header;
	if (!isKnownKind(kind)) return err(refusal('unknown-kind', { kind }));
	const read = v.safeParse(actSchema, {
		kind,
		id,
		actor,
		device,
		dossier,
		day: at.day,
		at: at.ms - (at.skew ?? 0),
		body
	});
	return read.success ? ok(read.output) : err(refusal('unreadable-body', { kind }));
}
