import type { Mistake } from '../../../domain/tariff/mistakes.ts';
import type { RulebookRow } from './rulebook-row.ts';

export type RulebookRefusalReason = 'MISTAKES' | 'UNKNOWN' | 'BEGUN';

export type RulebookPublished = {
  readonly __typename: 'RulebookPublished';
  readonly rulebook: RulebookRow;
};

export type RulebookCancelled = {
  readonly __typename: 'RulebookCancelled';
  readonly rulebook: RulebookRow;
};

export type RulebookRefusal = {
  readonly __typename: 'RulebookRefused';
  readonly reason: RulebookRefusalReason;
  readonly message: string;
  readonly mistakes: readonly Mistake[];
};

const MESSAGES: Readonly<Record<RulebookRefusalReason, string>> = {
  MISTAKES: 'The rulebook has mistakes. Nothing of it was kept.',
  UNKNOWN: 'There is no rulebook of this version.',
  BEGUN:
    'The rulebook has come into force and cannot be cancelled any more. Publish another one that follows it.',
};

export function rulebookRefused(
  reason: RulebookRefusalReason,
  mistakes: readonly Mistake[] = [],
): RulebookRefusal {
  return { __typename: 'RulebookRefused', reason, message: MESSAGES[reason], mistakes };
}
