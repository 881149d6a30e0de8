import type { CardId } from '../../domain/card-id.ts';

/** A card as the gateway hands it over: its key alone. Whose it is the cards subgraph has looked at. */
export type ReadersCard = { readonly id: CardId };
