/** The figure of a name. */
import type { ExhibitName } from "../../../lesson/lesson.ts";
import type { Snapshot } from "../../../lesson/snapshot.ts";
import { AdvantageExhibit } from "./AdvantageExhibit.tsx";
import { FitExhibit } from "./FitExhibit.tsx";
import { GateExhibit } from "./GateExhibit.tsx";
import { MarginExhibit } from "./MarginExhibit.tsx";
import { MiniatureExhibit } from "./miniature/MiniatureExhibit.tsx";
import { MiniatureNoise } from "./miniature/MiniatureNoise.tsx";
import { PairExhibit } from "./PairExhibit.tsx";
import { PushesExhibit } from "./PushesExhibit.tsx";
import { RecordExhibit } from "./RecordExhibit.tsx";
import { SiblingsExhibit } from "./SiblingsExhibit.tsx";
import { ViewsExhibit } from "./ViewsExhibit.tsx";

export function Exhibit({ name, snapshot }: { name: ExhibitName; snapshot: Snapshot }) {
  const { bench } = snapshot;
  switch (name) {
    case "pair":
      return <PairExhibit settings={bench.pair} />;
    case "pairSupport":
      return <PairExhibit settings={bench.pair} support={true} />;
    case "pairPushes":
      return <PushesExhibit settings={bench.pair} />;
    case "fit":
      return <FitExhibit commitment={bench.fit.commitment} />;
    case "advantage":
      return <AdvantageExhibit lambda={bench.advantage.lambda} />;
    case "siblings":
      return <SiblingsExhibit />;
    case "gate":
      return <GateExhibit settings={bench.gate} />;
    case "margin":
      return <MarginExhibit settings={bench.margin} />;
    case "views":
      return <ViewsExhibit views={snapshot.views} />;
    case "record":
      return <RecordExhibit snapshot={snapshot} />;
    case "miniature":
      return <MiniatureExhibit settings={bench.miniature} figure="accuracy" />;
    case "miniatureLoss":
      return <MiniatureExhibit settings={bench.miniature} figure="divergence" />;
    case "miniatureNoise":
      return <MiniatureNoise settings={bench.miniature} />;
    default:
      return name satisfies never;
  }
}
