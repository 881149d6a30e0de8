import type { Clock } from '../../platform/clock.ts';
import { openJournal } from '../journal.ts';

/** A top-up that was taken. */
export type TopUp = {
  readonly kind: 'topUp';
  readonly account: string;
  /** Euro cents. */
  readonly amount: number;
  readonly operationId: string;
  /** Milliseconds since 1970. */
  readonly at: number;
};

type TariffChange = Omit<TopUp, 'kind' | 'amount'> & {
  readonly kind: 'tariff';
  readonly code: string;
};
type Blocking = Pick<TopUp, 'account' | 'at'> & { readonly kind: 'blocking' };

/** What the hub brought about at the back office since the city was made. */
export type CardEffects = {
  isBlocked(account: string): boolean;
  isKnownOperation(operationId: string): boolean;
  /** Every top-up taken, in order. */
  topUps(): readonly TopUp[];
  block(account: string): void;
  /** Takes a top-up once; false when its id was used for something else. */
  topUp(account: string, amount: number, operationId: string): boolean;
  /** As `topUp`. */
  changeTariff(account: string, code: string, operationId: string): boolean;
  /** The code that a card was given last; null for one that has what it had when the city was made. */
  tariffOf(account: string): string | null;
};

export type CardEffectsOptions = {
  /** Null forgets at the end. */
  readonly journalPath: string | null;
  readonly clock: Clock;
};

export function openCardEffects({ journalPath, clock }: CardEffectsOptions): CardEffects {
  const journal = openJournal<TopUp | TariffChange | Blocking>(journalPath);
  const topUps: TopUp[] = [];
  const operations = new Map<string, TopUp | TariffChange>();
  const blocked = new Set<string>();
  const tariffs = new Map<string, string>();

  function play(effect: TopUp | TariffChange | Blocking): void {
    if (effect.kind === 'blocking') blocked.add(effect.account);
    else operations.set(effect.operationId, effect);
    if (effect.kind === 'topUp') topUps.push(effect);
    if (effect.kind === 'tariff') tariffs.set(effect.account, effect.code);
  }
  function record(effect: TopUp | TariffChange | Blocking): true {
    journal.append(effect);
    play(effect);
    return true;
  }
  for (const effect of journal.entries) play(effect);
  const now = (): number => clock.now().getTime();

  return {
    isBlocked: (account) => blocked.has(account),
    isKnownOperation: (operationId) => operations.has(operationId),
    topUps: () => topUps,
    tariffOf: (account) => tariffs.get(account) ?? null,
    block(account) {
      if (!blocked.has(account)) record({ kind: 'blocking', account, at: now() });
    },
    topUp(account, amount, operationId) {
      const known = operations.get(operationId);
      if (known === undefined) {
        return record({ kind: 'topUp', account, amount, operationId, at: now() });
      }
      return known.kind === 'topUp' && known.account === account && known.amount === amount;
    },
    changeTariff(account, code, operationId) {
      const known = operations.get(operationId);
      if (known === undefined) {
        return record({ kind: 'tariff', account, code, operationId, at: now() });
      }
      return known.kind === 'tariff' && known.account === account && known.code === code;
    },
  };
}
