// The act that can still be taken back: shown as done, saved by the next act, by time, or by the next start of the phone.
import type { Dossier } from '$lib/core/dossier';
import type { DossierId } from '$lib/core/ids';
import type { Refusal } from '$lib/core/refusal';
import type { Result } from '$lib/core/result';
import type { ActRequest } from '../actions/act';
import type { Held, HeldKind } from '../actions/hold';
import type { Saved } from '../actions/input';
import type { Phone } from '../local/phone';
import { FieldActs } from './field-acts';

/** Why an act cannot be held back for a moment, though it can be saved. */
const AT_ONCE: readonly string[] = ['storage-full', 'held-already'];

export abstract class FieldHeld extends FieldActs {
	/** Null when there is none. */
	held = $state.raw<Held | null>(null);

	/** Writes on the open phone; what is thrown is a refusal, and the form keeps what was typed. */
	protected abstract keep<T>(write: (phone: Phone) => Promise<Result<T, Refusal>>): Promise<Result<T, Refusal>>;

	/** Shows and sends what was just saved. */
	protected abstract saved(saved: Saved): Promise<void>;

	/** Saves what can still be taken back; every other act does so first. */
	async settle(): Promise<void> {
		const { held } = this;
		if (!held) return;
		const isSaved = await this.saveHeld();
		// Where there is no room, it stays noted and shown: the next act tries again.
		if (isSaved && this.held === held) this.held = null;
	}

	/** Takes the act back; false when it was saved already. */
	async undo(): Promise<boolean> {
		const { held } = this;
		const { takeBack } = await import('../actions/hold');
		const undone = await this.keep(takeBack);
		if (this.held === held) this.held = null;
		return undone.ok && undone.value;
	}

	/** What was noted, also before the phone died, is saved like any other act. Answers whether nothing waits any more. */
	protected async saveHeld(): Promise<boolean> {
		const { saveHeld } = await import('../actions/hold');
		const saved = await this.keep(saveHeld);
		if (saved.ok && saved.value) await this.saved(saved.value);
		return saved.ok;
	}

	/** The dossiers with what is held, which no operation says yet. */
	protected withHeld(dossiers: ReadonlyMap<DossierId, Dossier>): ReadonlyMap<DossierId, Dossier> {
		return this.held ? new Map(dossiers).set(this.held.dossier.id, this.held.dossier) : dossiers;
	}

	protected override async hold<K extends HeldKind>(
		make: (phone: Phone) => ActRequest<K>
	): Promise<Result<Held | Saved, Refusal>> {
		await this.settle();
		const [{ hold }, { act }] = await Promise.all([import('../actions/hold'), import('../actions/act')]);
		const held = await this.keep((phone) => hold(phone, make(phone)));
		if (held.ok) this.held = held.value;
		// What cannot wait beside the rest is saved at once: saving makes room.
		return held.ok || !AT_ONCE.includes(held.error.code) ? held : this.save((phone) => act(phone, make(phone)));
	}
}
