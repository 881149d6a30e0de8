/**
 * Who asks, as the token says. The id is opaque: a cardholder's id for a citizen, the
 * employee's, device's or partner's own for the others. No name, no civil id.
 */
export type Viewer =
  | { readonly kind: 'citizen'; readonly id: string }
  | { readonly kind: 'staff'; readonly id: string }
  | { readonly kind: 'kiosk'; readonly id: string }
  | { readonly kind: 'merchant'; readonly id: string }
  | { readonly kind: 'reader'; readonly id: string }
  | { readonly kind: 'nobody' };

export type ViewerKind = Viewer['kind'];

/** Every kind, in the order of the policy table. */
export const VIEWER_KINDS: readonly ViewerKind[] = [
  'citizen',
  'staff',
  'kiosk',
  'merchant',
  'reader',
  'nobody',
];

export const NOBODY: Viewer = { kind: 'nobody' };
