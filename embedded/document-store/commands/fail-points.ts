import { isDoc, type Doc } from '../query/value.ts';
import { StoreError } from '../store-error.ts';
import { toNumber } from './arguments.ts';
import type { Call, Command } from './call.ts';

/** What a test wants to go wrong. */
type FailPoint = {
  left: number;
  readonly commands: readonly string[];
  readonly errorCode: number | undefined;
  readonly labels: readonly string[];
  readonly closesConnection: boolean;
  readonly blockMs: number;
};

/** Thrown in place of an answer: the connection is cut. */
export class CloseConnectionError extends Error {
  override readonly name = 'CloseConnectionError';
}

/**
 * MongoDB's `failCommand`: makes chosen commands fail, wait or lose their connection, so that
 * what stands on the store can be tested against it. Source: MongoDB's test commands,
 * "The failCommand fail point".
 */
export type FailPoints = {
  readonly command: Command;
  /** @throws {StoreError | CloseConnectionError} When the command shall fail. */
  before(name: string): Promise<void>;
};

export function createFailPoints(): FailPoints {
  let point: FailPoint | undefined;
  return {
    command: {
      fields: ['configureFailPoint', 'mode', 'data'],
      run(call) {
        point = parse(call);
        return {};
      },
    },
    async before(name) {
      const current = point;
      if (current === undefined || current.left === 0 || !current.commands.includes(name)) return;
      current.left--;
      if (current.blockMs > 0) {
        await new Promise((resolve) => {
          setTimeout(resolve, current.blockMs);
        });
      }
      if (current.closesConnection) throw new CloseConnectionError();
      if (current.errorCode === undefined) return;
      const codeName = `Location${current.errorCode}`;
      const message = `Failing command via 'failCommand' failpoint`;
      throw new StoreError(current.errorCode, codeName, message, current.labels);
    },
  };
}

function parse({ given }: Call): FailPoint | undefined {
  if (given.text('configureFailPoint') !== 'failCommand') {
    throw new StoreError(2, 'BadValue', 'configureFailPoint: this store knows failCommand only.');
  }
  const left = parseMode(given.body.get('mode'));
  if (left === 0) return undefined;
  const data = given.doc('data') ?? new Map();
  return {
    left,
    commands: listOf(data, 'failCommands'),
    errorCode: toNumber(data.get('errorCode')),
    labels: listOf(data, 'errorLabels'),
    closesConnection: data.get('closeConnection') === true,
    blockMs: data.get('blockConnection') === true ? (toNumber(data.get('blockTimeMS')) ?? 0) : 0,
  };
}

function parseMode(mode: unknown): number {
  if (mode === 'off') return 0;
  if (mode === 'alwaysOn') return Infinity;
  const times = mode instanceof Map && isDoc(mode) ? toNumber(mode.get('times')) : undefined;
  if (times !== undefined) return times;
  throw new StoreError(
    2,
    'BadValue',
    "configureFailPoint: mode is 'off', 'alwaysOn' or { times }.",
  );
}

function listOf(data: Doc, field: string): readonly string[] {
  const value = data.get(field);
  return Array.isArray(value) ? value.map(String) : [];
}
