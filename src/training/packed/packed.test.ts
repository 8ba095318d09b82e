/** Packed passes against passes of each prompt by itself, and gradients against PyTorch and central differences. */

import { beforeAll, describe, expect, test, vi } from "vitest";
import { randomWeights } from "../../../scripts/model/random-weights.ts";
import { value } from "../../../scripts/model/testing/loaded-model.testing.ts";
import { randomValue } from "../../../scripts/model/testing/on-runtime.testing.ts";
import type { Trainee } from "../../../scripts/model/testing/open-trainee.testing.ts";
import {
  referenceDecoder,
  referenceEmbeds,
} from "../../../scripts/model/testing/reference-forward.testing.ts";
import { bundledTrainee, smallTrainee } from "../../../scripts/model/testing/trainee.testing.ts";
import references from "../../../training/reference/gradients.json";
import type { TokenId } from "../../base/ids.ts";
import { parameterShapes, smallConfig } from "../../graph/config.ts";
import { gradientNorm } from "../../math/optimization/clip.ts";
import type { ImageFeatures } from "../../model/adapter.ts";
import { elementsOf } from "../../model/tensors.ts";
import { evenWeights } from "../recipe/coefficients.ts";
import { answerLoss } from "../recipe/token-loss.ts";
import { drawAnswers, scoreAnswers } from "./decoder.ts";
import type { EncoderPixels, TrainedEncoder } from "./encoder.ts";
import { parameterGradients } from "./gradients.ts";
import { createPacking } from "./packing.ts";
import { inParts, type Prompt, promptOf, sharedLength } from "./prompt.ts";
import type { TrainedGraphs } from "./trained-graphs.ts";

// Compiling ONNX Runtime's wasm takes seconds on a busy machine.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 });

const ids = (values: readonly number[]): TokenId[] => [...values] as TokenId[];

function featuresOf(data: Float32Array, width: number): ImageFeatures {
  const values = { place: "host", dims: [1, data.length / width, width], data } as const;
  return { values, grid: { rows: 0, columns: 0 }, mask: null };
}

test("a branch sees what it continues and itself up to its own position, and nothing of its siblings", () => {
  const packing = createPacking();
  const root = packing.open(null);
  packing.append(root, 2);
  const [left, right] = [packing.open(root), packing.open(root)];
  packing.append(left, 1);
  packing.append(right, 1);
  packing.append(left, 1);
  expect(packing.positions(0)).toEqual([0, 1, 2, 2, 3]);
  const seen = [...packing.bias(2)].map((bias) => (bias === 0 ? 1 : 0));
  expect(seen).toEqual([1, 1, 1, 0, 0, 1, 1, 0, 1, 0, 1, 1, 1, 0, 1]);
});

describe("prompts of one picture", () => {
  const picture = featuresOf(new Float32Array(4), 4);
  const prompt = (...values: number[]): Prompt => promptOf(ids(values), 99 as TokenId, [picture]);

  test("share what they begin with, and each keeps an id of its own", () => {
    expect(sharedLength([prompt(1, 2, 3, 4), prompt(1, 2, 5)])).toBe(2);
    expect(sharedLength([prompt(1, 2), prompt(1, 2)])).toBe(1);
  });

  test("are computed in parts of a few hundred tokens, every one of them once", () => {
    const long = Array.from({ length: 9 }, (_, i) => prompt(...new Array<number>(100).fill(1), i));
    const parts = inParts(
      long,
      long.map(() => 100),
    );
    expect(parts.flat().sort((a, b) => a - b)).toEqual([...long.keys()]);
    expect(parts.length).toBeGreaterThan(1);
  });
});

