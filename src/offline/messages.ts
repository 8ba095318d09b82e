/** What the page and the service worker say to each other. */

export type ToWorker =
  /** Fetch what the page can do without at first: models, the runtime's wasm, pictures, sessions, suites. */
  | { readonly kind: "keep" }
  /** Which build the page is of: of the worker's own, it may take over; of another, the page is told. */
  | { readonly kind: "meet"; readonly build: string }
  /** Take the former version's place. */
  | { readonly kind: "takeOver" };

/** A newer build than the page's is there, whole. */
export interface FromWorker {
  readonly kind: "newer";
}
