import { z } from 'zod';
import { createCardFinder } from '../../platform/subgraph/card-finder.ts';
import type { Subgraph } from '../../platform/subgraph/subgraph.ts';
import type { CardOf } from './card-ref.ts';

export function createCardOf(cards: Subgraph): CardOf {
  return createCardFinder(cards, { asker: 'Entitlements', own: z.object({}) });
}
