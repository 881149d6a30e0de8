import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { ReaderReport } from '../../domain/reader-list/reader-report.ts';
import type { Clock } from '../../platform/clock.ts';
import { openKeyFile } from '../reader/key-file.ts';
import { createReader, type ReaderProgram } from '../reader/reader.ts';
import { openReaderStore } from '../reader/reader-store.ts';
import type { SnapshotShare } from '../reader/snapshot-share.ts';
import { createDoorClient, type DoorClient } from './door-client.ts';
import type { FleetPlan } from './fleet-plan.ts';

/** One reader with its files and its way to the door. */
export type Member = AsyncDisposable & {
  readonly reader: ReaderProgram;
  readonly door: DoorClient;
  /** Asks for the group's present keys; later that is done by itself when a list of another epoch comes. */
  fetchKeys(): Promise<void>;
  /** Whether it was given keys before. */
  readonly hasKeys: boolean;
};

export type MemberOptions = {
  readonly plan: Pick<FleetPlan, 'door' | 'folder'>;
  readonly of: Pick<FleetPlan['readers'][number], 'id' | 'group' | 'token'>;
  readonly clock: Clock;
  readonly zone: string;
  readonly share?: SnapshotShare | undefined;
  /** It has verified and written something. */
  readonly onKept?: ((report: ReaderReport) => void) | undefined;
};

/** Opens a reader's folder `FOLDER/ID`: lists, events, ratchet and, of mode 0600, its keys. */
export async function openMember(options: MemberOptions): Promise<Member> {
  const { plan, of, clock, zone, share } = options;
  const folder = join(plan.folder, of.id);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const keys = await openKeyFile(join(folder, 'keys.json'), of.group);
  const store = await openReaderStore(folder, { share });
  const program = await createReader({ id: of.id, group: of.group, store, keys, clock, zone });
  const { door: at } = plan;
  const door = createDoorClient({ door: at, readerId: of.id, group: of.group, token: of.token });
  const fetchKeys = async (): Promise<void> => keys.add(await door.fetchKeys());
  return {
    reader: telling(withNewKeys(program, fetchKeys), options.onKept),
    door,
    fetchKeys,
    hasKeys: keys.groupKeys.size > 0,
    [Symbol.asyncDispose]: () => store[Symbol.asyncDispose](),
  };
}

/** A list under a key that was drawn meanwhile is taken once the key is there. */
function withNewKeys(reader: ReaderProgram, fetchKeys: () => Promise<void>): ReaderProgram {
  return {
    ...reader,
    async receive(artefacts) {
      const report = await reader.receive(artefacts);
      if (report.refusal !== 'unknownEpoch') return report;
      const hasNewKeys = await fetchKeys().then(
        () => true,
        () => false,
      );
      return hasNewKeys ? reader.receive(artefacts) : report;
    },
  };
}

function telling(reader: ReaderProgram, onKept: MemberOptions['onKept']): ReaderProgram {
  if (onKept === undefined) return reader;
  return {
    ...reader,
    async receive(artefacts) {
      const report = await reader.receive(artefacts);
      if (report.answer === 'Accepted') onKept(report);
      return report;
    },
  };
}
