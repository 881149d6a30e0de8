import { UpstreamUnavailableError } from '../../../domain/errors.ts';

export type WaitingRoomLimits = {
  readonly messages: number;
  readonly bytes: number;
};

/** Counts what was given to the broker and not yet taken by it, so that an outage cannot fill the memory. */
export type WaitingRoom = {
  /**
   * Holds a place until the result is disposed.
   *
   * @throws {UpstreamUnavailableError} Too much waits already. One message always finds a place.
   */
  enter(bytes: number): Disposable;
};

export function createWaitingRoom({ messages, bytes }: WaitingRoomLimits): WaitingRoom {
  let waiting = 0;
  let waitingBytes = 0;
  return {
    enter(size) {
      if (waiting > 0 && (waiting >= messages || waitingBytes + size > bytes)) {
        throw new UpstreamUnavailableError(
          'mqtt broker',
          `${waiting} messages wait for it already`,
        );
      }
      waiting += 1;
      waitingBytes += size;
      return {
        [Symbol.dispose]() {
          waiting -= 1;
          waitingBytes -= size;
        },
      };
    },
  };
}
