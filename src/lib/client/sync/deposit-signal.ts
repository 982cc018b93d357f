// What the page and the service worker say to each other about sending in the background.

/** The one-time wish to be woken when there is a network again. */
export const OUTBOX_TAG = 'tournee-outbox';
/** The wish to be woken now and then, where the browser grants it. */
export const OUTBOX_PERIODIC_TAG = 'tournee-outbox-periodic';
/** The worker asks an open page to send by itself; a page that lives answers at once. */
export const WAKE_MESSAGE = 'send-now';
