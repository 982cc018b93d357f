// The names of the phone's databases, apart from the library that opens them: the service worker knows them too.

/** The registry of the users of this phone. */
export const REGISTRY_NAME = 'tournee';

/** A user's own database on this phone. */
export const databaseName = (user: string): string => `tournee-${user}`;
