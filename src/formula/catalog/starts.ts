/** Entries of the catalogs as formulas, to start from; a test holds each to the numbers of its built-in signal. */

export interface Start {
  /** Id of the signal that computes the same. */
  readonly signal: string;
  readonly title: string;
  readonly text: string;
}

const V_ZERO = [
  "alpha = 1 in 0..2",
  "gamma = 1 in 0..1",
  "least = 0 in 0..1",
  "most = 2 in 1..4",
  "gap = finite(l+ - l-, 20)",
  "score = mean_t(relu(gap) - gamma * relu(-gap))",
  "advantage = (score - mean_g(score)) / (std_g(score) + 1e-6)",
  "weight = clip(1 + alpha * advantage, least, most)",
];

const VA_OPD = [
  "tau = 1 in 0.1..5",
  "lambda = 0.5 in 0..1",
  "fraction = 0.2 in 0..1",
  "gain = relu(finite(lT - lD, 20))",
  "score = mean_t(gain)",
  "answer = softmax_g((score - mean_g(score)) / (std_g(score) + 1e-6) / tau)",
  "high = ceil(fraction * length - 1e-9)",
  "share = if(rank_t(gain) <= high, lambda / high, (1 - lambda) / (length - high))",
  "alone = max(high == 0, high == length)",
  "weight = relu(sum_g(sign(length)) * length * answer * if(alone, 1 / length, share))",
];

const VPPO = [
  "kept = 0.4 in 0..1",
  "base = 0.9 in 0..1",
  "S = clip(KL(p, r(masked)), 0, 20)",
  "score = mean_t(S)",
  "range = max_g(score) - min_g(score)",
  "scaled = (score - min_g(score)) / range",
  "top = base + (1 - base) / (mean_g(scaled) + 1e-8)",
  "answer = if(range > 1e-6, relu(base + scaled * (top - base)), 1)",
  "weight = if(rank_t(S) <= ceil(kept * length - 1e-9), answer, 0)",
];

/** Shifts by half of what the margin lacks, as the released runs do. */
const UNI_OPD = [
  "delta = 0.4 in 0..2",
  "gain = finite(lT - lS, 20)",
  "G = mean_t(gain)",
  "n_right = sum_g(correct)",
  "n_wrong = sum_g(1 - correct)",
  "margin = sum_g(correct * G) / n_right - sum_g((1 - correct) * G) / n_wrong",
  "shift = if(n_right * n_wrong == 0, 0, relu(delta - margin) / 2)",
  "reward = if(abs(gain) < 10, gain + if(correct, shift, -shift), 0)",
];

/** The weight of a gate, and the loss of its teacher with that weight. */
function gate(id: string, name: string, teacher: string, lines: readonly string[]): readonly Start[] {
  const loss = `loss = if(weight == 0, 0, weight * relu(KL(p, r(${teacher}))))`;
  return [
    { signal: `weight:${id}`, title: `${name}: weight`, text: lines.join("\n") },
    { signal: `loss:${id}`, title: `${name}: gated loss`, text: [...lines, loss].join("\n") },
  ];
}

const plain = (signal: string, title: string, ...lines: readonly string[]): Start => ({
  signal,
  title,
  text: lines.join("\n"),
});

