/** The exhibit with that name. */
import type { ExhibitName } from "../../../lesson/lesson.ts";
import type { Snapshot } from "../../../lesson/snapshot.ts";
import { AdvantageExhibit } from "./AdvantageExhibit.tsx";
import { CurveExhibit } from "./acuity/CurveExhibit.tsx";
import { ShrinkingExhibit } from "./acuity/ShrinkingExhibit.tsx";
import { EdgesExhibit } from "./EdgesExhibit.tsx";
import { FitExhibit } from "./FitExhibit.tsx";
import { GateExhibit } from "./GateExhibit.tsx";
import { MarginExhibit } from "./MarginExhibit.tsx";
import { PairExhibit } from "./PairExhibit.tsx";
import { RecordExhibit } from "./RecordExhibit.tsx";
import { SiblingsExhibit } from "./SiblingsExhibit.tsx";
import { FourDivergences, FourRuns } from "./training/FourRuns.tsx";
import { MiniatureExhibit } from "./training/MiniatureExhibit.tsx";
import { MiniatureNoise } from "./training/MiniatureNoise.tsx";
import { RunAccuracy } from "./training/RunAccuracy.tsx";
import { RunForgotten } from "./training/RunForgotten.tsx";
import { RunsBeside } from "./training/RunsBeside.tsx";
import { RunWatched } from "./training/RunWatched.tsx";
import { UpdateExhibit } from "./UpdateExhibit.tsx";
import { ViewsExhibit } from "./ViewsExhibit.tsx";

export function Exhibit({ name, snapshot }: { name: ExhibitName; snapshot: Snapshot }) {
  const { exhibits } = snapshot;
  switch (name) {
    case "pair":
      return <PairExhibit settings={exhibits.pair} />;
    case "pairSupport":
      return <PairExhibit settings={exhibits.pair} support={true} />;
    case "pairUpdate":
      return <UpdateExhibit settings={exhibits.pair} />;
    case "fit":
      return <FitExhibit commitment={exhibits.fit.commitment} />;
    case "advantage":
      return <AdvantageExhibit lambda={exhibits.advantage.lambda} />;
    case "siblings":
      return <SiblingsExhibit />;
    case "gate":
      return <GateExhibit settings={exhibits.gate} />;
    case "margin":
      return <MarginExhibit settings={exhibits.margin} />;
    case "views":
      return <ViewsExhibit views={snapshot.views} />;
    case "edges":
      return <EdgesExhibit edge={exhibits.edges.edge} />;
    case "record":
      return <RecordExhibit snapshot={snapshot} />;
    case "miniature":
      return <MiniatureExhibit settings={exhibits.miniature} figure="accuracy" />;
    case "miniatureLoss":
      return <MiniatureExhibit settings={exhibits.miniature} figure="divergence" />;
    case "miniatureNoise":
      return <MiniatureNoise settings={exhibits.miniature} />;
    case "shrinking":
      return <ShrinkingExhibit settings={exhibits.acuity} />;
    case "acuity":
      return <CurveExhibit crop={false} />;
    case "acuityCrop":
      return <CurveExhibit crop={true} />;
    case "runAccuracy":
      return <RunAccuracy settings={exhibits.runs} />;
    case "runWatched":
      return <RunWatched settings={exhibits.runs} />;
    case "runForgotten":
      return <RunForgotten settings={exhibits.runs} />;
    case "fourRuns":
      return <FourRuns settings={exhibits.runs} />;
    case "fourDivergences":
      return <FourDivergences settings={exhibits.runs} />;
    case "runsBeside":
      return <RunsBeside />;
    default:
      return name satisfies never;
  }
}
