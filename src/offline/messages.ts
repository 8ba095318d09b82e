/** Messages between the page and the service worker. */

export type ToWorker =
  /** Cache what the page does not need at first: models, the runtime's wasm, images, sessions, suites. */
  | { readonly kind: "keep" }
  /** The page's build: if it is the worker's, the worker may take over; otherwise the page is notified. */
  | { readonly kind: "meet"; readonly build: string }
  /** Replace the previous version. */
  | { readonly kind: "takeOver" };

/** A newer build than the page's is completely cached. */
export interface FromWorker {
  readonly kind: "newer";
}
