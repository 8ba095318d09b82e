/** For one item of a suite: whether the model's maps of the full image peak at the evidence. */

import { type Outcome, success } from "../../base/outcome.ts";
import { NEVER } from "../../base/signal.ts";
import type { Engine, ModelFacts } from "../../engine/port.ts";
import { drawMap, type MapPorts } from "../../evidence/maps/draw-map.ts";
import {
  lossesOf,
  lossOf,
  type MeasuredCell,
  type Point,
  peakOf,
  refined,
  type Sensitivity,
  sensitivityMap,
  startSensitivity,
  USUAL_PLAN,
} from "../../evidence/maps/sensitivity.ts";
import { answerText, GREEDY, type Rollout } from "../../evidence/rollout.ts";
import { type Showing, shownImagesOf } from "../../evidence/views/showing.ts";
import { evidenceTiles } from "../../evidence/views/tiles.ts";
import { compareWhole } from "../../experiment/compare.ts";
import type { SuiteEntry } from "../../suite/open/entry.ts";
import { conditionShowings } from "../../suite/run/conditions.ts";
import { askUnder, type Respondent } from "../../suite/run/respondent.ts";
import { judgeBy } from "../../suite/score/judge.ts";
import type { Box } from "../../view/box.ts";
import { chanceOf, holdsPoint, widened } from "../../view/widen.ts";

/** The true box is widened this much about its centre before a peak counts as inside. */
const WIDENED = 1.5;
const WHOLE: Box = { x: 0, y: 0, width: 1, height: 1 };

/** Where a map peaks (null where it has no peak), and whether that is inside the widened box. */
export interface Peak {
  readonly point: Point | null;
  readonly inside: boolean;
}

export interface LayerPeak extends Peak {
  readonly coverage: number | null;
  readonly lift: number | null;
}

export interface DrawnMap extends Peak {
  /** The loss of each token of both answers for each erased cell, the crop's answer first; for other maps from the same replays. */
  readonly measured: readonly MeasuredCell[];
}

/** A tile of the image as the model cuts it, counted from 1. */
export interface CostliestTile {
  readonly row: number;
  readonly column: number;
  readonly holdsEvidence: boolean;
}

export interface LookedMaps {
  /** The probability that a random point lies inside the widened box. */
  readonly chance: number;
  /** The map of the crop's answer, replayed under the full image. */
  readonly crop: DrawnMap;
  /** The map of the model's own answer from the full image. */
  readonly own: DrawnMap;
  /** Relative attention over the full image, layer by layer from the first; null for models that give none. */
  readonly attention: readonly LayerPeak[] | null;
  /** The tile whose erasure costs the crop's answer most; null where the model cuts no tiles from the image. */
  readonly tile: CostliestTile | null;
}

export interface LookedItem {
  readonly id: string;
  readonly dimension: string;
  readonly box: Box | null;
  readonly crop: { readonly text: string; readonly right: boolean } | null;
  readonly own: { readonly text: string; readonly right: boolean } | null;
  /** Null where the answer from the crop is wrong, or there is no box. */
  readonly maps: LookedMaps | null;
}

const ignore = () => undefined;

function inBox(box: Box, point: Point | null): Peak {
  return { point, inside: point !== null && holdsPoint(widened(box, WIDENED), point) };
}

/** Scores both answers at once under the full image with a cell erased. */
function readerOf(client: Engine, showing: Showing, rollouts: readonly Rollout[]): MapPorts["read"] {
  return async (others) => {
    const contrast = {
      student: showing,
      others: others.map((other) => ({ role: "control" as const, showing: other })),
    };
    const compared = await compareWhole(client, rollouts, contrast, 0, NEVER);
    if (!compared.ok || compared.value === null) return compared as Outcome<null>;
    const replays = compared.value;
    return success(
      others.map((_, i) =>
        replays.flatMap(({ sides }) => lossesOf(sides[0]?.logProb ?? [], sides[i + 1]?.logProb ?? [])),
      ),
    );
  };
}

async function attentionPeaks(
  client: Engine,
  facts: ModelFacts,
  showing: Showing,
  box: Box,
): Promise<Outcome<readonly LayerPeak[] | null>> {
  if (!facts.gives.attention) return success(null);
  const read = await client.attention({ showing, picture: 0, box }, NEVER);
  if (!read.ok) return read;
  const layers = read.value?.layers ?? [];
  return success(
    layers.map(({ map, coverage, lift }) => ({
      ...inBox(box, peakOf(map, map)),
      coverage: coverage.overlap,
      lift,
    })),
  );
}

const ERASED = { kind: "blank" } as const;

interface Looking {
  readonly showing: Showing;
  readonly box: Box;
  /** The answer from the crop, then the model's own. */
  readonly rollouts: readonly [Rollout, Rollout];
}

