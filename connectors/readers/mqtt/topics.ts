import type { GroupId } from '../../../domain/reader-list/group.ts';
import { parseReaderId, type ReaderId } from '../../../domain/reader-list/reader.ts';

/** Retained: the heads of a group's lists. */
export function manifestTopic(group: GroupId): string {
  return `tessera/${group}/manifest`;
}

/** Artefacts for all of a group. */
export function groupTopic(group: GroupId): string {
  return `tessera/${group}/lists`;
}

/** Artefacts for one reader. */
export function readerTopic(reader: ReaderId): string {
  return `tessera/readers/${reader}/lists`;
}

/** Where every reader reports, each on a topic of its own. */
export const ALL_REPORTS = 'tessera/readers/+/report';

/** @returns Whose report a message on this topic is; null when it is none. */
export function reporterOf(topic: string): ReaderId | null {
  const [, id] = /^tessera\/readers\/([A-Za-z0-9._-]{1,64})\/report$/.exec(topic) ?? [];
  return id === undefined ? null : parseReaderId(id);
}
