/** A `Respondent` over an engine. It holds the images of one entry and releases the previous ones. */
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import type { ImageId } from "../../base/ids.ts";
import { failure, type Outcome, success } from "../../base/outcome.ts";
import type { Engine, ModelFacts } from "../../engine/port.ts";
import { GREEDY, type RunCard } from "../../evidence/rollout.ts";
import { pictureAndText } from "../../evidence/views/showing.ts";
import type { SuiteFile } from "../../suite/open/files/suite-file.ts";
import { halts } from "../../suite/run/drive.ts";
import type { Respondent } from "../../suite/run/respondent.ts";

/** An entry's image and its supplied crop. */
const HELD_PICTURES = 2;

/** Opens files as images of the engine; `keeps` are ids that must not be released here. */
function createOpener(
  client: Engine,
  files: Pick<ReadonlyMap<string, SuiteFile>, "get">,
  keeps: () => ImageId | null,
  inUse: Set<ImageId>,
): Respondent["open"] {
  const held = new Map<string, ImageId>();
  return async (path) => {
    const known = held.get(path);
    if (known !== undefined) return success(known);
    const bytes = await (files.get(path)?.read() ?? failure("notFound", `There is no file ${path}.`));
    if (!bytes.ok) return bytes;
    const id = bytesToHex(sha256(bytes.value)) as ImageId;
    const added = await client.addImage(id, new Uint8Array(bytes.value).buffer);
    if (!added.ok) return added;
    held.set(path, id);
    inUse.add(id);
    const [oldest] = held;
    if (oldest === undefined || held.size <= HELD_PICTURES) return success(id);
    held.delete(oldest[0]);
    if ([...held.values()].includes(oldest[1])) return success(id);
    inUse.delete(oldest[1]);
    if (oldest[1] !== keeps()) client.removeImage(oldest[1]);
    return success(id);
  };
}

/** The loaded model; `signal` stops the current request, and `inUse` holds the images that are needed meanwhile. */
export function createRespondent(
  engine: Engine,
  { id: model, boxWords }: ModelFacts,
  files: Pick<ReadonlyMap<string, SuiteFile>, "get">,
  keeps: () => ImageId | null,
  signal: AbortSignal,
  inUse = new Set<ImageId>(),
): Respondent {
  return {
    engine: engine.background,
    model,
    boxWords,
    signal,
    open: createOpener(engine, files, keeps, inUse),
  };
}

/** The first image that can be opened: a broken one fails its own item, not the run. */
async function openAny(respondent: Respondent, paths: Iterable<string>): ReturnType<Respondent["open"]> {
  let image: Outcome<ImageId> = failure("badInput", "There is nothing to ask.");
  for (const path of new Set(paths)) {
    image = await respondent.open(path);
    if (image.ok || halts(image.fault)) break;
  }
  return image;
}

/**
 * The run card of the results, from one token about the first image that can be opened; null when stopped.
 */
export async function learnCard(
  respondent: Respondent,
  paths: Iterable<string>,
): Promise<Outcome<RunCard | null>> {
  const image = await openAny(respondent, paths);
  if (!image.ok) return image;
  const showing = pictureAndText(respondent.model, { source: image.value, edits: [] }, "?");
  const asked = await respondent.engine.rollout(
    { showing, sampler: GREEDY, maxTokens: 1 },
    respondent.signal,
    () => undefined,
  );
  return asked.ok ? success(asked.value[0]?.card ?? null) : asked;
}
