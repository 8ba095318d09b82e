/** The ablations of the papers: the crops shown to V-Zero's teacher, and the size of the group. */
import { CROPS, type Crop, type CropSide, cropOf, withCrop } from "../../evidence/views/crops.ts";
import type { GateChoice } from "../../gate/gate.ts";
import { useActions, useApp } from "../app-context.ts";
import { Disclosure } from "../kit/Disclosure.tsx";
import { Segmented } from "../kit/Segmented.tsx";

const NAMES: Readonly<Record<CropSide, Readonly<Record<Crop, string>>>> = {
  positive: { real: "Real", random: "Random", shrunk: "Shrunk", none: "None" },
  negative: { real: "Irrelevant", random: "Random", shrunk: "Shrunk", none: "None" },
};

function noteOn(positive: Crop | null, negative: Crop | null): string {
  if (positive === "none" && negative === "none")
    return "Without crops both sides are the same, so every weight is 1; the paper’s row “none” drops crop and gate together (table 2).";
  if (negative === "shrunk")
    return "The released configuration shrinks the right crop instead of taking a wrong one: it contrasts sharpness, not content.";
  if (negative === "none") return "The negative side is shown the full image alone.";
  return "This changes the views that score the answers; the answers stay (table 2).";
}

function Crops() {
  const actions = useActions();
  const others = useApp(({ session }) => session.plan?.others) ?? [];
  const seed = useApp(({ session }) => session.settings.sampling.seed);
  const [positive, negative] = [cropOf(others, "positive"), cropOf(others, "negative")];
  const single = useApp(({ model }) => model.kind === "ready" && model.facts.gives.mostPictures === 1);
  return (
    <>
      {(["positive", "negative"] as const).map((side) => (
        <Segmented
          key={side}
          label={side === "positive" ? "Positive crop z⁺" : "Negative crop z⁻"}
          options={CROPS[side].map((crop) => ({ value: crop, name: NAMES[side][crop] }))}
          value={side === "positive" ? positive : negative}
          disabled={single}
          onChange={(crop) => void actions.setOthers(withCrop(others, side, crop, seed))}
        />
      ))}
      <p className="hint">
        {single ? "This model accepts one image only; V-Zero’s prompt has two." : noteOn(positive, negative)}
      </p>
    </>
  );
}

/** The paper compares 4 and 8 (table 4). */
const SIZES = [2, 4, 8, 16, 32] as const;

function GroupSize({ answers }: { answers: number }) {
  const { setSampling } = useActions();
  const { group, seed, temperature } = useApp(({ session }) => session.settings.sampling);
  // Greedy siblings would all be identical.
  const warm = temperature === 0 ? { temperature: 1 } : {};
  return (
    <Segmented
      label="Group size G"
      options={SIZES.map((value) => ({ value, name: String(value) }))}
      value={SIZES.find((size) => size === group) ?? null}
      note={
        group === answers
          ? `Seed ${seed}: a smaller group consists of the first of these same answers.`
          : `There are ${answers} answers on the screen; the next group has ${group}.`
      }
      onChange={(chosen) => setSampling({ group: chosen, ...warm })}
    />
  );
}

export function Ablations({ gate, answers }: { gate: GateChoice["gate"]; answers: number }) {
  return (
    <Disclosure summary="The paper’s ablations">
      <div className="gate-controls">
        {gate === "v-zero" && <Crops />}
        <GroupSize answers={answers} />
      </div>
    </Disclosure>
  );
}
