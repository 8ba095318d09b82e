/** Which model a command was asked for. */

export type ModelRequest =
  /** By its manifest's address, relative to the page's. */
  | { readonly kind: "site"; readonly manifest: string }
  /** By its name on the hub, as it was typed; fetched only where the person allowed it. */
  | { readonly kind: "hub"; readonly name: string; readonly download: boolean };
