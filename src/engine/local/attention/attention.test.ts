/** Attention of open models, in Node on wasm, against the float64 recomputation of the whole model. */
import "../../../base/dispose.ts";
import * as ort from "onnxruntime-web/wasm";
import { describe, expect, test, vi } from "vitest";
import { smallPair } from "../../../../scripts/model/pair-config.ts";
import { randomWeights } from "../../../../scripts/model/random-weights.ts";
import { loadedFor, value } from "../../../../scripts/model/testing/loaded-model.testing.ts";
import { openFolder } from "../../../../scripts/model/testing/open-folder.testing.ts";
import {
  referenceDecoder,
  referenceEmbeds,
  referenceVision,
} from "../../../../scripts/model/testing/reference-forward.testing.ts";
import { testPicture } from "../../../../scripts/model/vectors/test-picture.testing.ts";
import { plainVision, writePair } from "../../../../scripts/model/write-pair.ts";
import { writeTrio } from "../../../../scripts/model/write-trio.ts";
import type { ImageId, ModelId, TokenId } from "../../../base/ids.ts";
import { given } from "../../../evidence/column.ts";
import { type AttentionRequest, GENERIC_PROMPT, genericShowing } from "../../../evidence/maps/attention.ts";
import { pictureAndText } from "../../../evidence/views/showing.ts";
import { smallConfig } from "../../../graph/config.ts";
import { coverage, layerAt, relativeMap, USUAL_DEPTH } from "../../../math/attention/attention.ts";
import type { OpenModel } from "../../../model/adapter.ts";
import { pixelValues, tilePicture } from "../../../model/families/idefics3/pixels.ts";
import { promptIds } from "../../../model/families/idefics3/prompt.ts";
import type { Manifest } from "../../../model/manifest/manifest.ts";
import { createTokenizer } from "../../../model/tokenizer.ts";
import type { Pixels } from "../../../view/pixels.ts";
import type { LoadedModel } from "../models/loaded-model.ts";
import { unqueued } from "../queue/unqueued.testing.ts";
import { attendToTokens, runAttention } from "./attention.ts";

vi.setConfig({ testTimeout: 60_000 });

const seed = 7;
const picture = testPicture(61, 45, 2);
const question = "What is this?";
const box = { x: 0.25, y: 0.25, width: 0.5, height: 0.5 };
const showing = pictureAndText("m" as ModelId, { source: "i" as ImageId, edits: [] }, question);
const never = new AbortController().signal;

const corner = { x: 0, y: 0.1, width: 0.4, height: 0.6 };
const attended = (loaded: LoadedModel, answers: readonly (readonly TokenId[])[], signal = never) =>
  attendToTokens(loaded, showing, corner, answers, unqueued(signal), () => undefined);

const grid = (values: readonly number[] = []) => ({ rows: 2, columns: 2, values: Float64Array.from(values) });

const read = (loaded: LoadedModel, request: Partial<AttentionRequest> = {}, signal = never) =>
  runAttention(loaded, { showing, picture: 0, box, ...request }, unqueued(signal), () => undefined);

/**
 * [layers, positions, tokens] by the plain loops: the attention to the picture, mean over heads, of the prompt's last position
 * and of those of an answer but its last.
 */
function expectedMaps(
  model: OpenModel,
  files: ReadonlyMap<string, Uint8Array>,
  text: string,
  answer: readonly TokenId[] = [],
) {
  const manifest = model.manifest as Manifest;
  if (manifest.family !== "idefics3") throw new Error("another family");
  const json = (name: string) => JSON.parse(new TextDecoder().decode(files.get(name)));
  const tokenizer = value(createTokenizer(json("tokenizer.json"), json("tokenizer_config.json")));
  const grid = { rows: 0, columns: 0 };
  const ids = value(
    promptIds(manifest, tokenizer, [
      { kind: "picture", grid },
      { kind: "text", text },
    ]),
  );
  const weights = randomWeights(smallConfig, seed);
  const { tiles } = tilePicture(picture as Pixels, manifest.vision);
  const side = smallConfig.image_size;
  const values = pixelValues(tiles, manifest.vision);
  const planes = [0, 1, 2].map((channel) =>
    Array.from({ length: side }, (_, y) =>
      Array.from({ length: side }, (_, x) => values[(channel * side + y) * side + x] ?? 0),
    ),
  );
  const features = referenceVision(smallConfig, weights, planes);
  const fed = answer.slice(0, -1);
  const embeds = referenceEmbeds(smallConfig, weights, [...ids, ...fed]);
  const first = ids.indexOf(tokenizer.idOf("<image>") as never);
  features.forEach((row, i) => {
    embeds[first + i] = row;
  });
  return referenceDecoder(smallConfig, weights, embeds).attentions.map((heads) =>
    [0, ...fed.keys()].map((_, t) =>
      features.map((_, token) => {
        const seen = heads.map((rows) => rows[ids.length - 1 + t]?.[first + token] ?? Number.NaN);
        return seen.reduce((sum, weight) => sum + weight / heads.length, 0);
      }),
    ),
  );
}

