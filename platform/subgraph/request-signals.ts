/** When the legacy calls of one client request end. */
export type RequestSignals = {
  /** Fires at the deadline, or when the client has gone. */
  readonly signal: AbortSignal;
  /** Fires at the deadline alone: a write that was sent is not given up because the client has gone. */
  readonly deadline: AbortSignal;
};

/** @param gone Fires when the client has gone. */
export function requestSignals(deadlineMs: number, gone: AbortSignal | undefined): RequestSignals {
  const deadline = AbortSignal.timeout(deadlineMs);
  return { deadline, signal: gone === undefined ? deadline : AbortSignal.any([deadline, gone]) };
}
