/** What a log has and lacks, in sentences. */
import { formatById } from "../formats/catalog.ts";
import { type FormatId, QUANTITIES, QUANTITY_WORDS, type Quantity } from "../rollout.ts";
import { formatsOf, type RunLog } from "./run-log.ts";

/** A quantity that not every rollout has. */
export interface Lack {
  readonly quantity: Quantity;
  readonly words: string;
  /** How many rollouts have it. */
  readonly present: number;
  /** Why, where the format tells; else empty. */
  readonly reason: string;
}

export interface RunReport {
  /** Such as "640 rollouts (verl) in 10 steps from 1 to 10, of 64 prompts". */
  readonly read: string;
  readonly present: readonly string[];
  readonly lacks: readonly Lack[];
  readonly conventions: readonly string[];
  /** Fields that no figure is made of: they are kept, and shown with each rollout. */
  readonly otherFields: readonly string[];
}

const plural = (amount: number, one: string): string => `${amount} ${one}${amount === 1 ? "" : "s"}`;

/** "steps 3 to 40", or why there are none. */
function stepWords({ entries }: RunLog): string {
  const steps = new Set(entries.map(({ step }) => step).filter((step) => step !== null));
  if (steps.size === 0) return "without steps";
  const ordered = [...steps].sort((a, b) => a - b);
  const [from, to] = [ordered[0], ordered.at(-1)];
  return steps.size === 1 ? `of step ${from}` : `in ${steps.size} steps from ${from} to ${to}`;
}

export function reportOf(run: RunLog): RunReport {
  const { entries, prompts, present, otherFields } = run;
  const ids = [...new Set(entries.map(({ format }) => format))] as readonly FormatId[];
  const formats = ids.map(formatById);
  const lacks = QUANTITIES.filter((quantity) => present[quantity] < entries.length).map((quantity): Lack => {
    const reasons = formats.flatMap(({ lacks: known }) => known[quantity] ?? []);
    return {
      quantity,
      words: QUANTITY_WORDS[quantity],
      present: present[quantity],
      reason: [...new Set(reasons)].join(" "),
    };
  });
  const titles = formatsOf(run).map(([title, rollouts]) => `${plural(rollouts, "rollout")} (${title})`);
  return {
    read: `${titles.join(", ")} ${stepWords(run)}, of ${plural(prompts.length, "prompt")}`,
    present: QUANTITIES.filter((quantity) => present[quantity] === entries.length).map(
      (each) => QUANTITY_WORDS[each],
    ),
    lacks,
    conventions: formats.flatMap(({ conventions }) => conventions),
    otherFields: [...otherFields.keys()],
  };
}

/** A lack as a sentence. */
export function lackWords({ words, present, reason }: Lack, rollouts: number): string {
  const where = present === 0 ? "Missing" : `Missing from ${rollouts - present} of ${rollouts} rollouts`;
  return `${where}: ${words}.${reason === "" ? "" : ` ${reason}`}`;
}
