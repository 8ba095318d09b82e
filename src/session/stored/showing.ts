/** Views, showings and contrasts as a session's file stores them. */
import * as v from "valibot";
import { type Contrast, ROLES, type Showing } from "../../evidence/views/showing.ts";
import type { Degradation, Edit, View } from "../../view/view.ts";
import { box, imageId, modelId, positive, share, size, text, whole } from "./words.ts";

const degradation = v.variant("kind", [
  v.object({ kind: v.literal("downsample"), keep: share }),
  v.object({ kind: v.literal("blur"), radius: positive }),
  v.object({ kind: v.literal("grey") }),
  v.object({ kind: v.literal("blank") }),
  v.object({ kind: v.literal("mask"), share, patch: v.pipe(whole, v.minValue(1)), seed: whole }),
]) satisfies v.GenericSchema<unknown, Degradation>;

const edit = v.variant("kind", [
  v.object({ kind: v.literal("crop"), box, scale: positive, size: v.exactOptional(size) }),
  v.object({ kind: v.literal("mark"), box }),
  v.object({ kind: v.literal("shrink"), by: positive }),
  v.object({ kind: v.literal("resized"), longestEdge: v.exactOptional(whole) }),
  v.object({ kind: v.literal("isolated"), box }),
  v.object({ kind: v.literal("degrade"), by: degradation, within: v.exactOptional(box) }),
]) satisfies v.GenericSchema<unknown, Edit>;

const view = v.object({ source: imageId, edits: v.array(edit) }) satisfies v.GenericSchema<unknown, View>;

const part = v.variant("kind", [
  v.object({ kind: v.literal("picture"), view, as: v.exactOptional(v.literal("crop")) }),
  v.object({ kind: v.literal("text"), text }),
]);

export const showing = v.object({
  model: modelId,
  parts: v.array(part),
  longestEdge: v.exactOptional(whole),
  cropLongestEdge: v.exactOptional(whole),
}) satisfies v.GenericSchema<unknown, Showing>;

export const role = v.picklist(ROLES);

export const contrast = v.object({
  student: showing,
  others: v.array(v.object({ role, showing, name: v.exactOptional(text), note: v.exactOptional(text) })),
}) satisfies v.GenericSchema<unknown, Contrast>;
