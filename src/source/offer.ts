/** Available models, stored models and their requirements: plain data between the worker and the screen. */
import type { ModelId } from "../base/ids.ts";

/** The estimated peak memory of a model in bytes, while it is opened or answers. */
export interface MemoryEstimate {
  /** In the tab and its worker: wasm, files being read. */
  readonly ordinary: number;
  /** On the graphics adapter; 0 on wasm. */
  readonly graphics: number;
}

export interface Fit {
  readonly fits: "yes" | "perhaps" | "no";
  readonly reason: string;
}

/** What the button of an offer starts: a download of a manifest's files from a base address, or loading files on disk. */
export type Order =
  | { readonly kind: "hub"; readonly base: string; readonly manifest: string }
  | { readonly kind: "files"; readonly mix: string | null };

/** One way to get a model. */
export interface Offer {
  readonly id: ModelId;
  readonly mix: string;
  readonly title: string;
  /** The size of all its files. */
  readonly bytes: number;
  /** The part of them that is not in this browser yet. */
  readonly missing: number;
  readonly memory: MemoryEstimate;
  readonly fit: Fit;
  /** A disadvantage; empty if there is none. */
  readonly note: string;
  /** Whether it is the first offer that suits well and fits. */
  readonly recommended: boolean;
  readonly order: Order;
}

/** The contents of a repository or a folder. */
export interface Listing {
  readonly title: string;
  readonly licence: string;
  /** Its origin, for a person. */
  readonly source: string;
  /** The commit of all files; null for files on disk. */
  readonly revision: string | null;
  readonly knows: string;
  readonly offers: readonly Offer[];
  /** Why other precisions are not offered here, one sentence each. */
  readonly leftOut: readonly string[];
}

/** A model that Fovea knows by name. */
export interface PublishedModel {
  readonly repository: string;
  readonly revision: string;
  readonly title: string;
  readonly licence: string;
  readonly knows: string;
  /** Sizes of its smallest and its largest precision; approximate until the hub has been asked. */
  readonly smallest: number;
  readonly largest: number;
  /** Whether sizes and hashes are known without contacting the hub. */
  readonly listed: boolean;
}

/** A model in the origin-private file system, complete or partial. */
export interface KeptModel {
  readonly id: ModelId;
  readonly title: string;
  readonly licence: string;
  readonly source: string;
  readonly bytes: number;
  readonly present: number;
  readonly whole: boolean;
  /** What continues its download; null for a copy of files on disk. */
  readonly order: Order | null;
}

/** The storage that the browser grants this page, in bytes. */
export interface Storage {
  readonly used: number;
  readonly allowed: number;
  /** False if the browser may clear it when the disk is full. */
  readonly persistent: boolean;
}

export interface Stock {
  readonly published: readonly PublishedModel[];
  readonly kept: readonly KeptModel[];
  /** Null if the page may not store anything, with the reason in `note`. */
  readonly storage: Storage | null;
  readonly note: string;
}

/** Current memory of the open models. */
export interface EngineMemory {
  /** Bytes of the model's files. */
  readonly files: number;
  /** Bytes in buffers of our GPU device, including ONNX Runtime's; null without a device. */
  readonly graphics: number | null;
}

const GIBIBYTE = 2 ** 30;

/** ONNX Runtime's wasm has 32-bit addresses. */
const LARGEST_HEAP = 4 * GIBIBYTE;

/** Whether an estimate fits, as far as a browser reports. `memory` is the reported memory of the device, or null. */
export function fitOf({ ordinary, graphics }: MemoryEstimate, memory: number | null): Fit {
  if (ordinary > LARGEST_HEAP) return { fits: "no", reason: "more than the 4 GB that wasm can address" };
  if (memory !== null && ordinary > memory)
    return { fits: "no", reason: `this browser reports ${memory / GIBIBYTE} GB of memory` };
  if (memory !== null && ordinary > memory / 2)
    return {
      fits: "perhaps",
      reason: `more than half of the ${memory / GIBIBYTE} GB that this browser reports`,
    };
  if (graphics > 2 * GIBIBYTE)
    return { fits: "perhaps", reason: "needs much graphics memory, which browsers do not report" };
  return { fits: "yes", reason: memory === null ? "probably; this browser does not report its memory" : "" };
}
