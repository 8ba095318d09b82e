/** Version 3 required settings to list every gate of its time. */
import * as v from "valibot";
import { failure, type Outcome, success } from "../../base/outcome.ts";

/** What is read of version 3; everything else is passed through and checked as version 4. */
const three = v.looseObject({
  settings: v.looseObject({
    gates: v.array(v.looseObject({ gate: v.string(), settings: v.unknown() })),
  }),
});

/** Version 3 as version 4. Faults: corrupt. */
export function threeToFour(value: unknown): Outcome<unknown> {
  const parsed = v.safeParse(three, value);
  if (!parsed.success) {
    const issue = parsed.issues[0];
    return failure(
      "corrupt",
      `The session, of version 3, is damaged: ${v.getDotPath(issue) ?? "the file"}: ${issue.message}`,
      "The file is unchanged.",
    );
  }
  const { settings } = parsed.output;
  const gates = Object.fromEntries(settings.gates.map(({ gate, settings: own }) => [gate, own]));
  return success({ ...parsed.output, schema: 4, settings: { ...settings, gates } });
}