describe("a random model", () => {
  const weights = randomWeights(smallConfig, 11);
  const width = smallConfig.hidden_size;
  let trainee: Trainee;
  let graphs: TrainedGraphs;
  let prompts: readonly Prompt[];
  const trained = [...parameterShapes(smallConfig).keys()].filter((name) => /^(decoder|embed)/.test(name));

  beforeAll(async () => {
    trainee = await smallTrainee();
    graphs = await trainee.graphs(trained);
    const image = new Array<number>(smallConfig.image_tokens).fill(graphs.imageToken);
    const [one, other] = [1, 2].map((seed) =>
      featuresOf(Float32Array.from(randomValue([image.length * width], seed).data), width),
    ) as [ImageFeatures, ImageFeatures];
    prompts = [
      promptOf(ids([10, ...image, 11, 12, 13]), graphs.imageToken, [one]),
      promptOf(ids([10, ...image, 11, 40]), graphs.imageToken, [one]),
      promptOf(ids([10, ...image, 20, 21, 22, 23]), graphs.imageToken, [other]),
    ];
  });

  /** The logits after a prompt and some ids, by the plain float64 decoder. */
  function expected({ ids: prompt, pictures: [picture] }: Prompt, answer: readonly TokenId[]): number[] {
    const all = [...prompt, ...answer.slice(0, -1)];
    const embeds = referenceEmbeds(smallConfig, weights, all);
    const first = prompt.indexOf(graphs.imageToken);
    for (let i = 0; i < smallConfig.image_tokens; i++)
      embeds[first + i] = [...(picture?.values.data.subarray(i * width, (i + 1) * width) ?? [])];
    return referenceDecoder(smallConfig, weights, embeds)
      .logits.slice(prompt.length - 1)
      .flat();
  }

  const answers = [ids([30, 31, 32]), ids([33]), ids([34, 35, 36, 37, 38])];
  const largest = (a: Float32Array, b: readonly number[]): number =>
    a.length === b.length ? Math.max(...b.map((v, i) => Math.abs(v - (a[i] as number)))) : Infinity;

  test("answers that are scored together have the logits that each has by itself", async () => {
    const scored = value(await scoreAnswers(graphs, trainee.model.parameters, prompts, answers));
    scored.forEach(({ logits }, i) => {
      expect(largest(logits, expected(prompts[i] as Prompt, answers[i] ?? []))).toBeLessThan(1e-4);
    });
  });

  test("answers that are drawn have the logits with which they are scored, and follow from their salts", async () => {
    const drawing = {
      cut: { temperature: 1, topP: 1, topK: 0 },
      longest: 6,
      salt: (answer: number, position: number) => 100 * answer + position,
    };
    const draw = () => drawAnswers(graphs, trainee.model.parameters, prompts, drawing);
    const drawn = value(await draw());
    const again = value(await draw());
    expect(again.map((answer) => answer.ids)).toEqual(drawn.map((answer) => answer.ids));
    expect(drawn.every((answer) => answer.ids.length === 6)).toBe(true);
    drawn.forEach((answer, i) => {
      expect(largest(answer.logits, expected(prompts[i] as Prompt, answer.ids))).toBeLessThan(1e-4);
    });
  });

  test("gradients of all parameters agree with central differences of the float64 decoder", async () => {
    const { parameters } = trainee.model;
    const scored = value(await scoreAnswers(graphs, parameters, prompts, answers));
    const seeds = scored.map(({ logits }, i) => Float32Array.from(randomValue([logits.length], i + 5).data));
    const found = value(
      await parameterGradients(graphs, { parameters, prompts, answers, pixels: new Map() }, seeds),
    );
    /** sum of seed · logits with one parameter moved along a direction. */
    const loss = (name: string, direction: Float32Array, by: number): number => {
      const tensor = weights.get(name);
      const start = parameters.get(name) as Float32Array;
      const moved = Float64Array.from(start, (w, i) => w + by * (direction[i] as number));
      const all = new Map(weights).set(name, {
        type: "F32",
        shape: tensor?.shape ?? [],
        bytes: new Uint8Array(Float32Array.from(moved).buffer),
      });
      return prompts.reduce((sum, prompt, p) => {
        const embeds = referenceEmbeds(smallConfig, all, [...prompt.ids, ...(answers[p] ?? []).slice(0, -1)]);
        const first = prompt.ids.indexOf(graphs.imageToken);
        for (let i = 0; i < smallConfig.image_tokens; i++)
          embeds[first + i] = [
            ...(prompt.pictures[0]?.values.data.subarray(i * width, (i + 1) * width) ?? []),
          ];
        const logits = referenceDecoder(smallConfig, all, embeds)
          .logits.slice(prompt.ids.length - 1)
          .flat();
        return sum + logits.reduce((part, logit, i) => part + logit * (seeds[p]?.[i] ?? 0), 0);
      }, 0);
    };
    for (const name of ["decoder.blocks.0.q.weight", "decoder.blocks.1.norm2.weight", "embed.weight"]) {
      const gradient = found.get(name) as Float32Array;
      const norm = Math.hypot(...gradient);
      const direction = gradient.map((slope) => slope / norm);
      const step = 1e-2;
      const slope = (loss(name, direction, step) - loss(name, direction, -step)) / (2 * step);
      expect(Math.abs(slope / norm - 1), name).toBeLessThan(2e-3);
    }
  });
});

