/** What the store's process tells its parent. */
export type ChildMessage =
  | { readonly ready: true }
  | {
      readonly level: 'info' | 'warn' | 'error' | 'fatal';
      readonly text: string;
      readonly fields: Readonly<Record<string, unknown>>;
    };

/** What the store logs with: lines for a person without a parent, messages with one. */
export type StoreLog = {
  readonly [level in 'info' | 'warn' | 'error' | 'fatal']: (
    fields: Readonly<Record<string, unknown>>,
    text: string,
  ) => void;
};

export function createStoreLog(): StoreLog {
  const write =
    (level: keyof StoreLog) => (fields: Readonly<Record<string, unknown>>, text: string) => {
      const plain = { ...fields, ...('err' in fields && { err: describe(fields['err']) }) };
      if (process.send !== undefined && process.connected) {
        process.send({ level, text, fields: plain } satisfies ChildMessage);
      }
      // The supervisor quotes the last words of a store that could not start.
      process.stderr.write(`${JSON.stringify({ level, text, ...plain })}\n`);
    };
  return { info: write('info'), warn: write('warn'), error: write('error'), fatal: write('fatal') };
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
