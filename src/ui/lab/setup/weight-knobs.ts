/** The parts of a recipe that say which weights are moved, and how. */
import type { Recipe, TrainedPart } from "../../../lab/recipe/recipe.ts";
import { choice, number, type Option, type RecipeKnob } from "./knob.ts";

const TRAINED: readonly Option<TrainedPart>[] = [
  { name: "the decoder’s blocks and last norm", value: { kind: "decoder" } },
  ...[4, 8, 16].map((rank) => ({
    name: `LoRA of rank ${rank} beside its linear maps`,
    value: { kind: "lora", rank, alpha: 2 * rank } as const,
  })),
  {
    name: "LoRA of rank 8 beside the maps of attention",
    value: { kind: "lora", rank: 8, alpha: 16, maps: ["q", "k", "v", "o"] },
  },
];

/** What is trained, and how far a step goes. */
export function optimizerKnobs(recipe: Recipe): readonly RecipeKnob[] {
  const { optimizer } = recipe;
  return [
    choice(
      {
        id: "trained",
        label: "What is trained",
        source:
          "LoRA: arXiv 2106.09685, §4.1. The vision encoder, the connector and the embeddings stand still.",
      },
      TRAINED,
      recipe.trained,
      (trained) => ({ ...recipe, trained }),
    ),
    number(
      {
        id: "rate",
        label: "Learning rate, in 10⁻⁴",
        source:
          "3 is what the same recipe in PyTorch uses (training/lab.py of the repository); Vision-OPD’s 0.02 is for a model of 4 billion parameters.",
      },
      { value: optimizer.rate * 1e4, least: 0.01, most: 100, step: 1, digits: 2 },
      (rate) => ({ ...recipe, optimizer: { ...optimizer, rate: Number((rate / 1e4).toPrecision(6)) } }),
    ),
    number(
      { id: "warm-up", label: "Warm-up, share of the run", source: "None in that PyTorch recipe." },
      { value: optimizer.warmUp, least: 0, most: 1, step: 0.05, digits: 2 },
      (warmUp) => ({ ...recipe, optimizer: { ...optimizer, warmUp } }),
    ),
    number(
      {
        id: "clip",
        label: "Largest norm of the gradient",
        source: "1, as usual; the whole gradient is scaled down to it.",
      },
      { value: optimizer.clip, least: 0.01, most: 100, step: 0.5, digits: 2 },
      (clip) => ({ ...recipe, optimizer: { ...optimizer, clip } }),
    ),
  ];
}