export const STARTS: readonly Start[] = [
  plain("divergence", "The chosen divergence", "divergence = relu(D(q))"),
  plain("jsd", "JSD", "jsd = relu(JSD(q, p, 0.5))"),
  plain("forwardKl", "Forward KL", "forward_kl = relu(KL(q, p))"),
  plain("reverseKl", "Reverse KL", "reverse_kl = relu(KL(p, q))"),
  plain("totalVariation", "Total variation", "total_variation = relu(TV(p, q))"),
  plain("logRatio", "Log-ratio", "log_ratio = lS - lQ"),
  plain("k2", "Estimator k2", "k2 = (lS - lQ)^2 / 2"),
  plain("k3", "Estimator k3", "A = lS - lQ", "k3 = if(abs(A) < 1/0, relu(expm1(-A) + A), 1/0)"),
  plain("surrogate", "Policy-gradient surrogate", "surrogate = sg(lS - lQ) * lS"),
  plain("entropyDifference", "Entropy difference", "entropy_difference = H(p) - H(q)"),
  plain("rankShift", "Rank shift", "rank_shift = rank(p) - rank(q)"),
  plain("sameTop", "Most likely tokens", "same_top = sameTop(p, q)"),
  plain("visualAdvantage", "Visual advantage", "visual_advantage = relu(finite(lT - lD, 20))"),
  plain("evidenceGap", "Evidence gap", "evidence_gap = finite(l+ - l-, 20)"),
  ...gate("v-zero", "V-Zero", "positive", V_ZERO),
  ...gate("va-opd", "VA-OPD", "teacher", VA_OPD),
  ...gate("vppo", "VPPO", "teacher", VPPO),
  plain("reward", "Uni-OPD: token reward", "reward = finite(lT - lS, 20)"),
  plain("reward:uni-opd", "Uni-OPD: reward after the gate", ...UNI_OPD),
  plain("visualDependence", "Visual dependence", "visual_dependence = relu(KL(p, r(masked)))"),
  plain("compatibility", "Compatibility mass", "compatibility = mass(q)"),
  plain(
    "teachability",
    "Teachability",
    "apart = relu(KL(q, p))",
    "most = max_t(finite(apart, 0))",
    "shared = mass(q) / max_t(mass(q))",
    "teachability = if(most == 0, 0, min(1, apart / most) * shared)",
  ),
  plain("signGate", "Sign gate", "ratio = lS - lT", "sign_gate = if(ratio == 0, 1, (ratio < 0) == correct)"),
  plain(
    "centredChange",
    "Centred evidence change",
    'change = lS - l(r("erased"))',
    "centred = change - mean_t(change)",
  ),
  plain(
    "lowProbabilityLoss",
    "Loss on unlikely tokens",
    "share = 0.2 in 0..1",
    "loss = relu(D(q))",
    "unlikely = if(rank_t(-lS) <= ceil(share * length), loss / sum_t(loss), 0)",
  ),
];

/** A divergence of the catalog (src/math/divergences) as a sum over the vocabulary. */
export interface WrittenDivergence {
  readonly divergence: string;
  readonly title: string;
  readonly text: string;
}

const divergence = (id: string, title: string, ...lines: readonly string[]): WrittenDivergence => ({
  divergence: id,
  title,
  text: lines.join("\n"),
});

const ALPHA = "alpha = 0.5 in 0.05..0.95";
const LAMBDA = "lambda = 0.9 in 0..1";

export const DIVERGENCE_STARTS: readonly WrittenDivergence[] = [
  divergence("forwardKl", "Forward KL, summed", "sum_v(q * (log q - log p))"),
  divergence("reverseKl", "Reverse KL, summed", "sum_v(p * (log p - log q))"),
  divergence(
    "jsd",
    "JSD, summed",
    "beta = 0.5 in 0.05..0.95",
    "m = beta * q + (1 - beta) * p",
    "sum_v(beta * q * (log q - log m) + (1 - beta) * p * (log p - log m))",
  ),
  divergence("totalVariation", "Total variation, summed", "sum_v(abs(p - q)) / 2"),
  divergence("squaredHellinger", "Squared Hellinger, summed", "sum_v((sqrt p - sqrt q)^2) / 2"),
  divergence("renyiForward", "Rényi, forward", ALPHA, "log(sum_v(q^alpha * p^(1 - alpha))) / (alpha - 1)"),
  divergence("renyiReverse", "Rényi, reverse", ALPHA, "log(sum_v(p^alpha * q^(1 - alpha))) / (alpha - 1)"),
  divergence(
    "skewForwardKl",
    "Skew KL, forward",
    LAMBDA,
    "sum_v(q * (log q - log(lambda * p + (1 - lambda) * q)))",
  ),
  divergence(
    "skewReverseKl",
    "Skew KL, reverse",
    LAMBDA,
    "sum_v(p * (log p - log(lambda * q + (1 - lambda) * p)))",
  ),
];
