/** The page of acuity curves: what is measured, the curves, and the measurements to show or compare. */
import { type ReactNode, useEffect } from "react";
import { measurementOf } from "../../app/acuity/acuity-state.ts";
import { useAcuity, useAcuityActions } from "./acuity-context.ts";
import { Figures } from "./Figures.tsx";
import { Measurements } from "./Measurements.tsx";
import { MeasurePanel } from "./MeasurePanel.tsx";
import { SettingsPanel } from "./SettingsPanel.tsx";
import { Thresholds } from "./Thresholds.tsx";
import "../charts/charts.css";
import "./acuity.css";

interface AcuityViewProps {
  /** Comes before everything: the page's tabs and its faults. */
  readonly children: ReactNode;
  /** Says where images are sent. */
  readonly badge: ReactNode;
}

export function AcuityView({ children, badge }: AcuityViewProps) {
  const { restore } = useAcuityActions();
  const running = useAcuity((state) => state.phase.kind === "running");
  const shown = useAcuity((state) => measurementOf(state, state.shown));
  const other = useAcuity((state) => measurementOf(state, state.other));
  useEffect(() => void restore(), [restore]);
  return (
    <main className="suite acuity" id="acuity">
      {children}
      <section className="card suite-head" aria-labelledby="acuity-title">
        <div>
          <h2 id="acuity-title">At which size, clutter or contrast does it stop seeing?</h2>
          <p className="hint">
            The same scenes are painted from hard to easy, and the model is asked about each from the full
            image and from the crop. The threshold is where it sees half as much as it can.
          </p>
          <MeasurePanel>{badge}</MeasurePanel>
        </div>
        <SettingsPanel disabled={running} />
      </section>
      {shown !== null && (
        <>
          <Thresholds shown={shown} />
          <Figures shown={shown} other={other} />
        </>
      )}
      <Measurements />
    </main>
  );
}
