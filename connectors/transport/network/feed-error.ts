/** Why a feed cannot be used, as a sentence; never leaves the network's folder but as a cause. */
export class FeedError extends Error {
  override readonly name = 'FeedError';
}
