/** Every threshold of the recipe as a setting, with the defaults of the paper and of its released code. */
import { PAPER, RELEASED, type Thresholds } from "../../suite/items/thresholds.ts";
import { Disclosure } from "../kit/Disclosure.tsx";
import { NumberField } from "../kit/NumberField.tsx";
import { Segmented } from "../kit/Segmented.tsx";
import { useItems, useItemsActions } from "./items-context.ts";

const CONVENTIONS = [
  { value: "paper", name: "the paper", thresholds: PAPER },
  { value: "code", name: "its released code", thresholds: RELEASED },
] as const;

const BOUNDS = [
  { value: "over", name: "more than" },
  { value: "atLeast", name: "at least" },
] as const;

type Counted = "answers" | "agreeing" | "attempts" | "easy";

const MOST = 32;

interface CountProps {
  readonly name: Counted;
  readonly label: string;
}

function Count({ name, label }: CountProps) {
  const thresholds = useItems((state) => state.thresholds);
  const { setThresholds } = useItemsActions();
  return (
    <NumberField
      label={label}
      value={thresholds[name]}
      least={name === "answers" || name === "attempts" ? 1 : 0}
      most={MOST}
      onChange={(next) => next !== null && setThresholds({ ...thresholds, [name]: Math.round(next) })}
    />
  );
}

interface BoundProps {
  readonly name: "agreeingBound" | "easyBound";
  readonly label: string;
}

function BoundChoice({ name, label }: BoundProps) {
  const thresholds = useItems((state) => state.thresholds);
  const { setThresholds } = useItemsActions();
  return (
    <Segmented
      label={label}
      options={BOUNDS}
      value={thresholds[name]}
      onChange={(bound) => setThresholds({ ...thresholds, [name]: bound })}
    />
  );
}

const signOf = (bound: Thresholds["easyBound"]): string => (bound === "over" ? ">" : "≥");

function Area() {
  const thresholds = useItems((state) => state.thresholds);
  const { setThresholds } = useItemsActions();
  return (
    <div className="setting">
      <NumberField
        label="τ, share of the image"
        value={thresholds.area}
        least={0.001}
        most={1}
        step={0.01}
        digits={3}
        onChange={(area) => area !== null && setThresholds({ ...thresholds, area })}
      />
      <Segmented
        label="A region is kept"
        options={[
          { value: "under", name: "below τ" },
          { value: "upTo", name: "up to τ" },
        ]}
        value={thresholds.areaInclusive ? "upTo" : "under"}
        onChange={(side) => setThresholds({ ...thresholds, areaInclusive: side === "upTo" })}
      />
    </div>
  );
}

export function RulesPanel() {
  const thresholds = useItems((state) => state.thresholds);
  const seed = useItems((state) => state.seed);
  const { setThresholds, setSeed } = useItemsActions();
  const { area, answers, agreeing, agreeingBound, attempts, easy, easyBound } = thresholds;
  const key = JSON.stringify(thresholds);
  const held = CONVENTIONS.find((each) => JSON.stringify(each.thresholds) === key);
  return (
    <section className="card rules" aria-labelledby="rules-title">
      <h3 id="rules-title">3 · Rules</h3>
      <p>
        A region under <span className="number">{area}</span> of the image; {signOf(agreeingBound)}{" "}
        <span className="number">
          {agreeing}/{answers}
        </span>{" "}
        answers from the crop agree; too easy where {signOf(easyBound)}{" "}
        <span className="number">
          {easy}/{attempts}
        </span>{" "}
        answers from the full image, with red box and hint, are right.
      </p>
      <Segmented
        label="As in"
        options={CONVENTIONS.map(({ value, name }) => ({ value, name }))}
        value={held?.value ?? null}
        note={
          held === undefined
            ? "Neither: some settings have been changed."
            : "The paper keeps more than 6 of 8 and drops more than 2 of 4; its code keeps 6 of 8 and drops 2 of 4. Eight answers replace its two teachers with four samples each."
        }
        onChange={(chosen) => {
          const other = CONVENTIONS.find(({ value }) => value === chosen);
          if (other !== undefined) setThresholds(other.thresholds);
        }}
      />
      <Disclosure summary="Settings">
        <div className="settings-body">
          <Area />
          <div className="setting">
            <Count name="answers" label="Answers from the crop" />
            <BoundChoice name="agreeingBound" label="Kept if agreeing answers are" />
            <Count name="agreeing" label="of them" />
          </div>
          <div className="setting">
            <Count name="attempts" label="Answers from the full image" />
            <BoundChoice name="easyBound" label="Too easy if right answers are" />
            <Count name="easy" label="of these" />
          </div>
          <div className="setting">
            <NumberField
              label="Seed"
              value={seed}
              least={0}
              most={4294967295}
              onChange={(next) => next !== null && setSeed(Math.round(next))}
            />
          </div>
          <p className="hint">
            Answers from the crop are sampled at temperature 0.7 and top-p 0.9, those from the full image at
            temperature 1, as in the released code. The paper groups answers with a language model; here equal
            text and equal numbers form a group.
          </p>
        </div>
      </Disclosure>
    </section>
  );
}
