// Exit code 0 when the address answers 2xx within two seconds: the containers' health check.
const address = process.argv[2] ?? '';
const isHealthy = await fetch(address, { signal: AbortSignal.timeout(2_000) }).then(
  ({ ok }) => ok,
  () => false,
);
process.exitCode = isHealthy ? 0 : 1;
