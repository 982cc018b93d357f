// The one Field of the collector's app, handed down by the layout through Svelte's context.
import { createContext } from 'svelte';
import type { Field } from './field.svelte';

const [read, write] = createContext<Field>();

/** The layout's Field; throws outside of the (field) layout, which is a bug of the page. */
export const getField = (): Field => read();

/** Called once by the (field) layout: `const field = setField(new Field(browserPorts()))`. */
export const setField = (field: Field): Field => write(field);
