// The type of every icon, so that components can be handed one.
import type Check from '@lucide/svelte/icons/check';

export type Icon = typeof Check;
