// The page that answers every address of the collector's app without a network: empty, prerendered, the router does the rest.
export const prerender = true;
export const ssr = false;
