/** Every kernel; the only place where one is registered. A test fails when one of these was not exercised. */

import { attentionKernel } from "./attention/attention.ts";
import { advantageKernel } from "./gates/advantage.ts";
import { orderKernel } from "./gates/order.ts";
import { vaOpdKernel, vZeroKernel } from "./gates/weights.ts";
import { gradientKernel } from "./gradient/gradient.ts";
import { reducedGradientKernel } from "./gradient/reduced-gradient.ts";
import type { Kernel } from "./kernel/kernel.ts";
import { adamWKernel } from "./optimizer/adamw.ts";
import { blendKernel } from "./optimizer/blend.ts";
import { normKernel } from "./optimizer/norm.ts";
import { agreementKernel } from "./pair/agreement.ts";
import { divergenceKernel } from "./pair/divergence.ts";
import { divergenceKernels } from "./pair/divergences.ts";
import { estimatorsKernel } from "./pair/estimators.ts";
import { mixtureKernel } from "./pair/mixture.ts";
import { sampleKernel } from "./rows/sample.ts";
import { scoreKernel } from "./rows/score.ts";
import { topKKernel } from "./rows/top-k.ts";
import { supportKernel } from "./support/support.ts";

export const kernels: readonly Kernel[] = [
  scoreKernel,
  divergenceKernel,
  mixtureKernel,
  ...divergenceKernels,
  topKKernel,
  sampleKernel,
  agreementKernel,
  estimatorsKernel,
  supportKernel,
  gradientKernel,
  reducedGradientKernel,
  attentionKernel,
  advantageKernel,
  vZeroKernel,
  vaOpdKernel,
  orderKernel,
  blendKernel,
  normKernel,
  adamWKernel,
];
