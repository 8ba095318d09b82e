/** Names of the settings of a training in miniature. */
import type { Compared } from "../../../../lesson/miniature/gradient.ts";
import type { TeacherRule, TrainingSettings } from "../../../../lesson/miniature/training.ts";

export const RULES: readonly { readonly value: TeacherRule; readonly name: string }[] = [
  { value: "frozen", name: "frozen" },
  { value: "average", name: "moving average" },
  { value: "trustRegion", name: "trust region" },
  { value: "current", name: "current policy" },
];

export const DIVERGENCES = [
  { value: "jsd", name: "JSD ½" },
  { value: "forwardKl", name: "forward KL" },
  { value: "reverseKl", name: "reverse KL" },
] as const;

export const COMPARED = [
  { value: "full", name: "all letters" },
  { value: "topK1", name: "top 1, tail" },
  { value: "topK2", name: "top 2, tail" },
  { value: "sampled", name: "sampled letter" },
] as const;

type ComparedName = (typeof COMPARED)[number]["value"];

export function nameOfCompared(compared: Compared): ComparedName {
  if (compared.kind !== "topK") return compared.kind;
  return compared.k === 1 ? "topK1" : "topK2";
}

export function comparedOf(name: ComparedName): Compared {
  if (name === "topK1") return { kind: "topK", k: 1 };
  return name === "topK2" ? { kind: "topK", k: 2 } : { kind: name };
}

export function divergenceNamed(name: (typeof DIVERGENCES)[number]["value"]): TrainingSettings["divergence"] {
  return name === "jsd" ? { kind: name, beta: 0.5 } : { kind: name };
}

/** The name of a divergence that the miniature offers; null for any other. */
export function nameOfDivergence(kind: string): (typeof DIVERGENCES)[number]["value"] | null {
  return DIVERGENCES.find(({ value }) => value === kind)?.value ?? null;
}

export const UPDATES = [
  { value: 65, name: "65" },
  { value: 150, name: "150" },
  { value: 400, name: "400" },
] as const;
