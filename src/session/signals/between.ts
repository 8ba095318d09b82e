/** Signals between the student and a chosen other side. */
import { type Column, isMissing } from "../../evidence/column.ts";
import { type Divergence, PAIR_COLUMNS, type PairColumn, type Replay } from "../../evidence/replay.ts";
import { divergences } from "../../math/divergences/catalog.ts";
import type { DivergenceDefinition } from "../../math/divergences/definition.ts";
import { divergenceBound, divergenceFormula, divergenceUnit } from "./formula.ts";
import {
  type Against,
  type Answer,
  missing,
  otherAt,
  type Pole,
  type Signal,
  values,
  withReplay,
} from "./signal.ts";

type Told = Omit<Signal, "compares" | "read">;

/** A signal that reads one column of the compared side, others[at] of the replay. */
function between(
  told: Told,
  column: (replay: Replay, at: number) => Column<number | null>,
  remarks: (replay: Replay, at: number) => readonly string[] = () => [],
): Signal {
  return {
    ...told,
    compares: true,
    read: (answer: Answer, against: Against) =>
      withReplay(answer, (replay) => {
        const at = otherAt(replay, against);
        if (at < 0) return missing(`Needs the ${against.role} view.`, [against.role]);
        const found = column(replay, at);
        return isMissing(found) ? missing(found.missing) : values(found, remarks(replay, at));
      }),
  };
}

function pairColumn(name: PairColumn) {
  return (replay: Replay, at: number): Column<number> => replay.pairs[at]?.[name] ?? [];
}

const full = (kind: string, measured: Divergence): Divergence => ({
  ...measured,
  kind,
  support: { kind: "full" },
});

/** Without a bound the scale spans at least one nat. */
const UNBOUNDED = { kind: "sequential", most: null, least: 1 } as const;

const STUDENT_MORE: Pole = { words: "the student gives it more", tone: "student" };
const OTHER_MORE: Pole = { words: "the other side gives it more", tone: "other" };

/** Rounding of a divergence in float32; values further below 0 are errors, and are shown as they are. */
const ROUNDING = 1e-5;

/** A divergence is 0 or more; what rounding left below is shown as 0. */
const notNegative = (column: Column<number | null>): Column<number | null> =>
  isMissing(column)
    ? column
    : column.map((value) => (value !== null && value < 0 && value > -ROUNDING ? 0 : value));

/** Says so where the values are lower bounds. */
function boundRemarks({ bounds }: Replay, at: number): readonly string[] {
  const bound = bounds?.[at] ?? null;
  if (bound === null) return [];
  const { listed, upper } = bound;
  const largest = isMissing(upper) ? "There is no upper bound." : "The inspector has the upper bound.";
  return [
    `A lower bound, from the ${listed} most likely tokens of each side and the remaining mass of each as one. ${largest}`,
  ];
}

export const divergence = between(
  {
    id: "divergence",
    title: "Divergence",
    about: "How far apart both sides are on the next token, by the chosen divergence.",
    unit: "nats",
    unitUnder: divergenceUnit,
    source: "Vision-OPD §3.2",
    over: "support",
    formula: (context) => divergenceFormula(context.divergence, context.other),
    scale: (measured) => ({ ...UNBOUNDED, most: divergenceBound(measured) }),
  },
  (replay, at) => notNegative(replay.divergences[at] ?? []),
  boundRemarks,
);

/** The JSD is measured whichever divergence is chosen, and its title distinguishes it from the chosen one. */
const TITLES: Readonly<Partial<Record<string, string>>> = { jsd: "JSD, full vocabulary" };
const ABOUT: Readonly<Partial<Record<string, string>>> = {
  jsd: "The Jensen–Shannon divergence over all tokens, whichever divergence is chosen: bounded and finite.",
};

/** The divergences of the catalog that are stored with every comparison over all tokens. */
const isColumn = (id: string): id is PairColumn => (PAIR_COLUMNS as readonly string[]).includes(id);

/** Describes one divergence of the catalog over all tokens, whichever is chosen. */
function overAll(
  { id, title, about, source, unit, formula }: DivergenceDefinition,
  column: PairColumn,
): Signal {
  const written = unit === "nats" ? null : formula(0).replace("Σ", "Σ_{v}").replace("p − q", "p(v) − q(v)");
  return between(
    {
      id,
      title: TITLES[id] ?? title,
      about: ABOUT[id] ?? about,
      unit,
      source,
      over: "full",
      formula: (context) => written ?? divergenceFormula(full(id, context.divergence), context.other),
      scale: (measured) => {
        const most = divergenceBound(full(id, measured));
        return { ...UNBOUNDED, most };
      },
    },
    (replay, at) => notNegative(pairColumn(column)(replay, at)),
  );
}

