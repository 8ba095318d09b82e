/** The gap in three parts at four longest edges, and what the model has of one question's evidence at each. */
import { GAP_CONDITIONS, GAP_PARTS } from "../../../evidence/gap.ts";
import { EDGES, type Figure, figuresAt } from "../../../lesson/exhibits/edges.ts";
import { Slider } from "../../kit/Slider.tsx";
import { CONDITION_WORDS } from "../../suite/suite-words.ts";
import { useLessonActions } from "../use-lesson-actions.ts";
import { ReducedEvidence } from "./edges/ReducedEvidence.tsx";
import { TableHead } from "./table/TableHead.tsx";

const percent = (share: number): string => `${(100 * share).toFixed(0)}`.replace("-", "−");
const range = ({ low, high }: Figure): string => `${percent(low)} to ${percent(high)}`;

/** A share of 1 fills the cell; what is below 0 has no bar. */
const widthOf = ({ mean }: Figure): string => `${100 * Math.max(0, mean)}%`;

function Rows({ rows }: { rows: readonly (readonly [name: string, figure: Figure])[] }) {
  return rows.map(([name, figure]) => (
    <tr key={name}>
      <th scope="row">{name}</th>
      <td aria-hidden="true" className="pair-bars">
        <span className="exhibit-bar" style={{ width: widthOf(figure) }} />
      </td>
      <td className="pair-number">{percent(figure.mean)}</td>
      <td className="pair-number">{range(figure)}</td>
    </tr>
  ));
}

export function EdgesExhibit({ edge }: { edge: number }) {
  const actions = useLessonActions();
  const { accuracies, gaps, answers } = figuresAt(edge);
  const { model, suite, items, item } = EDGES;
  const [first, second] = EDGES.edges;
  const step = (second?.edge ?? 0) - (first?.edge ?? 0);
  return (
    <section className="exhibit" aria-label="The gap at four longest edges">
      <Slider
        label="Longest edge"
        value={edge}
        least={first?.edge ?? 0}
        most={EDGES.edges.at(-1)?.edge ?? 0}
        step={step}
        write={(value) => `${value} px`}
        onChange={(value) => actions.tune({ edges: { edge: value } })}
      />
      <table className="pair-table">
        <caption className="exhibit-caption">
          Right answers in percent, and their differences in points, each with its 95 % interval
        </caption>
        <TableHead rows="shown" bars={true} columns={["right", "from, to"]} />
        <tbody>
          <Rows
            rows={GAP_CONDITIONS.map((condition) => [CONDITION_WORDS[condition], accuracies[condition]])}
          />
        </tbody>
        <tbody>
          <Rows rows={GAP_PARTS.map((part) => [part, gaps[part]])} />
        </tbody>
      </table>
      <ReducedEvidence item={item} edge={edge} />
      <table className="pair-table">
        <caption className="exhibit-caption">{`${item.question} Right: ${item.answer}`}</caption>
        <tbody>
          {GAP_CONDITIONS.map((condition) => (
            <tr key={condition}>
              <th scope="row">{CONDITION_WORDS[condition]}</th>
              <td>{answers[condition].text}</td>
              <td className="pair-number">{answers[condition].right ? "right" : "wrong"}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="exhibit-note">
        {`Recorded: ${model.title}, weights ${model.weightsSha256.slice(0, 12)}, ${items} questions spread over ${suite}.`}
      </p>
    </section>
  );
}
