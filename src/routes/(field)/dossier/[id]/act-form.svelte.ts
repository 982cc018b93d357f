// What every form of an act on a dossier does alike: shows its problems once it was sent, saves where and when it was filled in, says so.
import { tick } from 'svelte';
import type * as v from 'valibot';
import type { ActContext } from '$lib/client/actions/input';
import type { Field } from '$lib/client/state/field.svelte';
import type { DossierId } from '$lib/core/ids';
import type { Refusal } from '$lib/core/refusal';
import type { Result } from '$lib/core/result';
import type { Place } from '$lib/core/wire';
import { roundOfDossier } from './dossier-page';

/** What a form gives of its draft. */
type Filled<Schema extends v.GenericSchema> = {
	readonly key: string;
	readonly parsed: v.SafeParseResult<Schema>;
	readonly settle: () => Promise<void>;
};

export class ActForm {
	/** True once it was sent: from then on what is wrong is shown. */
	shown = $state(false);
	busy = $state(false);
	refused = $state.raw<Refusal | null>(null);
	readonly #field: Field;
	readonly #dossier: DossierId;
	#place: Place | null = null;

	/** The place is asked for when the form opens; without one it is saved all the same. */
	constructor(field: Field, dossier: DossierId) {
		this.#field = field;
		this.#dossier = dossier;
		void field.place().then((found) => (this.#place = found));
	}

	/** Saves what the draft says, or leads to the first field that is wrong. Answers whether it was saved. */
	async send<Schema extends v.GenericSchema>(
		draft: Filled<Schema>,
		act: (context: ActContext, values: v.InferOutput<Schema>) => Promise<Result<unknown, Refusal>>
	): Promise<boolean> {
		this.shown = true;
		if (!draft.parsed.success) {
			await tick();
			document.querySelector<HTMLElement>('[aria-invalid="true"], main fieldset input')?.focus();
			return false;
		}
		this.busy = true;
		await draft.settle();
		const round = roundOfDossier(this.#field, this.#dossier);
		const context = { dossier: this.#dossier, round, place: this.#place, draft: draft.key };
		const saved = await act(context, draft.parsed.output);
		this.busy = false;
		this.refused = saved.ok ? null : saved.error;
		return saved.ok;
	}
}