/** One signal per divergence of the catalog that every comparison measures. */
export const divergenceSignals: readonly Signal[] = divergences.flatMap((definition) =>
  isColumn(definition.id) ? [overAll(definition, definition.id)] : [],
);

export const logRatio = between(
  {
    id: "logRatio",
    title: "Log-ratio",
    about: "How much more probability the student gives its own token than the other side does.",
    unit: "nats",
    source: "V-Zero eq. 24; the estimator k1 of the reverse KL",
    over: "said",
    formula: () => "ln p(y) − ln q(y)",
    scale: () => ({ kind: "diverging", least: 1, below: OTHER_MORE, above: STUDENT_MORE }),
  },
  pairColumn("logRatio"),
);

function estimator(
  column: "k2" | "k3" | "surrogate",
  told: Pick<Signal, "title" | "about" | "source" | "scale"> & { written: string },
) {
  const { written, ...words } = told;
  return between(
    { ...words, id: column, unit: "nats", over: "said", formula: () => written },
    pairColumn(column),
  );
}

const SCHULMAN = "Schulman, “Approximating KL divergence”, 2020";

/** The estimates of the reverse KL from the generated token; the first of them, k1, is the log-ratio. */
export const estimatorSignals: readonly Signal[] = [
  estimator("k2", {
    title: "Estimator k2",
    about: "Half the squared log-ratio: biased as a value, but its gradient is that of the reverse KL.",
    source: SCHULMAN,
    written: "½ (ln p(y) − ln q(y))²",
    scale: () => UNBOUNDED,
  }),
  estimator("k3", {
    title: "Estimator k3",
    about:
      "The estimate that is never below 0: unbiased as a value, but its direct gradient is the forward KL’s.",
    source: `${SCHULMAN}; verl’s low_var_kl`,
    written: "exp(−A) − 1 + A, A = ln p(y) − ln q(y)",
    scale: () => UNBOUNDED,
  }),
  estimator("surrogate", {
    title: "Policy-gradient surrogate",
    about:
      "The log-ratio, held fixed, times the student’s log-probability: what a policy gradient differentiates.",
    source: "V-Zero eq. 24; Vision-OPD’s sampled variant",
    written: "A ln p(y), A = ln p(y) − ln q(y) held fixed",
    scale: () => ({
      kind: "diverging",
      least: 1,
      below: { words: "learning lowers the token", tone: "less" },
      above: { words: "learning raises the token", tone: "more" },
    }),
  }),
];

export const entropyDifference = between(
  {
    id: "entropyDifference",
    title: "Entropy difference",
    about: "How much less certain the student is of the next token than the other side.",
    unit: "nats",
    source: "our diagnostic",
    over: "full",
    formula: () => "H(p) − H(q)",
    scale: () => ({
      kind: "diverging",
      least: 1,
      below: { words: "the student is more certain", tone: "student" },
      above: { words: "the other side is more certain", tone: "other" },
    }),
  },
  ({ sides }, at) => {
    const [ours, theirs] = [sides[0]?.entropy ?? [], sides[at + 1]?.entropy ?? []];
    if (isMissing(ours)) return ours;
    if (isMissing(theirs)) return theirs;
    return ours.map((nats, t) => (theirs[t] === undefined ? null : nats - theirs[t]));
  },
);

export const rankShift = between(
  {
    id: "rankShift",
    title: "Rank shift",
    about: "How many places higher the generated token ranks with the other side.",
    unit: "places",
    source: "our diagnostic",
    over: "said",
    formula: () => "rank_{p}(y) − rank_{q}(y)",
    scale: () => ({
      kind: "diverging",
      least: 5,
      below: { words: "ranks higher with the student", tone: "student" },
      above: { words: "ranks higher with the other side", tone: "other" },
    }),
  },
  pairColumn("rankShift"),
);

export const sameTop = between(
  {
    id: "sameTop",
    title: "Most likely tokens",
    about: "Whether both sides have the same most likely token.",
    unit: "",
    source: "our diagnostic",
    over: "full",
    formula: () => "argmax p = argmax q",
    scale: () => ({
      kind: "categorical",
      categories: [
        { value: 1, name: "the same", strength: 0 },
        { value: 0, name: "different", strength: 1 },
      ],
    }),
  },
  pairColumn("sameTop"),
);
