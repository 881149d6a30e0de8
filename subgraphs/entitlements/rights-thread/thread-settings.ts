/** What a thread that judges cards is told; it can be copied into it and stays in memory. */
export type RightsThreadSettings = {
  readonly mongoUri: string;
  /** 32 bytes. */
  readonly sealKey: Uint8Array;
  /** The city's. */
  readonly zone: string;
};