describe("a random trio", () => {
  const opened = (async () => {
    const files = await writeTrio({ config: smallConfig, seed });
    return { files, model: value(await openFolder({ ort }, files)) };
  })();

  test("attends as the float64 recomputation does, question over generic prompt", async () => {
    const { files, model } = await opened;
    const found = value(await read(loadedFor(model, picture)));
    const asked = expectedMaps(model, files, question);
    const generic = expectedMaps(model, files, GENERIC_PROMPT);
    expect([found?.rows, found?.columns]).toEqual([2, 2]);
    expect(found?.layers.map(({ layer }) => layer)).toEqual(asked.map((_, layer) => layer));
    for (const [layer, maps] of asked.entries()) {
      const expected = relativeMap(grid(maps[0]), grid(generic[layer]?.[0])).values;
      found?.layers[layer]?.map.values.forEach((cell, i) => {
        expect(Math.abs(cell / (expected[i] ?? 0) - 1)).toBeLessThan(1e-3);
      });
    }
  });

  test("at every token of an answer, a box has the share that it has in the recomputation’s map of that position", async () => {
    const { files, model } = await opened;
    const answer = [5, 9, 2, 7] as TokenId[];
    const asked = expectedMaps(model, files, question, answer);
    const generic = expectedMaps(model, files, GENERIC_PROMPT, answer);
    const layer = layerAt(USUAL_DEPTH, asked.length);
    const expected = answer.map((_, t) =>
      coverage(relativeMap(grid(asked[layer]?.[t]), grid(generic[layer]?.[t])), corner, "overlap"),
    );
    const columns = value(await attended(loadedFor(model, picture), [answer, answer.slice(0, 2)]));
    for (const [t, share] of expected.entries())
      for (const column of columns ?? [])
        if (t < given(column).length) expect(given(column)[t]).toBeCloseTo(share ?? Number.NaN, 5);
    expect(columns?.map((column) => given(column).length)).toEqual([4, 2]);
    expect(new Set(expected.map((share) => share?.toFixed(4))).size).toBeGreaterThan(1);
    // The first token's is that of the map.
    const map = value(await read(loadedFor(model, picture), { box: corner }))?.layers[layer];
    expect(given(columns?.[0])[0]).toBeCloseTo(map?.coverage.overlap ?? Number.NaN, 5);
    expect(value(await attended(loadedFor(model, picture), [answer], AbortSignal.abort()))).toBeNull();
  });

  test("under the generic prompt itself every cell is near 1, and a box has what its area has", async () => {
    const { model } = await opened;
    const found = value(await read(loadedFor(model, picture), { showing: genericShowing(showing) }));
    for (const layer of found?.layers ?? []) {
      // Not 1 exactly, by what epsilon is beside a weight of some 1e-3.
      for (const cell of layer.map.values) expect(Math.abs(cell - 1)).toBeLessThan(1e-2);
      expect(layer.lift).toBeCloseTo(1, 2);
    }
  });

  test("a crop is asked about as the part of the source that it shows", async () => {
    const { model } = await opened;
    const crop = { kind: "crop", box, scale: 2 } as const;
    const cropped = pictureAndText(showing.model, { source: "i" as ImageId, edits: [crop] }, question);
    const found = value(await read(loadedFor(model, picture), { showing: cropped }));
    expect(found?.frame).toEqual(box);
    for (const { coverage } of found?.layers ?? []) expect(coverage.overlap).toBeCloseTo(1, 9);
  });

  test("stopped, it ends with nothing; a picture that is not there is refused", async () => {
    const { model } = await opened;
    expect(value(await read(loadedFor(model, picture), {}, AbortSignal.abort()))).toBeNull();
    expect(await read(loadedFor(model, picture), { picture: 1 })).toMatchObject({
      fault: { kind: "badInput" },
    });
  });
});

test("a model without such outputs says so", async () => {
  const files = await writePair({ config: smallPair, seed: 9, vision: plainVision });
  const model = value(await openFolder({ ort }, files));
  expect(model.givesAttention).toBe(false);
  expect(await read(loadedFor(model, picture))).toMatchObject({ ok: false, fault: { kind: "unsupported" } });
  const columns = value(await attended(loadedFor(model, picture), [[1, 2] as TokenId[]]));
  expect(columns).toEqual([{ missing: expect.stringContaining("provides no attention") }]);
});
