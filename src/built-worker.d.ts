// The worker that the adapter builds; wrangler.toml says where it is.
declare module 'tournee:built-worker' {
	const worker: {
		readonly fetch: (request: Request, env: App.Platform['env'], ctx: ExecutionContext) => Promise<Response>;
	};
	export default worker;
}