/** What the encoder reads of each picture of the reference: a sine. */
function sinePixels(side: number): readonly EncoderPixels[] {
  return references.pictures.map((grid) => {
    const dims = [grid.rows * grid.columns + 1, 3, side, side];
    const data = Float32Array.from({ length: elementsOf(dims) }, (_, i) => Math.sin(0.37 * (i + 1)));
    return { values: { place: "host", dims, data }, grid };
  });
}

test.each(Object.keys(references.models) as (keyof typeof references.models)[])(
  "%s: loss and gradients of every weight within 1e-5 of PyTorch's",
  async (id) => {
    const reference = references.models[id];
    const { model, graphs: openGraphs } = await bundledTrainee(id);
    const graphs = await openGraphs(Object.keys(reference.gradients));
    expect(Object.keys(reference.gradients).sort()).toEqual([...parameterShapes(model.config).keys()].sort());
    const pixels = new Map<ImageFeatures, EncoderPixels>();
    for (const read of sinePixels(model.config.image_size))
      pixels.set(value(await (graphs.encoder as TrainedEncoder).encode(read, model.parameters)), read);
    const pictures = [...pixels.keys()];
    const prompts = reference.answers.map(({ prompt, picture }) =>
      promptOf(ids(prompt), model.imageToken, [pictures[picture] as ImageFeatures]),
    );
    const answers = reference.answers.map(({ answer }) => ids(answer));
    const { parameters } = model;
    const scored = value(await scoreAnswers(graphs, parameters, prompts, answers));
    const losses = scored.map(({ ids: own, logits }) =>
      answerLoss({ kind: "cross-entropy" }, { ids: own, student: logits, teacher: null, advantages: null }),
    );
    const weights = evenWeights(
      answers.map(({ length }) => length),
      "tokens",
    );
    const loss = losses.reduce(
      (sum, { loss: nats }, i) => sum + (weights[i]?.[0] ?? 0) * nats.reduce((a, b) => a + b, 0),
      0,
    );
    expect(Math.abs(loss / reference.loss - 1)).toBeLessThan(1e-5);
    const seeds = losses.map(({ gradient }, i) => gradient.map((slope) => slope * (weights[i]?.[0] ?? 0)));
    const found = value(await parameterGradients(graphs, { parameters, prompts, answers, pixels }, seeds));
    for (const [name, { norm, numbers }] of Object.entries(reference.gradients)) {
      const gradient = found.get(name) as Float32Array;
      expect(Math.abs(gradientNorm([gradient]) / norm - 1), name).toBeLessThan(1e-5);
      const own = numbers.map(
        (_, i) => gradient[Math.floor((i * gradient.length) / numbers.length)] as number,
      );
      const difference = Math.hypot(...own.map((slope, i) => slope - (numbers[i] as number)));
      expect(difference / Math.hypot(...numbers), name).toBeLessThan(1e-5);
    }
  },
);
