import { z } from 'zod';
import type { HeldList } from '../../domain/reader-list/artefact.ts';
import { splitArtefacts } from '../../domain/reader-list/codec.ts';
import type { GroupId } from '../../domain/reader-list/group.ts';
import type { ReaderEvent } from '../../domain/reader-list/reader-event.ts';
import type { ReaderId } from '../../domain/reader-list/reader.ts';
import type { ReaderReport } from '../../domain/reader-list/reader-report.ts';
import type { GivenKeys } from '../reader/key-file.ts';

export type DoorClientOptions = {
  /** The readers' door, `http://host:port`. */
  readonly door: string;
  readonly readerId: ReaderId;
  readonly group: GroupId;
  /** A reader's token. */
  readonly token: string;
};

const keysAnswer = z.object({
  epoch: z.int().min(0),
  key: z.base64url(),
  publicKey: z.base64url(),
});

const eventsAnswer = z.object({
  acknowledgedThrough: z.int().min(0),
  missing: z.array(z.tuple([z.int(), z.int()])),
});

/** What a reader asks at the readers' door. Every method throws an Error in one sentence when the door does not answer or refuses. */
export type DoorClient = {
  /** @returns What to keep; null when there was nothing new for so long. */
  fetchLists(
    held: readonly HeldList[],
    wait: { readonly waitMs: number; readonly signal?: AbortSignal },
  ): Promise<readonly Uint8Array[] | null>;
  postReport(report: ReaderReport, signal?: AbortSignal): Promise<void>;
  /** @returns Up to which event nothing is missing at the hub. */
  postEvents(events: readonly ReaderEvent[], signal?: AbortSignal): Promise<number>;
  /** Of the present epoch. */
  fetchKeys(signal?: AbortSignal): Promise<GivenKeys>;
};

export function createDoorClient({ door, readerId, group, token }: DoorClientOptions): DoorClient {
  const authorization = `Bearer ${token}`;
  const ask = async (path: string, init: RequestInit = {}): Promise<Response> => {
    const answer = await fetch(new URL(path, door), {
      ...init,
      headers: { authorization, 'content-type': 'application/json' },
    });
    if (answer.ok) return answer;
    const said = (await answer.text()).slice(0, 200);
    throw new Error(
      `The readers' door answered ${answer.status} to ${path.split('?')[0]}: ${said}`,
    );
  };
  const post = (path: string, body: unknown, signal?: AbortSignal) =>
    ask(path, { method: 'POST', body: JSON.stringify(body), signal: signal ?? null });
  return {
    async fetchLists(held, { waitMs, signal }) {
      const query = new URLSearchParams({ since: toCursor(held), waitMs: String(waitMs) });
      const answer = await ask(`/reader-lists/${group}?${query.toString()}`, {
        signal: signal ?? null,
      });
      if (answer.status === 204) return null;
      return splitArtefacts(new Uint8Array(await answer.arrayBuffer()));
    },
    async postReport(report, signal) {
      await (await post('/reader-acks', report, signal)).body?.cancel();
    },
    async postEvents(events, signal) {
      const answer = await post('/reader-events', { readerId, events }, signal);
      return eventsAnswer.parse(await answer.json()).acknowledgedThrough;
    },
    async fetchKeys(signal) {
      const answer = await ask(`/reader-keys/${group}`, { signal: signal ?? null });
      return keysAnswer.parse(await answer.json());
    },
  };
}

/** What is held, as `since` tells it: `deny.1.7.DIGEST,rulebook-2.1.40.DIGEST`. */
export function toCursor(held: readonly HeldList[]): string {
  return held
    .map(({ name, epoch, sequence, digest }) => `${name}.${epoch}.${sequence}.${digest}`)
    .join(',');
}
