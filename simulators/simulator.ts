/** The ways in which a simulated system can be broken on purpose, at the control port. */
export const FAULT_KINDS = [
  'none',
  'refuse',
  'hang',
  'slow',
  'error',
  'malformed',
  'close',
] as const;

export type FaultKind = (typeof FAULT_KINDS)[number];

/**
 * - `refuse` closes the listener and cuts open connections;
 * - `hang` takes requests and never answers;
 * - `slow` answers after `ms`;
 * - `error` answers with the protocol's own failure;
 * - `malformed` answers with what the protocol does not allow;
 * - `close` cuts the connection when a request arrives.
 */
export type Fault = {
  readonly kind: FaultKind;
  readonly ms: number;
  /** Requests it still holds for; null: until changed. */
  readonly times: number | null;
  /** The only operation it holds for, by its name in `calls()`; absent or null: for all. */
  readonly operation?: string | null;
};

export const NO_FAULT: Fault = { kind: 'none', ms: 0, times: null };

/** One simulated legacy system, listening on loopback. */
export type Simulator = AsyncDisposable & {
  /** Name at the control port: `library`, `regionalLibrary`, … */
  readonly system: string;
  /** Where it listens, as the hub's settings take it: `127.0.0.1:6001` or `http://127.0.0.1:8081`. */
  readonly address: string;
  /** Takes effect on open connections too. */
  putFault(fault: Fault): Promise<void>;
  /** Requests received since start by operation: SIP2 message id, SOAP operation or `METHOD /path`, ids written `{id}`. */
  calls(): Readonly<Record<string, number>>;
};
