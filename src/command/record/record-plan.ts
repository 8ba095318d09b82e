/** From the typed options to a plan: the image, the box, the views, and the models that are shown them. */

import { fetchImage, type HeldImage } from "../../app/images/open-image.ts";
import { base64Of } from "../../base/base64.ts";
import type { ImageId } from "../../base/ids.ts";
import { failure, type Outcome, success } from "../../base/outcome.ts";
import type { Engine, ImageFacts, ModelFacts } from "../../engine/port.ts";
import { contrastOf, type Plan } from "../../evidence/views/plan.ts";
import { FULL, type RoledRecipe } from "../../evidence/views/recipe.ts";
import { imagesNamed, parseViews, withImages } from "../../evidence/views/recipe-text.ts";
import type { Contrast } from "../../evidence/views/showing.ts";
import { usualViews } from "../../evidence/views/usual-views.ts";
import type { DocumentImage } from "../../session/document/document.ts";
import type { RightAnswer } from "../../suite/score/judge.ts";
import { type Box, checkBox, pixelWindow } from "../../view/box.ts";
import type { ModelRequest } from "../model/open-model.ts";

/** What `npm run fovea -- record` was asked for. */
export interface RecordRequest {
  readonly image: { readonly url: string; readonly name: string };
  /** X, Y, width and height in pixels of the upright image. */
  readonly box: readonly [number, number, number, number];
  readonly question: string;
  /** The right answer; null where it is not known. */
  readonly answer: RightAnswer | null;
  readonly model: ModelRequest;
  /** Null: the student's own weights. */
  readonly teacher: ModelRequest | null;
  /** How many siblings answer. A single one answers greedily, several are sampled at temperature 1. */
  readonly group: number;
  readonly seed: number;
  /** A formula that colours the tokens (docs/formulas.md); null for the divergence. */
  readonly signal: string | null;
  /** In the notation of docs/views.md; null for those that V-Zero, VA-OPD and Uni-OPD need. */
  readonly views: string | null;
  /** Addresses of the images that the views name. */
  readonly viewImages: Readonly<Record<string, string>>;
  /** See `Plan`; null for the models' own. */
  readonly longestEdge: number | null;
  /** Whether the images are embedded in the session. */
  readonly embed: boolean;
  readonly logits: boolean;
}

type Views = readonly RoledRecipe[];

/** An image as the engine holds it and as the session lists it. */
export interface OpenImage {
  readonly held: HeldImage;
  readonly facts: ImageFacts;
  readonly listed: DocumentImage;
}

/** A file's name without its folders, which would reveal something of the machine that the session was made on. */
const fileName = (path: string): string => path.split(/[\\/]/).at(-1) ?? path;

/**
 * Gives the engine the image at that address; the session lists it under its file's name alone. Faults: those of reading,
 * recognising and decoding it.
 */
export async function openImage(
  client: Engine,
  { url, name: path }: RecordRequest["image"],
  embed: boolean,
): Promise<Outcome<OpenImage>> {
  const name = fileName(path);
  const held = await fetchImage(new URL(url, document.baseURI));
  if (!held.ok) return held;
  const bytes = await held.value.blob.arrayBuffer();
  const inline = embed ? base64Of(new Uint8Array(bytes)) : null;
  const added = await client.addImage(held.value.id, bytes);
  if (!added.ok) return { ok: false, fault: { ...added.fault, message: `${name}: ${added.fault.message}` } };
  const facts = added.value;
  const listed: DocumentImage = {
    id: held.value.id,
    name,
    alt: `The image ${name}`,
    size: facts.size,
    origin: { kind: "own" },
    answer: null,
    notes: facts.notes,
    inline: inline === null ? null : `data:image/${facts.format.toLowerCase()};base64,${inline}`,
  };
  return success({ held: held.value, facts, listed });
}

/** A note where the box that is used differs from the one that was typed. */
function boxNote(typed: Box, box: Box, size: ImageFacts["size"]): readonly string[] {
  const { x, y, width, height } = pixelWindow(box, size);
  const same = x === typed.x && y === typed.y && width === typed.width && height === typed.height;
  return same
    ? []
    : [
        `The box is ${x},${y},${width},${height}: whole pixels inside the image of ${size.width} × ${size.height}.`,
      ];
}

export interface Prepared {
  readonly plan: Plan;
  readonly contrast: Contrast;
  readonly notes: readonly string[];
}

/** Gives the engine the images that views name; returns them by their names. */
async function openOthers(
  client: Engine,
  request: RecordRequest,
  names: readonly string[],
): Promise<Outcome<ReadonlyMap<string, OpenImage>>> {
  const opened = new Map<string, OpenImage>();
  for (const name of names) {
    const url = request.viewImages[name];
    if (url === undefined) return failure("notFound", `There is no image ${name}, which the views name.`);
    const image = await openImage(client, { url, name }, request.embed);
    if (!image.ok) return image;
    opened.set(name, image.value);
  }
  return success(opened);
}

/** The views that were asked for. Faults: badInput. */
export function viewsOf({ views, seed }: RecordRequest): Outcome<Views> {
  return views === null ? success(usualViews(seed)) : parseViews(views);
}

/** The plan of a record and its contrast, with the images that its views name. */
export async function prepare(
  client: Engine,
  request: RecordRequest,
  views: Views,
  image: OpenImage,
  models: { readonly student: ModelFacts; readonly teacher: ModelFacts },
): Promise<Outcome<Prepared & { readonly images: readonly DocumentImage[] }>> {
  const [x, y, width, height] = request.box;
  const typed: Box = { x, y, width, height };
  const box = checkBox(typed, "pixels", image.facts.size);
  if (!box.ok) return box;
  const others = await openOthers(client, request, imagesNamed(views));
  if (!others.ok) return others;
  const ids = new Map<string, ImageId>([...others.value].map(([name, { held }]) => [name, held.id]));
  const plan: Plan = {
    model: models.student.id,
    boxWords: models.student.boxWords,
    image: image.held.id,
    size: image.facts.size,
    box: box.value,
    question: request.question,
    student: FULL,
    others: withImages(views, ids),
    ...(request.longestEdge === null ? {} : { longestEdge: request.longestEdge }),
    ...(models.teacher.id === models.student.id
      ? {}
      : { teacher: { model: models.teacher.id, boxWords: models.teacher.boxWords } }),
  };
  const contrast = contrastOf(plan);
  const notes = [...image.facts.notes, ...boxNote(typed, box.value, image.facts.size)];
  const overlaps = contrast.others.flatMap(({ name, note }) =>
    note === undefined ? [] : [`${name}: ${note}`],
  );
  return success({
    plan,
    contrast,
    notes: [...notes, ...overlaps],
    images: [...others.value.values()].map(({ listed }) => listed),
  });
}
