import { aggregateCommands } from './aggregate-commands.ts';
import type { Command } from './call.ts';
import { collectionCommands } from './collection-commands.ts';
import { explainCommands } from './explain.ts';
import { findAndModifyCommands } from './find-and-modify.ts';
import { diagnosticCommands, helloCommands } from './hello.ts';
import { indexCommands } from './index-commands.ts';
import { queryCommands } from './query-commands.ts';
import { transactionCommands } from './transaction-commands.ts';
import { writeCommands } from './write-commands.ts';

/** Every command there is, by its name. Any other is refused with code 59. */
export function commandTable(
  address: string,
  testCommands: Readonly<Record<string, Command>>,
): ReadonlyMap<string, Command> {
  return new Map(
    Object.entries({
      ...helloCommands(address),
      ...diagnosticCommands,
      ...queryCommands,
      ...writeCommands,
      ...findAndModifyCommands,
      ...aggregateCommands,
      ...collectionCommands,
      ...indexCommands,
      ...transactionCommands,
      ...explainCommands,
      ...testCommands,
    }),
  );
}
