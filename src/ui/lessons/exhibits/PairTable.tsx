/** Both sides' probabilities of each word, as bars and numbers, and each word's term in the divergence. */
import type { PairBin } from "../../../lesson/exhibits/pair.ts";
import { decimal } from "../../shared/format.ts";

function Bar({ side, share }: { side: "student" | "teacher"; share: number }) {
  return <span className="pair-bar" data-side={side} style={{ width: `${Math.min(1, share) * 100}%` }} />;
}

export function PairTable({ bins }: { bins: readonly PairBin[] }) {
  return (
    <table className="pair-table">
      <caption className="visually-hidden">
        Probabilities of student and teacher for each word, and the word’s term in the sum
      </caption>
      <thead>
        <tr>
          <th scope="col">word</th>
          <td aria-hidden="true" className="pair-bars" />
          <th scope="col" className="pair-number" data-side="student">
            student <i>p</i>
          </th>
          <th scope="col" className="pair-number" data-side="teacher">
            teacher <i>q</i>
          </th>
          <th scope="col" className="pair-number">
            adds
          </th>
        </tr>
      </thead>
      <tbody>
        {bins.map(({ word, student, teacher, term }) => (
          <tr key={word ?? "tail"}>
            <th scope="row">{word ?? <em>the rest</em>}</th>
            <td aria-hidden="true" className="pair-bars">
              <Bar side="student" share={student} />
              <Bar side="teacher" share={teacher} />
            </td>
            <td className="pair-number">{decimal(student, 3)}</td>
            <td className="pair-number">{decimal(teacher, 3)}</td>
            <td className="pair-number">{decimal(term, 3)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
