// To be loaded before Dexie: threads of the simulation are worlds of their own, and must not tell each other what changed.
Reflect.deleteProperty(globalThis, 'BroadcastChannel');
