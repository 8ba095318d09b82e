/** What is needed to reproduce an experiment, in lines: the run card of every export. */

import type { Divergence } from "../../evidence/replay.ts";
import { REBUILT, type RunCard } from "../../evidence/rollout.ts";
import type { Plan } from "../../evidence/views/plan.ts";
import { printRecipe, printViews } from "../../evidence/views/recipe-text.ts";
import { settledDivergence } from "../../math/divergences/catalog.ts";
import { pixelWindow } from "../../view/box.ts";
import {
  CURRENT_SCHEMA,
  type DocumentImage,
  type Experiment,
  type OwnFormula,
} from "../document/document.ts";

export interface CardLine {
  readonly name: string;
  readonly value: string;
}

function divergenceWords(divergence: Divergence): string {
  const { temperature, support } = divergence;
  const over =
    support.kind === "full"
      ? "over the full vocabulary"
      : `over the top ${support.k} of the ${support.from}, rest: ${support.rest}`;
  const chosen = settledDivergence(divergence);
  const name = chosen?.definition.parameter?.name;
  const told = chosen === null || name === undefined ? "" : ` ${name} ${chosen.parameter}`;
  const unit = chosen?.definition.unit === "nats" ? ", in nats" : "";
  return `${chosen?.definition.id ?? divergence.kind}${told}, temperature ${temperature}, ${over}${unit}`;
}

/** A hash, and for weights changed since they were loaded, their version and origin. */
function weightsWords({ weightsSha256, weights }: RunCard): string {
  const changed = weights !== undefined && weights.version > 0;
  const since = changed ? `, version ${weights.version}, from ${weights.parent ?? "none"}` : "";
  return `SHA-256 ${weightsSha256}${since}`;
}

function machineLines({ rollouts, replays, teacherAnswer }: Experiment): readonly CardLine[] {
  const answered = rollouts[0]?.card;
  if (answered === undefined) return [];
  const replay = replays.find((each) => each !== null);
  const teacher =
    replay?.sides.find(({ role }) => role === "teacher")?.card ?? teacherAnswer?.card ?? answered;
  const [weights, ...rest] = machineCard(answered, (replay?.card ?? answered).numbersBackend);
  return [
    ...(weights === undefined ? [] : [weights]),
    { name: "teacher's weights", value: weightsWords(teacher) },
    ...rest,
  ];
}

/** Weights, backends, device and versions behind a figure about one model. */
export function machineCard(card: RunCard, numbers: string = card.numbersBackend): readonly CardLine[] {
  return [
    { name: "student's weights", value: weightsWords(card) },
    { name: "model on", value: card.modelBackend },
    { name: "numbers by", value: numbers },
    { name: "device", value: card.adapter },
    { name: "runtime", value: card.runtime },
    { name: "build", value: `Fovea ${card.build}, session schema ${CURRENT_SCHEMA}` },
  ];
}

/** Image, box, question and views: the card of a plan before anything was answered. */
export function planCard(plan: Plan, image: DocumentImage | null): readonly CardLine[] {
  const { x, y, width, height } = pixelWindow(plan.box, plan.size);
  return [
    { name: "image", value: `${image?.name ?? "unknown"}, SHA-256 ${plan.image}` },
    {
      name: "box",
      value: `${x}, ${y}, ${width} × ${height} of ${plan.size.width} × ${plan.size.height} pixels`,
    },
    { name: "question", value: plan.question },
    { name: "student", value: `${plan.model}, shown ${printRecipe(plan.student)}` },
    { name: "others", value: `${plan.teacher?.model ?? plan.model}, shown ${printViews(plan.others)}` },
  ];
}

/** Weights, device, backends, seed, prompt, box and versions of an experiment about `image`. */
export function runCard(experiment: Experiment, image: DocumentImage | null): readonly CardLine[] {
  const { plan, rollouts, replays } = experiment;
  const sampler = rollouts[0]?.sampler;
  const divergence = replays.find((each) => each !== null)?.divergence;
  return [
    ...planCard(plan, image),
    ...(sampler === undefined
      ? []
      : [
          {
            name: "sampling",
            value: `${rollouts.length} of seed ${sampler.seed}, temperature ${sampler.temperature}, top-p ${sampler.topP}, top-k ${sampler.topK}`,
          },
        ]),
    ...(rollouts.some(({ rebuilt }) => rebuilt) ? [{ name: "tokens", value: REBUILT }] : []),
    ...(divergence === undefined ? [] : [{ name: "divergence", value: divergenceWords(divergence) }]),
    ...machineLines(experiment),
  ];
}

/** The formulas behind a figure or a table, line by line. */
export function formulaLines(formulas: readonly OwnFormula[]): readonly CardLine[] {
  return formulas.flatMap(({ name, text }) =>
    text
      .split("\n")
      .map((line) => line.replace(/#.*/, "").trim())
      .filter((line) => line !== "")
      .map((value, at) => ({ name: `formula ${name}${at === 0 ? "" : `, line ${at + 1}`}`, value })),
  );
}
