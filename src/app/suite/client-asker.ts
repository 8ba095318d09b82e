/** An `Asker` over the engine's client. It holds the pictures of one entry and lets the former ones go. */
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import type { ImageId } from "../../base/ids.ts";
import { failure, type Outcome, success } from "../../base/outcome.ts";
import type { Engine, ModelFacts } from "../../engine/port.ts";
import { JSD_HALF } from "../../evidence/replay.ts";
import { GREEDY, type RunCard } from "../../evidence/rollout.ts";
import { pictureAndText } from "../../evidence/showing.ts";
import type { SuiteFile } from "../../suite/open/suite-file.ts";
import type { Asker } from "../../suite/run/ask-entry.ts";
import { halts } from "../../suite/run/drive.ts";

/** Longest answer, in tokens. */
const MAX_TOKENS = 64;
/** As many as the playground lists, so that an item that is opened there needs nothing more. */
const RIVALS = 5;
/** An entry's image and its supplied close-up. */
const HELD_PICTURES = 2;

const ignore = () => undefined;

/** Opens files as pictures of the engine; `keeps` are ids that are not ours to let go. */
function createOpener(
  client: Engine,
  files: ReadonlyMap<string, SuiteFile>,
  keeps: () => ImageId | null,
): Asker["open"] {
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
    const [oldest] = held;
    if (oldest === undefined || held.size <= HELD_PICTURES) return success(id);
    held.delete(oldest[0]);
    if (oldest[1] !== keeps() && ![...held.values()].includes(oldest[1])) client.removeImage(oldest[1]);
    return success(id);
  };
}

/** Asks the loaded model; `signal` stops what is under way. */
export function createAsker(
  client: Engine,
  facts: ModelFacts,
  files: ReadonlyMap<string, SuiteFile>,
  keeps: () => ImageId | null,
  signal: AbortSignal,
): Asker {
  return {
    model: facts.id,
    boxWords: facts.boxWords,
    open: createOpener(client, files, keeps),
    async ask(showing, sampler, group) {
      const request = { showing, sampler, group, maxTokens: MAX_TOKENS };
      const answered = await client.rollout(request, signal, ignore);
      if (!answered.ok) return answered;
      // A model that gives way to another stops what runs on it.
      const cut = answered.value.some(({ end }) => end === "cancelled");
      return success(signal.aborted || cut ? null : answered.value);
    },
    weigh: (showing, answers) => client.likelihood({ showing, answers }, signal),
    async replay(rollout, others) {
      const contrast = {
        student: rollout.showing,
        others: others.map((showing) => ({ role: "teacher" as const, showing })),
      };
      const request = { rollouts: [rollout], contrast, divergence: JSD_HALF, rivals: RIVALS };
      const replayed = await client.compare(request, signal, ignore);
      if (!replayed.ok) return replayed;
      const [replay] = replayed.value;
      return success(replay?.end === "done" ? replay : null);
    },
  };
}

/** The first of the pictures that can be opened: a broken one fails its own item, not the run. */
async function openAny(asker: Asker, paths: Iterable<string>): ReturnType<Asker["open"]> {
  let image: Outcome<ImageId> = failure("badInput", "There is nothing to ask.");
  for (const path of new Set(paths)) {
    image = await asker.open(path);
    if (image.ok || halts(image.fault)) break;
  }
  return image;
}

/**
 * What the results will have been made on, learnt from one token about the first of the pictures that can be opened;
 * null where stopped.
 */
export async function learnCard(
  client: Engine,
  asker: Asker,
  paths: Iterable<string>,
  signal: AbortSignal,
): Promise<Outcome<RunCard | null>> {
  const image = await openAny(asker, paths);
  if (!image.ok) return image;
  const showing = pictureAndText(asker.model, { source: image.value, edits: [] }, "?");
  const asked = await client.rollout({ showing, sampler: GREEDY, maxTokens: 1 }, signal, ignore);
  return asked.ok ? success(asked.value[0]?.card ?? null) : asked;
}
