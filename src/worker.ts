// The edge entry: the built SvelteKit worker, and the place where scheduled work and live connections join it.
import built from 'tournee:built-worker';

export default { fetch: built.fetch };
