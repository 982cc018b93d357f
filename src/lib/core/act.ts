// Reads an operation as the act that `decide` judges: the body through the schema of its kind.
import * as v from 'valibot';
import type { Json } from './canonical';
import { deviceIdSchema, dossierIdSchema, operationIdSchema, userIdSchema } from './ids';
import { BODY_SCHEMAS, dateSchema, integerSchema, isKnownKind, type Act, type OperationKind } from './operation';
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

const ACT_SCHEMAS = {
	'round.published': schemaOf('round.published', BODY_SCHEMAS['round.published']),
	'round.started': schemaOf('round.started', BODY_SCHEMAS['round.started']),
	'round.closed': schemaOf('round.closed', BODY_SCHEMAS['round.closed']),
	'visit.reported': schemaOf('visit.reported', BODY_SCHEMAS['visit.reported']),
	'payment.recorded': schemaOf('payment.recorded', BODY_SCHEMAS['payment.recorded']),
	'promise.made': schemaOf('promise.made', BODY_SCHEMAS['promise.made']),
	'protocol.signed': schemaOf('protocol.signed', BODY_SCHEMAS['protocol.signed']),
	'protocol.proposed': schemaOf('protocol.proposed', BODY_SCHEMAS['protocol.proposed']),
	'protocol.approved': schemaOf('protocol.approved', BODY_SCHEMAS['protocol.approved']),
	'protocol.declined': schemaOf('protocol.declined', BODY_SCHEMAS['protocol.declined']),
	'protocol.refused': schemaOf('protocol.refused', BODY_SCHEMAS['protocol.refused']),
	'protocol.withdrawn': schemaOf('protocol.withdrawn', BODY_SCHEMAS['protocol.withdrawn']),
	'protocol.terminated': schemaOf('protocol.terminated', BODY_SCHEMAS['protocol.terminated']),
	'situation.reported': schemaOf('situation.reported', BODY_SCHEMAS['situation.reported']),
	'dispute.reported': schemaOf('dispute.reported', BODY_SCHEMAS['dispute.reported']),
	'alert.lifted': schemaOf('alert.lifted', BODY_SCHEMAS['alert.lifted']),
	'payment.reversal-requested': schemaOf('payment.reversal-requested', BODY_SCHEMAS['payment.reversal-requested']),
	'payment.reversed': schemaOf('payment.reversed', BODY_SCHEMAS['payment.reversed']),
	'cheque.returned': schemaOf('cheque.returned', BODY_SCHEMAS['cheque.returned']),
	'cash.handed-over': schemaOf('cash.handed-over', BODY_SCHEMAS['cash.handed-over']),
	'cash.deposited': schemaOf('cash.deposited', BODY_SCHEMAS['cash.deposited']),
	'cash.deposit-confirmed': schemaOf('cash.deposit-confirmed', BODY_SCHEMAS['cash.deposit-confirmed']),
	'review.decided': schemaOf('review.decided', BODY_SCHEMAS['review.decided'])
} as const satisfies Record<OperationKind, v.GenericSchema>;

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
	const read = v.safeParse(ACT_SCHEMAS[kind], {
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
