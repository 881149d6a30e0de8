/**
 * After the deadline a client still gets this long to hand over what it has; one that does not
 * listen to the signal is left behind.
 */
const GRACE_MS = 50;

/**
 * The answer of a call, or what stands for it when the signal has fired and nothing came.
 *
 * @param late Called at most once; what it throws is thrown.
 */
export async function inTime<T>(call: Promise<T>, signal: AbortSignal, late: () => T): Promise<T> {
  const tooLate = Promise.withResolvers<T>();
  let grace: NodeJS.Timeout | undefined;
  const onAbort = (): void => {
    grace = setTimeout(() => {
      try {
        tooLate.resolve(late());
      } catch (error) {
        tooLate.reject(error);
      }
    }, GRACE_MS);
  };
  if (signal.aborted) onAbort();
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    return await Promise.race([call, tooLate.promise]);
  } finally {
    signal.removeEventListener('abort', onAbort);
    clearTimeout(grace);
  }
}
