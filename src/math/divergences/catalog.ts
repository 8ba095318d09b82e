/** The catalog of divergences. A divergence is registered only here. */
import type { DivergenceDefinition, DivergenceKind } from "./definition.ts";
import { forwardKl } from "./forward-kl.ts";
import { jsd } from "./jsd.ts";
import { renyiForward, renyiReverse } from "./renyi.ts";
import { reverseKl } from "./reverse-kl.ts";
import { skewForwardKl, skewReverseKl } from "./skew-kl.ts";
import { squaredHellinger } from "./squared-hellinger.ts";
import { totalVariation } from "./total-variation.ts";

/** In the order in which they are listed. */
export const divergences: readonly DivergenceDefinition[] = [
  forwardKl,
  reverseKl,
  jsd,
  totalVariation,
  squaredHellinger,
  renyiForward,
  renyiReverse,
  skewForwardKl,
  skewReverseKl,
];

/** The divergence with that id; undefined if this version does not know it. */
export function definitionOf(id: string): DivergenceDefinition | undefined {
  return divergences.find((each) => each.id === id);
}

/** The chosen divergence and its parameter; 0 if it has none. */
export interface ChosenDivergence {
  readonly definition: DivergenceDefinition;
  readonly parameter: number;
}

/** The parameter of a divergence, as chosen or its start value; 0 if it has none. */
export function parameterOf({ parameter }: DivergenceDefinition, chosen: DivergenceKind): number {
  if (parameter === null) return 0;
  const given = chosen[parameter.name];
  return typeof given === "number" ? given : parameter.start;
}

/** What is wrong with a choice, as a sentence without a full stop, or null. */
export function divergenceMistake(chosen: DivergenceKind): string | null {
  const definition = definitionOf(chosen.kind);
  if (definition === undefined) return `this version of Fovea knows no divergence “${chosen.kind}”`;
  const { parameter } = definition;
  if (parameter === null) return null;
  const value = parameterOf(definition, chosen);
  const { name, least, most } = parameter;
  return value >= least && value <= most ? null : `${name} ${value} is not between ${least} and ${most}`;
}

/**
 * The divergence of a choice; at the ends of its parameter it may be another one. Throws RangeError for a divergence that this
 * version does not know, which `divergenceMistake` reports.
 */
export function chosenDivergence(chosen: DivergenceKind): ChosenDivergence {
  const definition = definitionOf(chosen.kind);
  if (definition === undefined) throw new RangeError(divergenceMistake(chosen) ?? "");
  const parameter = parameterOf(definition, chosen);
  const settled = definition.settled(parameter);
  return settled === null ? { definition, parameter } : chosenDivergence(settled);
}

/** The same, but null for one that this version does not know. */
export function settledDivergence(chosen: DivergenceKind): ChosenDivergence | null {
  return definitionOf(chosen.kind) === undefined ? null : chosenDivergence(chosen);
}
