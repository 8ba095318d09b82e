/** Keeps a run in the browser while it is made, and finds where a kept one goes on. */

import { failure, type Outcome, success } from "../../base/outcome.ts";
import { lineOf } from "../../lab/run/document.ts";
import type { EarlierPart, OnTrainingEvent, WatchedImage } from "../protocol/protocol.ts";
import type { RunStore } from "./run-store.ts";

export interface Keeper {
  /** Takes the events of the run; checkpoints are kept, and everything else is handed on, the image too, which is kept with them. */
  readonly onEvent: OnTrainingEvent;
  /** Keeps the end of the document. */
  finish(): Promise<void>;
}

/** Keeps what comes of a run under a name, and hands its events on to `onEvent`. Throws a QuotaExceededError without room. */
export function createKeeper(store: RunStore, name: string, onEvent: OnTrainingEvent): Keeper {
  let document = "";
  /** Not kept yet: a run is kept from its first checkpoint on. */
  let image: WatchedImage | null = null;
  const keepImage = async (): Promise<void> => {
    if (image !== null) await store.keepImage(name, image);
    image = null;
  };
  return {
    async onEvent(event) {
      if (event.kind === "begin") document = event.lines;
      if (event.kind === "record") document += lineOf(event.record);
      if (event.kind === "image") image = event.image;
      if (event.kind !== "file") return onEvent(event);
      const [, step] = /^checkpoint-(\d+)\.safetensors$/.exec(event.path) ?? [];
      if (step === undefined) return onEvent(event);
      await store.keepCheckpoint(name, document, Number(step), event.file);
      await keepImage();
      await onEvent({ kind: "kept", checkpoints: (await store.read(name))?.checkpoints ?? [] });
    },
    async finish() {
      if (document === "") return;
      await store.keepDocument(name, document);
      await keepImage();
    },
  };
}

/** Where a run goes on. Faults: notFound, where the browser does not keep that checkpoint any more. */
export async function earlierPart(
  store: RunStore | null,
  name: string | null,
  earlier: EarlierPart,
): Promise<Outcome<Extract<EarlierPart, { kind: "given" }>>> {
  if (earlier.kind === "given") return success(earlier);
  const kept = store === null || name === null ? null : await store.read(name);
  const checkpoint = kept === null || store === null ? null : await store.checkpoint(kept.name, earlier.step);
  if (kept === null || checkpoint === null)
    return failure(
      "notFound",
      `This browser no longer keeps the checkpoint after step ${earlier.step}.`,
      "Choose another checkpoint, or start again.",
    );
  return success({ kind: "given", document: kept.document, step: earlier.step, checkpoint });
}
