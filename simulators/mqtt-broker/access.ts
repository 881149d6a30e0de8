/** What a client of the broker may do. Topics are compared whole: no wildcard is granted to a reader. */
export type Access = {
  /** For the log. */
  readonly name: string;
  mayRead(topic: string): boolean;
  mayWrite(topic: string, isRetained: boolean): boolean;
};

/**
 * A reader reads its group's topics and its own, and writes its own report. A retained report would be
 * replayed to the hub after every reconnection as if the reader had said it then, so none is taken.
 *
 * @param groupOf Asked at each use, so that a reader that was moved or taken away loses its old topics
 *   at once; null for a reader that nobody knows.
 */
export function readerAccess(reader: string, groupOf: (reader: string) => string | null): Access {
  const own = `tessera/readers/${reader}`;
  return {
    name: reader,
    mayRead(topic) {
      const group = groupOf(reader);
      if (group === null) return false;
      const shared = `tessera/${group}`;
      return [`${shared}/manifest`, `${shared}/lists`, `${own}/lists`].includes(topic);
    },
    mayWrite: (topic, isRetained) =>
      topic === `${own}/report` && !isRetained && groupOf(reader) !== null,
  };
}

const REPORTS = /^tessera\/readers\/[^/]+\/report$/;
const PUBLISHED =
  /^tessera\/(?:[a-z][a-z0-9-]*\/(?:lists|manifest)|readers\/[A-Za-z0-9._-]+\/lists)$/;

/** The hub reads every report and writes lists and manifests; only manifests are retained. */
export const hubAccess: Access = {
  name: 'hub',
  mayRead: (topic) => topic === 'tessera/readers/+/report' || REPORTS.test(topic),
  mayWrite: (topic, isRetained) =>
    PUBLISHED.test(topic) && isRetained === topic.endsWith('/manifest'),
};
