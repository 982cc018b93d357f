// `npm start`: the product on this machine, from a fresh clone to an address and logins; stops whole on Ctrl-C and SIGTERM.
import { prepareRuntime } from './runtime.mjs';
import { serveUntilStopped } from './serve.mjs';

await prepareRuntime();
await serveUntilStopped({ fromSource: false });
