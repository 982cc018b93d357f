// The collector's app lives on the phone: nothing of it is rendered on the server, so that it starts without a network.
export const ssr = false;
export const prerender = false;
