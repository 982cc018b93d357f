// A row that is dragged by its handle: it follows the pointer, the others give way, and nothing moves before it is let go.
import { placeUnder, shiftOf, type Row } from './drag-place';

/** Pixels from the edge of the screen at which the page begins to roll. */
const EDGE = 96;
const ROLL = 12;

type Dragged = { readonly from: number; readonly to: number; readonly offset: number };

export class RowDrag {
	/** The drag under way; null when nothing is held. */
	current: Dragged | null = $state.raw(null);
	readonly #list: () => readonly HTMLElement[];
	readonly #drop: (from: number, to: number) => void;
	#rows: readonly Row[] = [];
	#startY = 0;
	#pointerY = 0;
	#frame = 0;

	constructor(list: () => readonly HTMLElement[], drop: (from: number, to: number) => void) {
		this.#list = list;
		this.#drop = drop;
	}

	/** How far a row is drawn from its place, in pixels. */
	shift(row: number): number {
		const { current } = this;
		if (!current) return 0;
		return row === current.from ? current.offset : shiftOf(this.#rows, row, current.from, current.to);
	}

	/** Takes hold of a row: the pointer stays with its handle until it is let go. */
	start(event: PointerEvent & { currentTarget: HTMLElement }, from: number): void {
		if (event.button !== 0) return;
		event.currentTarget.setPointerCapture(event.pointerId);
		this.#rows = this.#list().map((row) => {
			const { top, height } = row.getBoundingClientRect();
			return { top: top + scrollY, height };
		});
		this.#startY = event.clientY + scrollY;
		this.#pointerY = event.clientY;
		this.current = { from, to: from, offset: 0 };
		this.#frame = requestAnimationFrame(() => this.#roll());
	}

	move(event: PointerEvent): void {
		if (!this.current) return;
		this.#pointerY = event.clientY;
		this.#follow();
	}

	end(): void {
		const { current } = this;
		this.cancel();
		if (current && current.to !== current.from) this.#drop(current.from, current.to);
	}

	/** Lets go without moving anything. */
	cancel(): void {
		cancelAnimationFrame(this.#frame);
		this.current = null;
	}

	#follow(): void {
		if (!this.current) return;
		const offset = this.#pointerY + scrollY - this.#startY;
		this.current = { ...this.current, offset, to: placeUnder(this.#rows, this.current.from, offset) };
	}

	/** Rolls the page while the pointer is near its upper or lower edge. */
	#roll(): void {
		if (!this.current) return;
		const by = this.#pointerY < EDGE ? -ROLL : this.#pointerY > innerHeight - EDGE ? ROLL : 0;
		if (by !== 0) {
			scrollBy(0, by);
			this.#follow();
		}
		this.#frame = requestAnimationFrame(() => this.#roll());
	}
}
