/** A gap that was split in three, as a session's file stores it. */
import * as v from "valibot";
import type { GapReading, GapSplit } from "../../evidence/gap.ts";
import { numeral } from "./numbers.ts";
import { rollout } from "./rollout.ts";

const reading = v.object({
  rollout,
  right: v.nullable(v.boolean()),
  logProb: numeral,
}) satisfies v.GenericSchema<unknown, GapReading>;

export const gap = v.object({
  regional: reading,
  matched: reading,
  isolated: reading,
  global: reading,
}) satisfies v.GenericSchema<unknown, GapSplit>;
