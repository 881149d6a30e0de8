import { UpstreamMalformedError } from '../../../domain/errors.ts';
import { SYSTEM } from './guard.ts';

const CR = 0x0d;
const LF = 0x0a;

export type LineSplitter = {
  /**
   * @returns The lines that this piece completes, without terminators; empty ones are left out.
   * @throws {UpstreamMalformedError} A line longer than allowed.
   */
  push(piece: Uint8Array): readonly Buffer[];
};

/**
 * Cuts a stream into lines at each carriage return, and drops the line feed that Koha sends behind
 * it. A piece may be one byte or many lines.
 */
export function createLineSplitter(maxLineBytes: number): LineSplitter {
  let pieces: Uint8Array[] = [];
  let length = 0;

  function takeLine(): Buffer {
    const line = Buffer.concat(pieces);
    pieces = [];
    length = 0;
    return line[0] === LF ? line.subarray(1) : line;
  }

  function keep(piece: Uint8Array): void {
    length += piece.length;
    if (length > maxLineBytes) {
      throw new UpstreamMalformedError(SYSTEM, `a message of more than ${maxLineBytes} bytes`);
    }
    pieces.push(piece);
  }

  return {
    push(piece) {
      const lines: Buffer[] = [];
      let rest = piece;
      for (let end = rest.indexOf(CR); end !== -1; end = rest.indexOf(CR)) {
        keep(rest.subarray(0, end));
        lines.push(takeLine());
        rest = rest.subarray(end + 1);
      }
      if (rest.length > 0) keep(rest);
      return lines.filter((line) => line.length > 0);
    },
  };
}
