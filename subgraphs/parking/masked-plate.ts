const SHOWN = 3;

/** Enough for its holder to tell one of few plates from another, too little for who looks on. */
export function masked(number: string): string {
  // Of a very short plate half stays hidden too.
  const shown = Math.min(SHOWN, Math.floor(number.length / 2));
  return '•'.repeat(number.length - shown) + number.slice(number.length - shown);
}
