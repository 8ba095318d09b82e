/** Every kernel; the only place where one is registered. A test fails when one of these was not exercised. */
import { agreementKernel } from "./agreement.ts";
import { attentionKernel } from "./attention.ts";
import { divergenceKernel } from "./divergence.ts";
import { divergenceKernels } from "./divergences.ts";
import { drawKernel } from "./draw.ts";
import { estimatorsKernel } from "./estimators.ts";
import { advantageKernel } from "./gates/advantage.ts";
import { orderKernel } from "./gates/order.ts";
import { vaOpdKernel, vZeroKernel } from "./gates/weights.ts";
import { gradientKernel } from "./gradient.ts";
import type { Kernel } from "./kernel.ts";
import { mixtureKernel } from "./mixture.ts";
import { reducedGradientKernel } from "./reduced-gradient.ts";
import { scoreKernel } from "./score.ts";
import { supportKernel } from "./support.ts";
import { topKKernel } from "./top-k.ts";

export const kernels: readonly Kernel[] = [
  scoreKernel,
  divergenceKernel,
  mixtureKernel,
  ...divergenceKernels,
  topKKernel,
  drawKernel,
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
];
