import type { Context } from './context.ts';
import type { ListBuildFacts } from './ports.ts';
import { ageMs } from './reader-rows.ts';
import type { ListBuildKind, ListBuildState } from './schema.generated.ts';

const KINDS: Readonly<Record<ListBuildFacts['kind'], ListBuildKind>> = {
  missing: 'MISSING',
  rotation: 'ROTATION',
  nightly: 'NIGHTLY',
};
const STATES: Readonly<Record<ListBuildFacts['state'], ListBuildState>> = {
  running: 'RUNNING',
  done: 'DONE',
  cancelled: 'CANCELLED',
};

export async function syncState({ pipeline, loaders, clock }: Context) {
  const [changes, queues, publication, builds, groups] = await Promise.all([
    pipeline.changes(),
    pipeline.queues(),
    pipeline.lastPublication(),
    pipeline.builds(),
    loaders.standingsByGroup(),
  ]);
  const { oldestAt, ...counts } = changes;
  const standings = [...groups.values()];
  return {
    changes: { ...counts, oldestWaitingMs: ageMs(oldestAt, clock.now()) },
    queues,
    lastPublication:
      publication === null
        ? null
        : { number: publication.number, at: publication.at.toISOString() },
    builds: builds.map((build) => ({
      ...build,
      kind: KINDS[build.kind],
      state: STATES[build.state],
      startedAt: build.startedAt.toISOString(),
    })),
    deadReaders: standings.reduce((sum, { dead }) => sum + dead, 0),
    laggingReaders: standings.reduce((sum, { behind }) => sum + behind, 0),
  };
}
