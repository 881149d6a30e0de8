/** The README's example, and what tests read of its answer. */
export const EXAMPLE = /* GraphQL */ `
  query ($n: CardNumber!) {
    card(number: $n) {
      number
      status
      library {
        mayBorrow
        loans {
          title
          dueOn
        }
        charges {
          concept
          amountCents
        }
        source {
          system
          asOf
          freshness
        }
        sources {
          system
          asOf
          freshness
        }
      }
    }
  }
`;

export type Source = {
  readonly system: string;
  readonly asOf: string | null;
  readonly freshness: 'LIVE' | 'LAST_KNOWN' | null;
};

export type ExampleCard = {
  readonly number: string;
  readonly status: string;
  readonly library: {
    readonly mayBorrow: boolean | null;
    readonly loans: readonly ({ readonly title: string; readonly dueOn: string } | null)[];
    readonly charges: readonly ({
      readonly concept: string;
      readonly amountCents: number;
    } | null)[];
    readonly source: Source;
    readonly sources: readonly Source[];
  } | null;
};
