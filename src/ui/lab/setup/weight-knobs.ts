/** The parts of a recipe that say which weights are moved, and how. */
import type { OptimizerChoice, Recipe, TrainedPart } from "../../../lab/recipe/recipe.ts";
import { choice, number, type Option, type RecipeKnob } from "./knob.ts";

/** What can be trained; LoRA's matrices have the chosen rank, or that of the recipe with LoRA. */
function trainedOptions(chosen: TrainedPart): readonly Option<TrainedPart>[] {
  const { rank, alpha } = chosen.kind === "lora" ? chosen : { rank: 8, alpha: 16 };
  return [
    { name: "the decoder’s blocks and last norm", value: { kind: "decoder" } },
    { name: "all weights of the model", value: { kind: "all" } },
    { name: "LoRA beside its linear maps", value: { kind: "lora", rank, alpha } },
    {
      name: "LoRA beside the maps of attention",
      value: { kind: "lora", rank, alpha, maps: ["q", "k", "v", "o"] },
    },
  ];
}

/** The size of LoRA's matrices, and their scale. */
function loraKnobs(recipe: Recipe): readonly RecipeKnob[] {
  const { trained } = recipe;
  if (trained.kind !== "lora") return [];
  return [
    number(
      { id: "rank", label: "LoRA’s rank", source: "Our choice: 8. LoRA’s §7.2 compares 1 to 64." },
      { value: trained.rank, least: 1, most: 64, step: 1, digits: 0 },
      (rank) => ({ ...recipe, trained: { ...trained, rank } }),
    ),
    number(
      {
        id: "alpha",
        label: "LoRA’s α",
        source: "Our choice: 16. LoRA’s §4.1 scales the product by α / rank, and keeps α for other ranks.",
      },
      { value: trained.alpha, least: 0.1, most: 1024, step: 1, digits: 1 },
      (alpha) => ({ ...recipe, trained: { ...trained, alpha } }),
    ),
  ];
}

/** AdamW's own numbers. */
function adamWKnobs(recipe: Recipe): readonly RecipeKnob[] {
  const { optimizer } = recipe;
  const set = (change: Partial<OptimizerChoice>): Recipe => ({
    ...recipe,
    optimizer: { ...optimizer, ...change },
  });
  return [
    number(
      { id: "beta1", label: "AdamW’s β₁", source: "0.9, PyTorch’s own, which that recipe keeps." },
      { value: optimizer.beta1, least: 0, most: 0.999, step: 0.01, digits: 3 },
      (beta1) => set({ beta1 }),
    ),
    number(
      { id: "beta2", label: "AdamW’s β₂", source: "0.98 in that PyTorch recipe; PyTorch’s own is 0.999." },
      { value: optimizer.beta2, least: 0, most: 0.9999, step: 0.01, digits: 4 },
      (beta2) => set({ beta2 }),
    ),
    number(
      { id: "epsilon", label: "AdamW’s ε, in 10⁻⁸", source: "1, PyTorch’s own, which that recipe keeps." },
      { value: scaled(optimizer.epsilon, 1e8), least: 0.01, most: 10_000, step: 1, digits: 2 },
      (epsilon) => set({ epsilon: scaled(epsilon, 1e-8) }),
    ),
    number(
      {
        id: "weight-decay",
        label: "Weight decay",
        source: "None in that PyTorch recipe. Each step takes the rate times this share off the weights.",
      },
      { value: optimizer.weightDecay, least: 0, most: 1, step: 0.01, digits: 3 },
      (weightDecay) => set({ weightDecay }),
    ),
  ];
}

/** Without the last digits, in which a power of ten is not exact. */
const scaled = (value: number, by: number): number => Number((value * by).toPrecision(6));

/** What is trained, and how far a step goes. */
export function optimizerKnobs(recipe: Recipe): readonly RecipeKnob[] {
  const { optimizer } = recipe;
  return [
    choice(
      {
        id: "trained",
        label: "What is trained",
        source:
          "Only where all weights are, the vision encoder, the connector and the embeddings, which are also the head, are trained. All weights, and LoRA (arXiv 2106.09685, §4.1), train on wasm.",
      },
      trainedOptions(recipe.trained),
      recipe.trained,
      (trained) => ({ ...recipe, trained }),
    ),
    ...loraKnobs(recipe),
    number(
      {
        id: "rate",
        label: "Learning rate, in 10⁻⁴",
        source:
          "3 is what the same recipe in PyTorch uses (training/lab.py of the repository); Vision-OPD’s 0.02 is for a model of 4 billion parameters.",
      },
      { value: scaled(optimizer.rate, 1e4), least: 0.01, most: 100, step: 1, digits: 2 },
      (rate) => ({ ...recipe, optimizer: { ...optimizer, rate: scaled(rate, 1e-4) } }),
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
    ...adamWKnobs(recipe),
  ];
}
