/** The worker's interface for finding, downloading and storing models. */
import type { ModelId, RunId } from "../base/ids.ts";
import type { Outcome } from "../base/outcome.ts";
import type { EngineMemory, Listing, Order, Stock } from "./offer.ts";
import type { HubAddress, LocalFile } from "./source.ts";

/** Exactly one "end" per transfer, always last; a stopped transfer succeeds with null. */
export type TransferEvent =
  | {
      readonly kind: "progress";
      readonly done: number;
      readonly total: number;
      /** Over the last few seconds; 0 while nothing arrives. */
      readonly bytesPerSecond: number;
    }
  /** Why nothing arrives at the moment, or null when the transfer continues. */
  | { readonly kind: "waiting"; readonly why: string | null }
  | { readonly kind: "end"; readonly outcome: Outcome<ModelId | null> };

export type OnTransfer = (event: TransferEvent) => void;

export interface ModelsApi {
  /** The published and the stored models; `published` is the address of the page's own list. The hub is not contacted. */
  stock(published: string): Promise<Outcome<Stock>>;
  /** Offers of a published model whose files are all known, without contacting the hub; null for any other model. */
  known(repository: string): Promise<Outcome<Listing | null>>;
  /** Asks the hub for the files of a repository. This is the first request to the hub, so a person must have initiated it. */
  lookUp(address: HubAddress): Promise<Outcome<Listing>>;
  /** Offers of a folder or a set of files on disk. */
  lookInto(files: readonly LocalFile[]): Promise<Outcome<Listing>>;
  /** Downloads what is missing into the origin-private file system; `cancel(id)` pauses it and keeps what has arrived. */
  download(id: RunId, order: Order, onEvent: OnTransfer): Promise<void>;
  /** Copies files on disk into the origin-private file system. */
  keepCopy(id: RunId, files: readonly LocalFile[], mix: string | null, onEvent: OnTransfer): Promise<void>;
  /** Deletes a stored model, complete or partial. */
  remove(id: ModelId): Promise<Outcome<null>>;
  memory(): Promise<EngineMemory>;
}
