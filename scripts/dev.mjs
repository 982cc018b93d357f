// `npm run dev`: the same database and demo company as `npm start`, served from the sources with instant reloads.
import { prepareRuntime } from './runtime.mjs';
import { serveUntilStopped } from './serve.mjs';

await prepareRuntime();
await serveUntilStopped({ fromSource: true });
