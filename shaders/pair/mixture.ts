/** Second read of both sides: Jensen–Shannon divergence and total variation. */
import { joined, type Kernel, MERGE_INVOCATIONS, type Pass, type RowPass } from "../kernel/kernel.ts";
import numbers from "../kernel/numbers.wgsl?raw";
import reduce from "../kernel/reduce.wgsl?raw";
import tokens from "../kernel/tokens.wgsl?raw";
import merge from "../support/merge.wgsl?raw";
import normalisers from "../support/normalisers.wgsl?raw";
import mixture from "./mixture.wgsl?raw";
import mixtureLogs from "./mixture-logs.wgsl?raw";
import mixtureState from "./mixture-state.wgsl?raw";

/** Words of a mixture's State: the divergence and twice the total variation. */
export const MIXTURE_WORDS = 2;

/** The beta that kernels are given, inside (0, 1): at 0 and 1 the divergence is a KL, which the binding computes. */
export function innerBeta(beta: number): number {
  return beta === 0 || beta === 1 ? 0.5 : beta;
}

export const mixturePass: RowPass = {
  name: "mixture",
  sides: 2,
  wgsl: joined(numbers, normalisers, tokens, mixtureLogs, mixtureState, reduce, mixture),
  bindings: ["uniform", "read", "read", "read", "write"],
  constants: {},
};

export const mixtureMergePass: Pass = {
  name: "mixture-merge",
  wgsl: joined(numbers, mixtureState, merge),
  bindings: ["uniform", "read", "write"],
  constants: { invocations: MERGE_INVOCATIONS },
};

export const mixtureKernel: Kernel = {
  name: "mixture",
  computes: "Jensen–Shannon divergence and total variation, per pair of rows, full vocabulary",
  source: "Vision-OPD §3.2, arXiv 2605.18740; GKD §3, arXiv 2306.13649",
  passes: [mixturePass, mixtureMergePass],
  tolerance: {
    absolute: 2e-6,
    relative: 1e-5,
    because: "probabilities from float32 sums; no term is larger than the result's bound of ln 2",
  },
};
