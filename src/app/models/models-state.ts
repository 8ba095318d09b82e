/** State about models beside the open one: the stock, a look-up, a transfer, live memory. */
import type { ModelId } from "../../base/ids.ts";
import type { Fault } from "../../base/outcome.ts";
import type { Pause } from "../../engine/remote/client.ts";
import type { Place } from "../../engine/remote/places.ts";
import type { SideModel } from "../../evidence/views/plan.ts";
import type { RoledRecipe } from "../../evidence/views/recipe.ts";
import type { Sampling } from "../../session/document/document.ts";
import type { Listing, Order, PublishedModel, Stock } from "../../source/offer.ts";
import { AT_ONCE, type LocalFile } from "../../source/source.ts";

/** The latest look-up. */
export type Search =
  | { readonly kind: "none" }
  | { readonly kind: "looking"; readonly what: string }
  /** A published model whose files only the hub knows; the hub is contacted when the person agrees. */
  | { readonly kind: "unasked"; readonly model: PublishedModel }
  | {
      readonly kind: "found";
      readonly listing: Listing;
      /** The files themselves, where they are on the disk. */
      readonly files: readonly LocalFile[] | null;
    }
  | { readonly kind: "failed"; readonly what: string; readonly fault: Fault };

/** A transfer that can be continued. */
export interface TransferTask {
  readonly id: ModelId;
  readonly title: string;
  readonly order: Order;
  /** The files to copy; null for a download. */
  readonly files: readonly LocalFile[] | null;
}

export interface TransferState {
  readonly task: TransferTask;
  readonly state: "running" | "paused" | "failed" | "finished";
  readonly done: number;
  readonly total: number;
  readonly bytesPerSecond: number;
  /** Why nothing arrives at the moment. */
  readonly waiting: string | null;
  readonly fault: Fault | null;
}

/** Bytes in use. */
export interface LiveMemory {
  /** Files of the open models. */
  readonly files: number;
  /** Buffers on the graphics device; null without one. */
  readonly graphics: number | null;
  /** The whole tab with its worker; null where the browser does not measure it. */
  readonly tab: number | null;
}

/** The settings from before two models were combined. */
export interface FormerModels {
  /** Title of the model that answered. */
  readonly title: string;
  readonly student: SideModel;
  readonly teacher: SideModel | null;
  readonly others: readonly RoledRecipe[];
  readonly sampling: Sampling;
}

/** A hub model that a link asks for; nothing of it is fetched before the person agrees. */
export interface AskedModel {
  readonly role: "student" | "teacher";
  readonly repository: string;
  readonly revision: string;
  readonly id: ModelId;
}

/** A remote engine of the page's server, and what is known of it. */
export interface RemoteListing {
  readonly place: Place;
  readonly state:
    | { readonly kind: "unasked" }
    | { readonly kind: "asking" }
    | { readonly kind: "models"; readonly names: readonly string[] }
    | { readonly kind: "failed"; readonly fault: Fault };
}

export interface ModelsState {
  readonly open: boolean;
  readonly stock: Stock | null;
  readonly search: Search;
  readonly transfer: TransferState | null;
  readonly memory: LiveMemory | null;
  /** What failed when listing or deleting. */
  readonly fault: Fault | null;
  /** Null where no two models were combined, or it was undone. */
  readonly former: FormerModels | null;
  /** The models that the opened link asks for. */
  readonly asked: readonly AskedModel[];
  /** The remote engines of the page's server; null until the list of models was opened. */
  readonly remotes: readonly RemoteListing[] | null;
  /** How many requests to a remote engine are under way at once. */
  readonly atOnce: number;
  /** The wait for each engine that is busy, by its name. */
  readonly pauses: Readonly<Record<string, Pause>>;
}

export const NO_MODELS: ModelsState = {
  open: false,
  stock: null,
  search: { kind: "none" },
  transfer: null,
  memory: null,
  fault: null,
  former: null,
  asked: [],
  remotes: null,
  atOnce: AT_ONCE,
  pauses: {},
};