/** The map of some of the tokens over the full image, refined where they lose most. */
async function refinedMap(
  { showing, box }: Looking,
  ports: MapPorts,
  coarse: Sensitivity,
  selected: readonly number[],
): Promise<Outcome<DrawnMap>> {
  const begun = refined(coarse, USUAL_PLAN.levels, selected);
  const drawn = await drawMap({ showing, frame: WHOLE, by: ERASED, selected }, begun, ports);
  if (!drawn.ok) return drawn;
  const peak = peakOf(sensitivityMap(drawn.value, selected), USUAL_PLAN);
  return success({ ...inBox(box, peak), measured: drawn.value.measured });
}

/** Erases one tile of the model's own grid after the other. */
async function costliestTile(
  client: Engine,
  { showing, box }: Looking,
  ports: MapPorts,
  selected: readonly number[],
): Promise<Outcome<CostliestTile | null>> {
  const [image] = shownImagesOf(showing);
  if (image === undefined) return success(null);
  const picture = await client.picture({ model: showing.model, image, edges: showing });
  if (!picture.ok) return picture;
  const { grid } = picture.value;
  if (grid.rows * grid.columns === 0) return success(null);
  const request = { showing, frame: WHOLE, by: ERASED, selected };
  const erased = await drawMap(request, startSensitivity({ ...grid, levels: 0, refined: 0 }), ports);
  if (!erased.ok) return erased;
  const lossAt = (cell: MeasuredCell): number => lossOf(cell, selected);
  const most = erased.value.measured.reduce((a, b) => (lossAt(b) > lossAt(a) ? b : a));
  const [row, column] = [most.row + 1, most.column + 1];
  const held = evidenceTiles(box, grid);
  return success({
    row,
    column,
    holdsEvidence: held.some((tile) => tile.row === row && tile.column === column),
  });
}

async function mapsOf(client: Engine, facts: ModelFacts, looking: Looking): Promise<Outcome<LookedMaps>> {
  const { showing, box, rollouts } = looking;
  const [crop, own] = rollouts;
  const ofCrop = crop.ids.map((_, token) => token);
  const ofOwn = own.ids.map((_, token) => crop.ids.length + token);
  const ports = { read: readerOf(client, showing, rollouts), now: () => performance.now(), onPart: ignore };
  const coarse = await drawMap(
    { showing, frame: WHOLE, by: ERASED, selected: null },
    startSensitivity({ ...USUAL_PLAN, levels: 0 }),
    ports,
  );
  if (!coarse.ok) return coarse;
  const cropMap = await refinedMap(looking, ports, coarse.value, ofCrop);
  if (!cropMap.ok) return cropMap;
  const same = String(crop.ids) === String(own.ids);
  const ownMap = same ? cropMap : await refinedMap(looking, ports, coarse.value, ofOwn);
  if (!ownMap.ok) return ownMap;
  const attention = await attentionPeaks(client, facts, showing, box);
  if (!attention.ok) return attention;
  const tile = await costliestTile(client, looking, ports, ofCrop);
  if (!tile.ok) return tile;
  return success({
    chance: chanceOf(widened(box, WIDENED)),
    crop: cropMap.value,
    own: ownMap.value,
    attention: attention.value,
    tile: tile.value,
  });
}

/** Answers from the crop and from the full image, and where the full image's maps peak if the crop's answer is right. */
export async function lookAt(
  client: Engine,
  respondent: Respondent,
  facts: ModelFacts,
  entry: SuiteEntry,
): Promise<Outcome<LookedItem>> {
  const { id, dimension, region } = entry;
  const box = region.kind === "box" ? region.box : null;
  const nothing = { id, dimension, box, crop: null, own: null, maps: null };
  if (box === null) return success(nothing);
  const image = await respondent.open(entry.path);
  if (!image.ok) return image;
  const { model, boxWords } = respondent;
  const opened = { model, boxWords, longestEdge: null, image: image.value, crop: null };
  const showings = conditionShowings(entry, opened, ["global", "regional"], "letter");
  const rollouts: Rollout[] = [];
  const rights: boolean[] = [];
  for (const look of ["regional", "global"] as const) {
    const showing = showings.get(look);
    const asked =
      showing === undefined ? success(null) : await askUnder(respondent, showing, GREEDY, 1, judgeBy(entry));
    if (!asked.ok) return asked;
    rollouts.push(...(asked.value?.rollouts ?? []));
    rights.push(...(asked.value?.verdicts ?? []).map((verdict) => verdict === true));
  }
  const [crop, own] = rollouts;
  const full = showings.get("global");
  if (crop === undefined || own === undefined || full === undefined) return success(nothing);
  const judged = (rollout: Rollout, at: number) => ({
    text: answerText(rollout),
    right: rights[at] === true,
  });
  const said = { ...nothing, crop: judged(crop, 0), own: judged(own, 1) };
  if (!said.crop.right) return success(said);
  const maps = await mapsOf(client, facts, { showing: full, box, rollouts: [crop, own] });
  return maps.ok ? success({ ...said, maps: maps.value }) : maps;
}
